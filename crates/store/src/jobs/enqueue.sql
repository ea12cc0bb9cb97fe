insert into job (kommune_id, id, kind, payload, unique_key, run_at, attempts) values ($1, $2, $3, $4, $5, $6, 0)
on conflict do nothing
