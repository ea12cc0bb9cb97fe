select doc from area where kommune_id = $1 and valid_until is null order by area_key, valid_from
