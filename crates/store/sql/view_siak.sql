-- registry answers of the persons registered in an area
SELECT COALESCE(m.siak, 'TIDAK_DIPERIKSA') AS code, COUNT(*) AS n
FROM registration_member m JOIN registration r ON r.number = m.number
WHERE r.desa BETWEEN $1 AND $2
GROUP BY 1 ORDER BY 1
