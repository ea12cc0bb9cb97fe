select id, title, doc from offer
where kommune_id = $1 and status = 'freigegeben' and id > $2
order by id limit $3
