update table_delivery set state = $3, rank = $4 where kommune_id = $1 and id = $2
