select id, at, actor, action, subject, doc from audit where kommune_id = $1 order by id desc limit $2
