-- one registration with what identification found
SELECT r.number AS number, r.date AS date, r.kind AS kind, r.desa AS desa, COALESCE(f.state, 'DRAF') AS state,
       CASE WHEN i.category IS NOT NULL THEN i.category WHEN COALESCE(f.state, 'DRAF') = 'DRAF' THEN 'DRAF' ELSE 'BELUM' END AS category,
       i.household AS household, i.merged_with AS merged_with, i.level AS level, i.changed AS changed, i.flags AS flags
FROM registration r LEFT JOIN identification i ON i.registration = r.number LEFT JOIN case_file f ON f.id = r.number
WHERE r.number = $1
