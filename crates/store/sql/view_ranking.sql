-- ranked households of an area in one edition, by place
SELECT k.household AS household, k.position AS position, k.percentile AS percentile, k.decile AS decile,
       k.status AS status, k.reason AS reason, h.head_name AS head_name, h.desa AS desa, h.hamlet AS hamlet,
       COUNT(*) OVER () AS total
FROM ranked_household k LEFT JOIN household h ON h.id = k.household
WHERE k.edition = $1 AND (h.desa BETWEEN $2 AND $3 OR ($4 = 1 AND h.desa IS NULL))
  AND (UPPER(COALESCE(h.head_name, '')) LIKE $5 ESCAPE '\' OR k.household LIKE $5 ESCAPE '\')
  AND ($6 < 0 OR COALESCE(k.decile, 0) = $6)
ORDER BY CASE WHEN k.position IS NULL THEN 1 ELSE 0 END, k.position, k.household LIMIT $7 OFFSET $8
