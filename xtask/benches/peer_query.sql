-- One search as the portal answers it: the first 20 hits by rank, their number, and every facet counted as if its own selection were not made.
-- Variables (empty: no filter): q, topic, level, price, delivery, weekday, time_of_day, gemeinde; today, until.
-- The text is matched once; each filter is decided once per offer or meeting, so that the facets only add up.

with hit as materialized (
    select o.id, o.title, o.provider, o.topics, o.life_phases, o.target_groups, o.levels, o.funding, o.languages, o.accessibility,
           o.delivery, o.child_care, o.learning_form, o.no_requirements, o.places_free, o.price, o.duration,
           case when :'q' = '' then 0 else ts_rank(o.words, websearch_to_tsquery('german', :'q')) end as rank,
           (:'topic' = '' or o.topics && string_to_array(:'topic', ',')) as by_topic,
           (:'level' = '' or o.levels && string_to_array(:'level', ',')) as by_level,
           (:'price' = '' or o.price && string_to_array(:'price', ',')) as by_price,
           (:'delivery' = '' or o.delivery = any (string_to_array(:'delivery', ','))) as by_delivery
    from offer o
    where :'q' = '' or o.words @@ websearch_to_tsquery('german', :'q')
),
-- Meetings to come of these offers.
future as materialized (
    select m.offer, m.day, m.weekday, m.time_of_day, m.gemeinde,
           (:'weekday' = '' or m.weekday = any (string_to_array(:'weekday', ',')::smallint[])) as by_weekday,
           (:'time_of_day' = '' or m.time_of_day = any (string_to_array(:'time_of_day', ','))) as by_time_of_day,
           (:'gemeinde' = '' or m.gemeinde = any (string_to_array(:'gemeinde', ','))) as by_gemeinde
    from meeting m join hit on hit.id = m.offer
    where m.day >= :'today' and (:'until' = '' or m.day <= nullif(:'until', '')::date)
),
fitting as (
    select offer, min(day) as next from future where by_weekday and by_time_of_day and by_gemeinde group by offer
),
-- Offers without dates count unless something is asked of a date.
decided as materialized (
    select hit.*, fitting.next,
           fitting.offer is not null
           or (:'weekday' = '' and :'time_of_day' = '' and :'gemeinde' = '' and :'until' = '' and hit.duration = 'laufend') as by_meeting,
           by_topic and by_level and by_price and by_delivery as by_offer
    from hit left join fitting on fitting.offer = hit.id
),
found as materialized (select * from decided where by_offer and by_meeting)
select 'gesamt' as kind, null as value, count(*) as number from found
union all
(select 'treffer', title, id from found order by rank desc, next nulls last limit 20)
union all
select 'thema', value, count(*) from decided, unnest(topics) as value
where by_level and by_price and by_delivery and by_meeting group by value
union all
select 'niveau', value, count(*) from decided, unnest(levels) as value
where by_topic and by_price and by_delivery and by_meeting group by value
union all
select 'preis', value, count(*) from decided, unnest(price) as value
where by_topic and by_level and by_delivery and by_meeting group by value
union all
select 'format', delivery, count(*) from decided
where by_topic and by_level and by_price and by_meeting group by delivery
union all
select 'lebensphase', value, count(*) from found, unnest(life_phases) as value group by value
union all
select 'zielgruppe', value, count(*) from found, unnest(target_groups) as value group by value
union all
select 'foerderung', value, count(*) from found, unnest(funding) as value group by value
union all
select 'kurssprache', value, count(*) from found, unnest(languages) as value group by value
union all
select 'barrierefrei', value, count(*) from found, unnest(accessibility) as value group by value
union all
select 'dauer', duration, count(*) from found group by duration
union all
select 'kinderbetreuung', child_care, count(*) from found group by child_care
union all
select 'lernform', learning_form, count(*) from found group by learning_form
union all
select 'voraussetzung', no_requirements::text, count(*) from found group by no_requirements
union all
select 'plaetze', places_free::text, count(*) from found group by places_free
union all
select 'anbieter', provider, count(*) from found group by provider
union all
select 'wochentag', weekday::text, count(*)
from (
    select distinct offer, weekday from future join decided on decided.id = future.offer
    where by_offer and by_time_of_day and by_gemeinde
) as days group by weekday
union all
select 'tageszeit', time_of_day, count(*)
from (
    select distinct offer, time_of_day from future join decided on decided.id = future.offer
    where by_offer and by_weekday and by_gemeinde
) as times group by time_of_day
union all
select 'gebiet', gemeinde, count(*)
from (
    select distinct offer, gemeinde from future join decided on decided.id = future.offer
    where by_offer and by_weekday and by_time_of_day
) as places group by gemeinde;
