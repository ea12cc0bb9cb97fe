-- One row instead of many: each row is a trip between threads. `cross join` keeps this order: SQLite would sometimes rather read
-- every provider.
select '[' || coalesce(group_concat(provider.doc, ',' order by wanted.key), '') || ']'
from json_each($2) wanted
cross join provider on provider.kommune_id = $1 and provider.id = wanted.value
