select coalesce(json_object_agg(id, name)::text, '{}') from source where kommune_id = $1
