-- drafts of an area that wait, of one kind of registration; requests for a visit first, the oldest first
SELECT r.number AS number, r.date AS date, r.desa AS desa, r.hamlet AS hamlet, r.head_name AS head_name,
       CASE WHEN r.file LIKE 'minta-kunjungan/%' THEN 1 ELSE 0 END AS asked
FROM registration r JOIN case_file f ON f.id = r.number
WHERE f.state = 'DRAF' AND r.desa BETWEEN $1 AND $2 AND r.kind = $3 ORDER BY asked DESC, r.date, r.number LIMIT 200
