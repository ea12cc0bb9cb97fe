update job set finished_at = $3, lease_until = null, error = $4 where kommune_id = $1 and id = $2
