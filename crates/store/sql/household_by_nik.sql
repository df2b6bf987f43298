SELECT DISTINCT household FROM person WHERE nik_hash = $1 ORDER BY household
