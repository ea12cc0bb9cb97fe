select foreign_id, id, doc from provider where kommune_id = $1 and source_id = $2
