-- the latest messages of an area, newest first: about its desa, or to its numbers
SELECT id, kind, desa, hamlet, asked_by, phone, state, part_count, created_at, done_at, body
FROM sms_out
WHERE desa LIKE $1 OR (desa IS NULL AND phone IN (SELECT c.phone FROM sms_contact c WHERE c.desa LIKE $1))
ORDER BY created_at DESC, id
LIMIT $2
