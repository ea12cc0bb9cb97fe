select source.id, source.code, source.name, source.importer, provider.name, coalesce(counted.offers, 0),
    delivery.id, delivery.file, delivery.received_at, delivery.outcome, delivery.held,
    delivery.records_new, delivery.records_changed, delivery.records_unchanged, delivery.records_withdrawn, delivery.issues
from source
left join (
    select source_id, count(*) as offers from offer
    where kommune_id = $1 and status = 'freigegeben'
    group by source_id
) counted on counted.source_id = source.id
left join provider on provider.kommune_id = source.kommune_id and provider.id = source.provider_id
left join delivery on delivery.kommune_id = source.kommune_id and delivery.id = (
    select newest.id from delivery newest
    where newest.kommune_id = source.kommune_id and newest.source_id = source.id
    order by newest.received_at desc, newest.id desc limit 1)
where source.kommune_id = $1
order by source.name, source.id
