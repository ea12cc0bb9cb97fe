select doc from place where kommune_id = $1 order by identity
