insert into feedback (kommune_id, id, received_at, about_kind, about_id, doc) values ($1, $2, $3, $4, $5, $6)
