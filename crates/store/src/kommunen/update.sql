update kommune set slug = $2, doc = $3 where id = $1
