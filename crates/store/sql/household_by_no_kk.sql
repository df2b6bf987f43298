SELECT DISTINCT household FROM person WHERE no_kk_hash = $1 ORDER BY household
