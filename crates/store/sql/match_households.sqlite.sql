-- households of the register whole ($1: JSON array of ids): themselves, their members, their members'
-- records in the civil registry, their twins
SELECT 0 AS part, h.id AS owner, h.member_count AS no, h.family_count AS code, h.body AS body, h.head_name AS desa, h.hamlet AS status
FROM household h WHERE h.id IN (SELECT value FROM json_each($1))
UNION ALL
SELECT 1, p.household, p.no, NULL, p.body, NULL, NULL
FROM person p WHERE p.household IN (SELECT value FROM json_each($1))
UNION ALL
SELECT 2, p.household, c.id, p.no, c.body, c.desa, c.status
FROM person p JOIN civil_person c ON c.nik_hash = p.nik_hash WHERE p.household IN (SELECT value FROM json_each($1))
UNION ALL
SELECT 3, w.household, NULL, NULL, NULL, w.twin, NULL
FROM register_twin w WHERE w.household IN (SELECT value FROM json_each($1))
