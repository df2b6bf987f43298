-- the latest messages received of an area, newest first: about its desa, or from its numbers
SELECT id, received_at, phone, digest, verdict, desa, hamlet, answer, body
FROM sms_in
WHERE desa LIKE $1 OR (desa IS NULL AND phone IN (SELECT c.phone FROM sms_contact c WHERE c.desa LIKE $1))
ORDER BY received_at DESC, id
LIMIT $2
