update change_counter set value = value + 1 where kommune_id = $1 returning value
