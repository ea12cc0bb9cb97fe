select id, code, name, importer, provider_id, settings, created_at from source where kommune_id = $1 and code = $2
