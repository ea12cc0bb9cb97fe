insert into job (kommune_id, id, kind, payload, unique_key, run_at, attempts)
select $1, $2, $3, $4, $5, $6, 0
where not exists (select 1 from job where kommune_id = $1 and unique_key = $5)
on conflict do nothing
