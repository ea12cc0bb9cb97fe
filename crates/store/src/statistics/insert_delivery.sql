insert into table_delivery (kommune_id, id, dataset, state, rank, file_sha256, segment_sha256, received_at, doc)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9)
