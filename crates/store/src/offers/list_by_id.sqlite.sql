-- `cross join` keeps this order: SQLite would sometimes rather read every offer.
select offer.doc from json_each($2) wanted
cross join offer on offer.kommune_id = $1 and offer.id = wanted.value
order by wanted.key
