insert into delivery (kommune_id, id, source_id, file, sha256, received_at, outcome, held,
    records_new, records_changed, records_unchanged, records_withdrawn, issues)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13)
