-- the same message, received since a moment
SELECT id, received_at, phone, digest, verdict, desa, hamlet, answer, body
FROM sms_in
WHERE digest = $1 AND received_at >= $2
ORDER BY received_at DESC, id
LIMIT 1
