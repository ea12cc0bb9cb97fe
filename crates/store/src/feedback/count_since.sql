select count(*) from feedback where kommune_id = $1 and received_at >= $2
