-- ranked households of an area in one edition, by decile; code 0 = not ranked
SELECT COALESCE(k.decile, 0) AS code, COUNT(*) AS n
FROM ranked_household k LEFT JOIN household h ON h.id = k.household
WHERE k.edition = $1 AND (h.desa BETWEEN $2 AND $3 OR ($4 = 1 AND h.desa IS NULL))
GROUP BY 1 ORDER BY 1
