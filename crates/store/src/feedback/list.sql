select id, received_at, about_kind, about_id, doc from feedback where kommune_id = $1 order by id desc limit $2
