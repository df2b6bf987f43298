-- every registration, and whether it came in a file
SELECT number, CASE WHEN import_id IS NULL THEN 0 ELSE 1 END AS imported FROM registration ORDER BY number
