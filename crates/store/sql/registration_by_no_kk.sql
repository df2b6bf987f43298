SELECT DISTINCT number FROM registration_member WHERE no_kk_hash = $1 ORDER BY number
