select count(*) from territorial_weight where kommune_id = $1
