-- places of a household, edition by edition
SELECT k.edition AS edition, e.as_of AS as_of, k.percentile AS percentile, k.decile AS decile, k.status AS status, k.reason AS reason
FROM ranked_household k LEFT JOIN edition e ON e.id = k.edition WHERE k.household = $1 ORDER BY e.as_of DESC, k.edition DESC
