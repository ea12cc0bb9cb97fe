select value from change_counter where kommune_id = $1
