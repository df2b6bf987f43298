-- wrong passwords of an account since a moment, and since its last good login
SELECT COUNT(*) AS n FROM access_log
WHERE account = $1 AND act = 'masuk' AND granted = 0 AND at > $2
  AND at > (SELECT COALESCE(MAX(at), 0) FROM access_log WHERE account = $1 AND act = 'masuk' AND granted = 1)
