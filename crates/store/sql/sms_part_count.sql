-- how many parts were ever made: our next number is counted from it
SELECT COUNT(*) AS n FROM sms_out_part
