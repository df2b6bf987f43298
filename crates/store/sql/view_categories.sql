-- registrations of an area by category; drafts and those not identified yet have none
SELECT CASE WHEN i.category IS NOT NULL THEN i.category WHEN COALESCE(f.state, 'DRAF') = 'DRAF' THEN 'DRAF' ELSE 'BELUM' END AS code,
       COUNT(*) AS n
FROM registration r LEFT JOIN identification i ON i.registration = r.number LEFT JOIN case_file f ON f.id = r.number
WHERE r.desa BETWEEN $1 AND $2
GROUP BY 1 ORDER BY 1
