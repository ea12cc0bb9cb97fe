select doc from dataset where kommune_id = $1 and code = $2
