SELECT prelist, no, registration, household, category, desa, hamlet, head_name, member_count, body
FROM prelist_row WHERE prelist = $1 AND desa = $2 ORDER BY no
