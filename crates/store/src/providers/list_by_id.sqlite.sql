-- `cross join` keeps this order: SQLite would sometimes rather read every provider.
select provider.doc from json_each($2) wanted
cross join provider on provider.kommune_id = $1 and provider.id = wanted.value
order by wanted.key
