update job set lease_until = $2, attempts = attempts + 1
where ctid = (
    select ctid from job
    where finished_at is null and run_at <= $1 and (lease_until is null or lease_until < $1)
    order by run_at, id limit 1
    for update skip locked)
returning kommune_id, id, kind, payload, attempts
