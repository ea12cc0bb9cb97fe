select count(*) from offer where kommune_id = $1 and status = 'freigegeben'
