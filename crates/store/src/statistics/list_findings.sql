select nr, doc, accepted_at, accepted_because from finding where kommune_id = $1 and delivery_id = $2 order by nr
