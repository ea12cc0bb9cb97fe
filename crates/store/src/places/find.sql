select doc from place where kommune_id = $1 and id = $2
