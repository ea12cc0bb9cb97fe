insert into dataset (kommune_id, code, release, doc) values ($1, $2, $3, $4)
on conflict (kommune_id, code) do update set code = excluded.code
