SELECT COALESCE(MAX(seq), 0) + 1 AS seq FROM event
