insert into content (kommune_id, sha256, nr, bytes) values ($1, $2, $3, $4) on conflict do nothing
