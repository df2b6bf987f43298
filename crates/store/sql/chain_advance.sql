UPDATE chain SET last_no = $2, last_hash = $3 WHERE area = $1
