-- parts that wait and may be handed over now, the oldest first
SELECT message, no, state, reference, centre_id, attempts, submitted_at, next_at, error, rev
FROM sms_out_part
WHERE state = 'ANTRE' AND next_at <= $1
ORDER BY next_at, message, no
LIMIT $2
