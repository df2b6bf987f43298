-- one registration with what identification found
SELECT r.number AS number, r.date AS date, r.kind AS kind, r.desa AS desa, r.state AS state,
       CASE WHEN i.category IS NOT NULL THEN i.category WHEN r.state = 'DRAF' THEN 'DRAF' ELSE 'BELUM' END AS category,
       i.household AS household, i.merged_with AS merged_with, i.level AS level, i.changed AS changed, i.flags AS flags
FROM registration r LEFT JOIN identification i ON i.registration = r.number
WHERE r.number = $1
