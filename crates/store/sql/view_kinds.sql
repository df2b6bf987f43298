-- registrations of an area by kind, drafts left out
SELECT r.kind AS code, COUNT(*) AS n
FROM registration r JOIN case_file f ON f.id = r.number
WHERE r.desa BETWEEN $1 AND $2 AND f.state <> 'DRAF'
GROUP BY 1 ORDER BY 1
