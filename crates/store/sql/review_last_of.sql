-- cases an officer acted on last, newest first
SELECT registration AS registration, no AS no, at AS at, step AS step FROM review_decision
WHERE officer = $1 ORDER BY at DESC, registration, no DESC LIMIT 50
