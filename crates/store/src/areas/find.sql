select doc from area where kommune_id = $1 and area_key = $2 and valid_from = $3
