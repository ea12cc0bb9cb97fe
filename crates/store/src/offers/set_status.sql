update offer set status = $3, change = $4, doc = $5 where kommune_id = $1 and id = $2
