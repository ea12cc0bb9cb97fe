select doc from offer where kommune_id = $1 and status = 'freigegeben' and last_day < $2 order by id limit $3
