SELECT edition, household, model, position, score, percentile, decile, status, reason, incomplete FROM ranked_household
WHERE household = $1 ORDER BY edition
