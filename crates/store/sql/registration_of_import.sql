-- registrations that an import brought
SELECT number FROM registration WHERE import_id = $1 ORDER BY number
