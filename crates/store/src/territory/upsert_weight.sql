insert into territorial_weight (kommune_id, from_year, from_key, to_year, to_key, doc) values ($1, $2, $3, $4, $5, $6)
on conflict (kommune_id, from_year, from_key, to_year, to_key) do update set doc = excluded.doc
where territorial_weight.doc <> excluded.doc
