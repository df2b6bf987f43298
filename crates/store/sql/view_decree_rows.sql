-- rows of the annex of a decree in an area; `known` = the register holds the household
SELECT r.no AS no, r.household AS household, r.action AS action, r.desa AS desa, r.hamlet AS hamlet,
       r.head_name AS head_name, r.member_count AS member_count, CASE WHEN h.id IS NULL THEN 0 ELSE 1 END AS known,
       COUNT(*) OVER () AS total
FROM decree_row r LEFT JOIN household h ON h.id = r.household
WHERE r.decree = $1 AND (r.desa BETWEEN $2 AND $3 OR ($4 = 1 AND r.desa IS NULL))
  AND (UPPER(COALESCE(r.head_name, '')) LIKE $5 ESCAPE '\' OR r.household LIKE $5 ESCAPE '\')
  AND ($6 = '' OR r.action = $6)
ORDER BY r.no LIMIT $7 OFFSET $8
