select foreign_id, id, content_hash, status, last_day from offer where kommune_id = $1 and source_id = $2
