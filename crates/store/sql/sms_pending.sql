-- parts in a state since before a moment: handed over and unanswered, or sent and without receipt
SELECT message, no, state, reference, centre_id, attempts, submitted_at, next_at, error, rev
FROM sms_out_part
WHERE state = $1 AND next_at <= $2
ORDER BY next_at, message, no
LIMIT $3
