select doc from offer where kommune_id = $1 and id = $2
