delete from postal_place where kommune_id = $1
