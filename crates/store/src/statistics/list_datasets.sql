select doc from dataset where kommune_id = $1 order by code
