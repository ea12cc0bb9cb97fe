insert into provider (kommune_id, id, source_id, foreign_id, name, doc) values ($1, $2, $3, $4, $5, $6)
on conflict (kommune_id, id) do update set name = excluded.name, doc = excluded.doc
