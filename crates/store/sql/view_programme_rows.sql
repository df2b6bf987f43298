-- one programme list in one edition, in an area
SELECT p.unit AS unit, p.household AS household, p.status AS status, p.clause AS clause, p.position AS position,
       h.head_name AS head_name, h.desa AS desa, h.hamlet AS hamlet, COUNT(*) OVER () AS total
FROM programme_row p LEFT JOIN household h ON h.id = p.household
WHERE p.edition = $1 AND p.programme = $2 AND (h.desa BETWEEN $3 AND $4 OR ($5 = 1 AND h.desa IS NULL))
  AND (UPPER(COALESCE(h.head_name, '')) LIKE $6 ESCAPE '\' OR COALESCE(p.household, '') LIKE $6 ESCAPE '\')
  AND ($7 = '' OR p.status = $7)
ORDER BY p.status, CASE WHEN p.position IS NULL THEN 1 ELSE 0 END, p.position, p.unit LIMIT $8 OFFSET $9
