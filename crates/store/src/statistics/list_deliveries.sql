select id, dataset, state, rank, file_sha256, segment_sha256, received_at, doc from table_delivery
where kommune_id = $1 order by dataset, rank, id
