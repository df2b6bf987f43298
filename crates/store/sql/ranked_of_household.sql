SELECT edition, household, model, position, score, percentile, decile, status, reason FROM ranked_household
WHERE household = $1 ORDER BY edition
