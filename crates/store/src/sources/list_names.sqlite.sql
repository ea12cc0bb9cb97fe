-- One row instead of many: each row is a trip between threads.
select json_group_object(id, name) from source where kommune_id = $1
