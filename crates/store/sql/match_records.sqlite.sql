-- members of the register and records of the civil registry under lists of keys (JSON arrays):
-- $1 NIK, $2 No. KK, $3 desa and year, $4 word and year; civil registry: $5 NIK, $6 No. KK, $7 date;
-- with $8 = 'versi' what the statistics, weights and areas were made from as well (match_version.sql).
-- Households that are another one's copy or part, or whose members have all died, are nobody's any more.
-- The gates of the wide keys are those of linkage::Key::gate: 2,000, 300 and 400.
SELECT 0 AS part, p.nik_hash AS hash, NULL AS code, p.household AS owner, p.no AS no, p.body AS body, NULL AS desa, NULL AS status
FROM person p WHERE p.nik_hash IN (SELECT unhex(value) FROM json_each($1)) AND EXISTS (SELECT 1 FROM household g WHERE g.id = p.household AND COALESCE(g.status, 'ADA') NOT IN ('MENINGGAL', 'BAGIAN_RUTA_LAIN', 'GANDA'))
UNION ALL
SELECT 1, p.no_kk_hash, NULL, p.household, p.no, p.body, NULL, NULL
FROM person p WHERE p.no_kk_hash IN (SELECT unhex(value) FROM json_each($2)) AND EXISTS (SELECT 1 FROM household g WHERE g.id = p.household AND COALESCE(g.status, 'ADA') NOT IN ('MENINGGAL', 'BAGIAN_RUTA_LAIN', 'GANDA'))
UNION ALL
SELECT 2 AS part, NULL AS hash, e.code AS code, p.household AS owner, p.no AS no, p.body AS body, NULL AS desa, NULL AS status
FROM (SELECT value AS code FROM json_each($3)) e JOIN match_key k ON k.key = e.code JOIN person p ON p.household = k.owner AND p.no = k.no
WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM match_key c WHERE c.key = e.code LIMIT 2001) few) <= 2000 AND EXISTS (SELECT 1 FROM household g WHERE g.id = p.household AND COALESCE(g.status, 'ADA') NOT IN ('MENINGGAL', 'BAGIAN_RUTA_LAIN', 'GANDA'))
UNION ALL
SELECT 2 AS part, NULL AS hash, e.code AS code, p.household AS owner, p.no AS no, p.body AS body, NULL AS desa, NULL AS status
FROM (SELECT value AS code FROM json_each($4)) e JOIN match_key k ON k.key = e.code JOIN person p ON p.household = k.owner AND p.no = k.no
WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM match_key c WHERE c.key = e.code LIMIT 301) few) <= 300 AND EXISTS (SELECT 1 FROM household g WHERE g.id = p.household AND COALESCE(g.status, 'ADA') NOT IN ('MENINGGAL', 'BAGIAN_RUTA_LAIN', 'GANDA'))
UNION ALL
SELECT 3, c.nik_hash, NULL, '', c.id, c.body, c.desa, c.status
FROM civil_person c WHERE c.nik_hash IN (SELECT unhex(value) FROM json_each($5))
UNION ALL
SELECT 4, c.no_kk_hash, NULL, '', c.id, c.body, c.desa, c.status
FROM civil_person c WHERE c.no_kk_hash IN (SELECT unhex(value) FROM json_each($6))
UNION ALL
SELECT 5, NULL, e.code, '', c.id, c.body, c.desa, c.status
FROM (SELECT value AS code FROM json_each($7)) e JOIN match_key k ON k.key = e.code JOIN civil_person c ON c.id = k.no
WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM match_key d WHERE d.key = e.code LIMIT 401) few) <= 400
UNION ALL
SELECT 6, NULL, v.n, v.id, v.m, NULL, v.what, CAST(v.civil AS TEXT)
FROM (SELECT 'kata' AS what, s.id AS id, s.names AS n, s.households AS m, s.civil AS civil FROM match_statistics s
      UNION ALL
      SELECT 'bobot', CAST(w.no AS TEXT), w.at, w.candidates, w.decisions FROM match_weights w
      UNION ALL
      SELECT 'wilayah', i.id, i.at, i.row_count, i.warning_count FROM import i WHERE i.kind = 'areas') v
WHERE $8 = 'versi'
