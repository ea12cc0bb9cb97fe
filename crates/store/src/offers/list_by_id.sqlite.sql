select offer.doc from json_each($2) wanted
join offer on offer.kommune_id = $1 and offer.id = wanted.value
order by wanted.key
