select doc from kommune order by slug
