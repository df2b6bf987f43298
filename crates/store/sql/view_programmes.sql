-- rows of each programme list of an area in one edition
SELECT p.programme AS programme, p.status AS status, COUNT(*) AS n
FROM programme_row p LEFT JOIN household h ON h.id = p.household
WHERE p.edition = $1 AND (h.desa BETWEEN $2 AND $3 OR ($4 = 1 AND h.desa IS NULL))
GROUP BY p.programme, p.status ORDER BY p.programme, p.status
