select doc from postal_place where kommune_id = $1 order by plz, name
