select '[' || coalesce(string_agg(offer.doc, ',' order by wanted.key), '') || ']'
from json_array_elements_text($2::json) with ordinality wanted (value, key)
join offer on offer.kommune_id = $1 and offer.id = wanted.value
