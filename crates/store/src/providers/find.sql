select doc from provider where kommune_id = $1 and id = $2
