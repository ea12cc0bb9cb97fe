insert into area_shape (kommune_id, area_key, valid_from, doc) values ($1, $2, $3, $4)
on conflict (kommune_id, area_key, valid_from) do update set doc = excluded.doc where area_shape.doc <> excluded.doc
