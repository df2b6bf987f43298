SELECT COUNT(*) AS n FROM registration WHERE desa = $1
