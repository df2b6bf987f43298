SELECT number FROM registration WHERE import_id IS NOT NULL ORDER BY number
