select '[' || coalesce(string_agg(provider.doc, ',' order by wanted.key), '') || ']'
from json_array_elements_text($2::json) with ordinality wanted (value, key)
join provider on provider.kommune_id = $1 and provider.id = wanted.value
