select from_year, from_key, to_year, to_key from territorial_weight where kommune_id = $1
