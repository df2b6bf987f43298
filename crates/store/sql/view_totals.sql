-- figures of the whole workspace that no desa has
SELECT (SELECT COUNT(*) FROM person p JOIN household h ON h.id = p.household WHERE COALESCE(h.status, 'ADA') IN ('ADA', 'TIDAK_DITEMUKAN', 'TIDAK_DIKENAL')) AS persons,
       (SELECT COUNT(*) FROM household WHERE COALESCE(status, 'ADA') IN ('ADA', 'TIDAK_DITEMUKAN', 'TIDAK_DIKENAL')) AS households,
       (SELECT COUNT(*) FROM household WHERE desa IS NULL AND COALESCE(status, 'ADA') IN ('ADA', 'TIDAK_DITEMUKAN', 'TIDAK_DIKENAL')) AS households_nowhere,
       (SELECT COUNT(*) FROM import_issue WHERE level = 'TOLAK') AS rejected
