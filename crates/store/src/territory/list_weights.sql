select doc from territorial_weight where kommune_id = $1 order by from_year, from_key, to_year, to_key
