insert into place (kommune_id, id, identity, doc) values ($1, $2, $3, $4)
on conflict (kommune_id, id) do update set identity = excluded.identity, doc = excluded.doc
