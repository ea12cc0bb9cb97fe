select provider.id, provider.name, coalesce(counted.offers, 0) from provider
left join (
    select provider_id, count(*) as offers from offer
    where kommune_id = $1 and status = 'freigegeben'
    group by provider_id
) counted on counted.provider_id = provider.id
where provider.kommune_id = $1
order by provider.name, provider.id
