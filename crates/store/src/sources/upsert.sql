insert into source (kommune_id, id, code, name, importer, provider_id, settings, created_at)
values ($1, $2, $3, $4, $5, $6, $7, $8)
on conflict (kommune_id, id) do update set
    name = excluded.name, importer = excluded.importer, provider_id = excluded.provider_id, settings = excluded.settings
