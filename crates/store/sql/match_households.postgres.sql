-- households of the register whole ($1: JSON array of ids): themselves, their members, their members'
-- records in the civil registry, their twins
SELECT 0 AS part, h.id AS owner, h.member_count AS no, h.family_count AS code, h.body AS body, h.head_name AS desa, h.hamlet AS status
FROM household h WHERE h.id = ANY (ARRAY(SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS json))))
UNION ALL
SELECT 1, p.household, p.no, CAST(NULL AS BIGINT), p.body, CAST(NULL AS TEXT), CAST(NULL AS TEXT)
FROM person p WHERE p.household = ANY (ARRAY(SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS json))))
UNION ALL
SELECT 2, p.household, c.id, p.no, c.body, c.desa, c.status
FROM person p
CROSS JOIN LATERAL (SELECT i.id, i.body, i.desa, i.status FROM civil_person i WHERE i.nik_hash = p.nik_hash LIMIT 60) c WHERE p.household = ANY (ARRAY(SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS json))))
UNION ALL
SELECT 3, w.household, CAST(NULL AS BIGINT), CAST(NULL AS BIGINT), CAST(NULL AS BYTEA), w.twin, CAST(NULL AS TEXT)
FROM register_twin w WHERE w.household = ANY (ARRAY(SELECT value FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS json))))
