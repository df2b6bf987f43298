-- how many messages somebody caused since a moment
SELECT COUNT(*) AS n FROM sms_out WHERE asked_by = $1 AND created_at >= $2
