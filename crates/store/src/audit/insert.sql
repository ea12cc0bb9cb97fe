insert into audit (kommune_id, id, at, actor, action, subject, doc) values ($1, $2, $3, $4, $5, $6, $7)
