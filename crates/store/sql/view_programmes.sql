-- rows of each programme list of an area in the last draw over an edition
SELECT p.programme AS programme, p.status AS status, COUNT(*) AS n
FROM draw_row p LEFT JOIN household h ON h.id = p.household
WHERE p.draw = (SELECT d.id FROM draw d WHERE d.edition = $1 ORDER BY d.no DESC LIMIT 1) AND (h.desa BETWEEN $2 AND $3 OR ($4 = 1 AND h.desa IS NULL))
GROUP BY p.programme, p.status ORDER BY p.programme, p.status
