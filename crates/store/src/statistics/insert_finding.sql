insert into finding (kommune_id, delivery_id, nr, doc) values ($1, $2, $3, $4)
