select area_key, valid_from from area_shape where kommune_id = $1 order by area_key, valid_from
