-- registrations made at the desk under one client key
SELECT r.number AS number, COALESCE(f.state, 'DRAF') AS state FROM registration r LEFT JOIN case_file f ON f.id = r.number
WHERE r.file = $1 OR r.file LIKE $2 ESCAPE '\' ORDER BY r.line, r.number
