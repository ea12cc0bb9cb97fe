select change, id, status, doc from offer
where kommune_id = $1 and change <= $4 and (change, id) > ($2, $3)
order by change, id limit $5
