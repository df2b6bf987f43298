SELECT COUNT(*) AS n
FROM registration r LEFT JOIN identification i ON i.registration = r.number
WHERE r.desa LIKE $1
  AND (UPPER(COALESCE(r.head_name, '')) LIKE $2 ESCAPE '\' OR UPPER(r.number) LIKE $2 ESCAPE '\')
  AND ($3 = '' OR i.category = $3)
