-- The peer of the search benchmark: the same offers and meetings in PostgreSQL, as one would set them up for full-text search with filters.
-- Input: staging (doc), one released offer per row as the store keeps it. Variable: today.

create table staging_typed as
select row_number() over () as id, doc::jsonb -> 'content' as content, doc::jsonb ->> 'provider' as provider from staging;

create table meeting_raw as
with session as (
    select s.id, session, session -> 'schedule' as schedule,
           session -> 'place' ->> 'gemeinde' as gemeinde,
           (session -> 'place' -> 'location' -> 'point' ->> 'lat')::float8 as lat,
           (session -> 'place' -> 'location' -> 'point' ->> 'lon')::float8 as lon
    from staging_typed s, jsonb_array_elements(s.content -> 'sessions') as session
    where coalesce(session ->> 'state', 'planned') = 'planned'
)
-- Fixed dates.
select id, gemeinde, lat, lon, (meeting ->> 'date')::date as day, meeting ->> 'start' as starts, meeting ->> 'end' as ends
from session, jsonb_array_elements(schedule -> 'meetings') as meeting
where schedule ->> 'kind' = 'dates'
union all
-- Weekly patterns, expanded for a year; bit 0 of the set is Monday.
select id, gemeinde, lat, lon, day::date, schedule ->> 'start', schedule ->> 'end'
from session,
     generate_series(
         (schedule ->> 'from')::date,
         least(coalesce((schedule ->> 'until')::date, :'today'::date + 365), :'today'::date + 365),
         interval '1 day'
     ) as day
where schedule ->> 'kind' = 'span' and schedule ? 'weekdays'
  and ((schedule ->> 'weekdays')::int >> (extract(isodow from day)::int - 1)) & 1 = 1
union all
-- Spans of which only the first day is known.
select id, gemeinde, lat, lon, (schedule ->> 'from')::date, schedule ->> 'start', schedule ->> 'end'
from session
where schedule ->> 'kind' = 'span' and not schedule ? 'weekdays'
union all
-- Opening hours, expanded for a year.
select id, gemeinde, lat, lon, day::date, hours ->> 'opens', hours ->> 'closes'
from session, jsonb_array_elements(schedule -> 'hours') as hours,
     generate_series(
         greatest(coalesce((schedule ->> 'from')::date, :'today'::date), :'today'::date - 30),
         least(coalesce((schedule ->> 'until')::date, :'today'::date + 365), :'today'::date + 365),
         interval '1 day'
     ) as day
where schedule ->> 'kind' = 'drop_in'
  and ((hours ->> 'weekdays')::int >> (extract(isodow from day)::int - 1)) & 1 = 1;

create table meeting as
select id::int as offer, day, gemeinde, lat, lon, extract(isodow from day)::smallint as weekday,
       case
           when starts is null then null
           when starts >= '17:00' then 'abends'
           when starts < '12:00' and (ends is null or ends <= '14:00') then 'vormittags'
           when starts < '12:00' then 'ganztags'
           else 'nachmittags'
       end as time_of_day
from meeting_raw;

create table offer as
with days as (
    select offer, min(day) as first_day, max(day) as last_day, count(*) as meetings from meeting group by offer
),
laufend as (
    select distinct id
    from staging_typed, jsonb_array_elements(content -> 'sessions') as session
    where session -> 'schedule' ->> 'kind' in ('drop_in', 'on_request')
)
select s.id::int as id, provider, content ->> 'title' as title,
       setweight(to_tsvector('german', coalesce(content ->> 'title', '')), 'A')
       || setweight(to_tsvector('german', coalesce(content ->> 'subtitle', '') || ' ' || coalesce(content ->> 'keywords', '')), 'B')
       || setweight(to_tsvector('german', coalesce(content ->> 'description', '')), 'C') as words,
       array(select jsonb_array_elements_text(content -> 'topics')) as topics,
       array(select jsonb_array_elements_text(content -> 'life_phases')) as life_phases,
       array(select jsonb_array_elements_text(content -> 'target_groups')) as target_groups,
       array(select distinct left(level, 2) from jsonb_array_elements_text(content -> 'cefr') as level) as levels,
       array(select jsonb_array_elements_text(content -> 'funding')) as funding,
       array(select jsonb_array_elements_text(content -> 'languages')) as languages,
       array(
           select key from jsonb_each(content -> 'accessibility') where value = 'true'
           union
           select feature.key
           from jsonb_array_elements(content -> 'sessions') as session,
                jsonb_each(session -> 'place' -> 'accessibility') as feature
           where feature.value = 'true'
       ) as accessibility,
       content ->> 'delivery' as delivery,
       content ->> 'child_care' as child_care,
       content ->> 'learning_form' as learning_form,
       content -> 'requirements' ->> 'kind' = 'keine' as no_requirements,
       coalesce(
           (content -> 'participants' ->> 'max')::int > (content -> 'participants' ->> 'booked')::int, true
       ) as places_free,
       case
           when content -> 'price' -> 'basis' ->> 'kind' = 'free' then array['kostenlos', 'bis_25', 'bis_50', 'bis_100']
           when content -> 'price' -> 'basis' ->> 'kind' = 'amount' then
               case
                   when (content -> 'price' -> 'basis' ->> 'amount')::int <= 2500 then array['bis_25', 'bis_50', 'bis_100']
                   when (content -> 'price' -> 'basis' ->> 'amount')::int <= 5000 then array['bis_50', 'bis_100']
                   when (content -> 'price' -> 'basis' ->> 'amount')::int <= 10000 then array['bis_100']
                   else array['ueber_100']
               end
           else array['unbekannt']
       end as price,
       case
           when laufend.id is not null then 'laufend'
           when days.meetings = 1 then 'einmalig'
           when days.last_day - days.first_day <= 7 then 'bis_1_woche'
           when days.last_day - days.first_day <= 31 then 'bis_1_monat'
           when days.last_day - days.first_day <= 92 then 'bis_3_monate'
           when days.last_day - days.first_day <= 183 then 'bis_6_monate'
           when days.offer is not null then 'laenger'
       end as duration
from staging_typed s
left join days on days.offer = s.id
left join laufend on laufend.id = s.id;

alter table offer add primary key (id);
create index on offer using gin (words);
create index on offer using gin (topics);
create index on offer using gin (life_phases);
create index on offer (delivery);
create index on meeting (offer, day);
create index on meeting (gemeinde, day);
create index on meeting (weekday, time_of_day, day);
drop table staging, staging_typed, meeting_raw;
vacuum analyze;
