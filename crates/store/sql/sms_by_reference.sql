-- parts with our number, the latest first: the number comes round after 65,535
SELECT p.message, p.no, p.state, p.reference, p.centre_id, p.attempts, p.submitted_at, p.next_at, p.error, p.rev
FROM sms_out_part p
JOIN sms_out o ON o.id = p.message
WHERE p.reference = $1 AND o.phone = $2 AND p.state <> 'ANTRE'
ORDER BY o.created_at DESC, p.message, p.no
