update finding set accepted_at = $4, accepted_because = $5 where kommune_id = $1 and delivery_id = $2 and nr = $3
