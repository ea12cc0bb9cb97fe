insert into offer (kommune_id, id, provider_id, source_id, foreign_id, content_hash, status, title, last_day, change, doc)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)
on conflict (kommune_id, id) do update set
    provider_id = excluded.provider_id,
    content_hash = excluded.content_hash,
    status = excluded.status,
    title = excluded.title,
    last_day = excluded.last_day,
    change = excluded.change,
    doc = excluded.doc
