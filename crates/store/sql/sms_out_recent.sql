-- the latest messages to be sent, newest first
SELECT id, kind, desa, hamlet, asked_by, phone, state, part_count, created_at, done_at, body
FROM sms_out
ORDER BY created_at DESC, id
LIMIT $1
