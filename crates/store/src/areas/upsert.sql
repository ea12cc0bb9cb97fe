insert into area (kommune_id, area_key, valid_from, valid_until, doc) values ($1, $2, $3, $4, $5)
on conflict (kommune_id, area_key, valid_from) do update set valid_until = excluded.valid_until, doc = excluded.doc
