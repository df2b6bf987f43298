-- drafts of an area that wait for an identity paper, of one kind of registration
SELECT r.number AS number, r.date AS date, r.desa AS desa, r.hamlet AS hamlet, r.head_name AS head_name
FROM registration r JOIN case_file f ON f.id = r.number
WHERE f.state = 'DRAF' AND r.desa BETWEEN $1 AND $2 AND r.kind = $3 ORDER BY r.number LIMIT 200
