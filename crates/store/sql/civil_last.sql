SELECT COALESCE(MAX(id), 0) AS n FROM civil_person
