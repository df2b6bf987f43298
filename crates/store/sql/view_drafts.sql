-- drafts of an area that wait for an identity paper
SELECT number, date, desa, hamlet, head_name FROM registration
WHERE state = 'DRAF' AND desa BETWEEN $1 AND $2 ORDER BY number LIMIT 200
