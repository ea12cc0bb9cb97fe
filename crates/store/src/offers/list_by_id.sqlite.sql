-- One row instead of many: each row is a trip between threads. `cross join` keeps this order: SQLite would sometimes rather read
-- every offer.
select '[' || coalesce(group_concat(offer.doc, ',' order by wanted.key), '') || ']'
from json_each($2) wanted
cross join offer on offer.kommune_id = $1 and offer.id = wanted.value
