SELECT id, desa, status, body FROM civil_person WHERE status = $1 ORDER BY id
