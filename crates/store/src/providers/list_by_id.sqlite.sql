select provider.doc from json_each($2) wanted
join provider on provider.kommune_id = $1 and provider.id = wanted.value
order by wanted.key
