SELECT COUNT(*) AS n FROM household
WHERE COALESCE(desa, '') LIKE $1 AND (UPPER(COALESCE(head_name, '')) LIKE $2 ESCAPE '\' OR id LIKE $2 ESCAPE '\')
