insert into change_counter (kommune_id, value) values ($1, 0)
