SELECT nik_hash FROM civil_person WHERE status <> $1
