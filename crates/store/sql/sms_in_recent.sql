-- the latest messages received, newest first
SELECT id, received_at, phone, digest, verdict, desa, hamlet, answer, body
FROM sms_in
ORDER BY received_at DESC, id
LIMIT $1
