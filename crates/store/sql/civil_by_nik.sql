SELECT id, desa, status, body FROM civil_person WHERE nik_hash = $1 ORDER BY id
