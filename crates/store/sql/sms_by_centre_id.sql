-- the part with the centre's number
SELECT message, no, state, reference, centre_id, attempts, submitted_at, next_at, error, rev
FROM sms_out_part
WHERE centre_id = $1
ORDER BY submitted_at DESC, message, no
