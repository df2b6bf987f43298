SELECT DISTINCT number FROM registration_member WHERE nik_hash = $1 ORDER BY number
