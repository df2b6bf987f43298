-- one programme list of the last draw over an edition, in an area
SELECT p.unit AS unit, p.household AS household, p.status AS status, p.clause AS clause, p.review AS review, p.position AS position,
       h.head_name AS head_name, h.desa AS desa, h.hamlet AS hamlet, COUNT(*) OVER () AS total
FROM draw_row p LEFT JOIN household h ON h.id = p.household
WHERE p.draw = (SELECT d.id FROM draw d WHERE d.edition = $1 ORDER BY d.no DESC LIMIT 1) AND p.programme = $2 AND (h.desa BETWEEN $3 AND $4 OR ($5 = 1 AND h.desa IS NULL))
  AND (UPPER(COALESCE(h.head_name, '')) LIKE $6 ESCAPE '\' OR COALESCE(p.household, '') LIKE $6 ESCAPE '\')
  AND ($7 = '' OR p.status = $7)
ORDER BY p.status, CASE WHEN p.position IS NULL THEN 1 ELSE 0 END, p.position, p.unit LIMIT $8 OFFSET $9
