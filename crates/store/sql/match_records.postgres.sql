-- members of the register and records of the civil registry under lists of keys (JSON arrays):
-- $1 NIK, $2 No. KK, $3 desa and year, $4 word and year; civil registry: $5 NIK, $6 No. KK, $7 date;
-- with $8 = 'versi' what the statistics, weights and areas were made from as well (match_version.sql).
-- LATERAL with a limit keeps to the indexes, whatever the planner knows of the tables.
-- Households that are another one's copy or part, or whose members have all died, are nobody's any more.
-- The gates of the wide keys are those of linkage::Key::gate: 2,000, 300 and 400.
SELECT 0 AS part, p.nik_hash AS hash, CAST(NULL AS BIGINT) AS code, p.household AS owner, p.no AS no, p.body AS body, CAST(NULL AS TEXT) AS desa, CAST(NULL AS TEXT) AS status
FROM person p WHERE p.nik_hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS json)))) AND EXISTS (SELECT 1 FROM household g WHERE g.id = p.household AND COALESCE(g.status, 'ADA') NOT IN ('MENINGGAL', 'BAGIAN_RUTA_LAIN', 'GANDA'))
UNION ALL
SELECT 1, p.no_kk_hash, CAST(NULL AS BIGINT), p.household, p.no, p.body, CAST(NULL AS TEXT), CAST(NULL AS TEXT)
FROM person p WHERE p.no_kk_hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM json_array_elements_text(CAST(CAST($2 AS TEXT) AS json)))) AND EXISTS (SELECT 1 FROM household g WHERE g.id = p.household AND COALESCE(g.status, 'ADA') NOT IN ('MENINGGAL', 'BAGIAN_RUTA_LAIN', 'GANDA'))
UNION ALL
SELECT 2 AS part, CAST(NULL AS BYTEA) AS hash, e.code AS code, p.household AS owner, p.no AS no, p.body AS body, CAST(NULL AS TEXT) AS desa, CAST(NULL AS TEXT) AS status
FROM (SELECT CAST(value AS BIGINT) AS code FROM json_array_elements_text(CAST(CAST($3 AS TEXT) AS json))) e
CROSS JOIN LATERAL (SELECT m.owner, m.no FROM match_key m WHERE m.key = e.code LIMIT 2001) k
CROSS JOIN LATERAL (SELECT i.household, i.no, i.body FROM person i WHERE i.household = k.owner AND i.no = k.no LIMIT 1) p
WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM match_key c WHERE c.key = e.code LIMIT 2001) few) <= 2000 AND EXISTS (SELECT 1 FROM household g WHERE g.id = p.household AND COALESCE(g.status, 'ADA') NOT IN ('MENINGGAL', 'BAGIAN_RUTA_LAIN', 'GANDA'))
UNION ALL
SELECT 2 AS part, CAST(NULL AS BYTEA) AS hash, e.code AS code, p.household AS owner, p.no AS no, p.body AS body, CAST(NULL AS TEXT) AS desa, CAST(NULL AS TEXT) AS status
FROM (SELECT CAST(value AS BIGINT) AS code FROM json_array_elements_text(CAST(CAST($4 AS TEXT) AS json))) e
CROSS JOIN LATERAL (SELECT m.owner, m.no FROM match_key m WHERE m.key = e.code LIMIT 2001) k
CROSS JOIN LATERAL (SELECT i.household, i.no, i.body FROM person i WHERE i.household = k.owner AND i.no = k.no LIMIT 1) p
WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM match_key c WHERE c.key = e.code LIMIT 301) few) <= 300 AND EXISTS (SELECT 1 FROM household g WHERE g.id = p.household AND COALESCE(g.status, 'ADA') NOT IN ('MENINGGAL', 'BAGIAN_RUTA_LAIN', 'GANDA'))
UNION ALL
SELECT 3, c.nik_hash, CAST(NULL AS BIGINT), '', c.id, c.body, c.desa, c.status
FROM civil_person c WHERE c.nik_hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM json_array_elements_text(CAST(CAST($5 AS TEXT) AS json))))
UNION ALL
SELECT 4, c.no_kk_hash, CAST(NULL AS BIGINT), '', c.id, c.body, c.desa, c.status
FROM civil_person c WHERE c.no_kk_hash = ANY (ARRAY(SELECT decode(value, 'hex') FROM json_array_elements_text(CAST(CAST($6 AS TEXT) AS json))))
UNION ALL
SELECT 5, CAST(NULL AS BYTEA), e.code, '', c.id, c.body, c.desa, c.status
FROM (SELECT CAST(value AS BIGINT) AS code FROM json_array_elements_text(CAST(CAST($7 AS TEXT) AS json))) e
CROSS JOIN LATERAL (SELECT m.no FROM match_key m WHERE m.key = e.code LIMIT 401) k
CROSS JOIN LATERAL (SELECT i.id, i.body, i.desa, i.status FROM civil_person i WHERE i.id = k.no LIMIT 1) c
WHERE (SELECT COUNT(*) FROM (SELECT 1 FROM match_key d WHERE d.key = e.code LIMIT 401) few) <= 400
UNION ALL
SELECT 6, CAST(NULL AS BYTEA), v.n, v.id, v.m, CAST(NULL AS BYTEA), v.what, CAST(v.civil AS TEXT)
FROM (SELECT 'kata' AS what, s.id AS id, s.names AS n, s.households AS m, s.civil AS civil FROM match_statistics s
      UNION ALL
      SELECT 'bobot', CAST(w.no AS TEXT), w.at, w.candidates, w.decisions FROM match_weights w
      UNION ALL
      SELECT 'wilayah', i.id, i.at, i.row_count, i.warning_count FROM import i WHERE i.kind = 'areas') v
WHERE CAST($8 AS TEXT) = 'versi'
