-- registrations under any of the coded keys ($1: JSON array), read whole but for those held already
-- ($2: JSON array of numbers); of the open round, or filed while none is open
SELECT k.number AS number, r.import_id AS import_id, r.date AS date, r.kind AS kind, r.desa AS desa, r.musdes AS musdes, (SELECT c.state FROM case_file c WHERE c.id = r.number AND COALESCE(c.round, '') IN ('', COALESCE((SELECT o.id FROM round o WHERE o.state = 'BUKA' ORDER BY o.id LIMIT 1), ''))) AS state, r.registered_by AS registered_by, r.registered_at AS registered_at, r.body AS body
FROM (SELECT DISTINCT m.owner AS number FROM match_key m WHERE m.key IN (SELECT value FROM json_each($1)) ORDER BY 1 LIMIT 400) k
LEFT JOIN registration r ON r.number = k.number AND r.number NOT IN (SELECT value FROM json_each($2))
ORDER BY 1
