SELECT registration, category, household, merged_with, level, changed, flags, decided_by, decided_at, body
FROM identification WHERE household = $1 ORDER BY registration
