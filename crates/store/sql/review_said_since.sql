-- moments at which an officer said something since a moment, oldest first
SELECT at AS at FROM review_decision WHERE officer = $1 AND at >= $2 AND step <> 'URUNG' ORDER BY at
