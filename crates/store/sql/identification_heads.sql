SELECT registration, category, household, merged_with, changed, decided_by FROM identification ORDER BY registration
