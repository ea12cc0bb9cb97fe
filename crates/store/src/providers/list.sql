select provider.id, provider.name, count(offer.id) from provider
left join offer on offer.kommune_id = provider.kommune_id and offer.provider_id = provider.id and offer.status = 'freigegeben'
where provider.kommune_id = $1
group by provider.id, provider.name
order by provider.name, provider.id
