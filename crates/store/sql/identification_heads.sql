SELECT registration, category, household, merged_with, changed FROM identification ORDER BY registration
