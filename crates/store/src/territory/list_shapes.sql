select shape.doc from area_shape shape
where shape.kommune_id = $1 and length(shape.area_key) = $2 and shape.area_key like $3 and shape.valid_from = (
    select max(newest.valid_from) from area_shape newest
    where newest.kommune_id = shape.kommune_id and newest.area_key = shape.area_key
)
order by shape.area_key
