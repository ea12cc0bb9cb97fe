update offer set change = $3 where kommune_id = $1 and provider_id = $2
