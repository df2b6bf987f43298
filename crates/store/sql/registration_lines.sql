SELECT r.number, r.date, r.kind, r.desa, r.hamlet, r.head_name, r.member_count, COALESCE(c.state, 'DRAF') AS state, i.category, i.household
FROM registration r LEFT JOIN identification i ON i.registration = r.number
     LEFT JOIN case_file c ON c.id = r.number
WHERE r.desa LIKE $1
  AND (UPPER(COALESCE(r.head_name, '')) LIKE $2 ESCAPE '\' OR UPPER(r.number) LIKE $2 ESCAPE '\')
  AND ($3 = '' OR i.category = $3)
ORDER BY r.number LIMIT $4 OFFSET $5
