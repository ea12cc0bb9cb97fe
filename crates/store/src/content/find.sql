select bytes from content where kommune_id = $1 and sha256 = $2 order by nr
