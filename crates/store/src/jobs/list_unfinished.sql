select kommune_id, id, kind, payload, attempts from job where kommune_id = $1 and finished_at is null order by run_at, id
