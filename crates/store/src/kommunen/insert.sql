insert into kommune (id, slug, doc) values ($1, $2, $3)
