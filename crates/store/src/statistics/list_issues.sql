select doc from table_issue where kommune_id = $1 and delivery_id = $2 order by nr
