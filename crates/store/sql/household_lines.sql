SELECT id, desa, hamlet, rw, rt, head_name, member_count, percentile FROM household
WHERE COALESCE(status, 'ADA') IN ('ADA', 'TIDAK_DITEMUKAN', 'TIDAK_DIKENAL') AND COALESCE(desa, '') LIKE $1 AND (UPPER(COALESCE(head_name, '')) LIKE $2 ESCAPE '\' OR id LIKE $2 ESCAPE '\')
ORDER BY id LIMIT $3 OFFSET $4
