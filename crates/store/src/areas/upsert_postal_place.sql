insert into postal_place (kommune_id, plz, name, doc) values ($1, $2, $3, $4)
on conflict (kommune_id, plz, name) do update set doc = excluded.doc
