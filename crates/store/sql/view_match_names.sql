-- registrations and households of a desa whose head's name begins alike
SELECT 'registration' AS what, number AS id, head_name AS head_name, hamlet AS hamlet, member_count AS member_count
FROM registration WHERE desa = $1 AND UPPER(COALESCE(head_name, '')) LIKE $2 ESCAPE '\'
UNION ALL
SELECT 'household', id, head_name, hamlet, member_count FROM household
WHERE COALESCE(status, 'ADA') IN ('ADA', 'TIDAK_DITEMUKAN', 'TIDAK_DIKENAL') AND desa = $1 AND UPPER(COALESCE(head_name, '')) LIKE $2 ESCAPE '\'
ORDER BY 1, 2 LIMIT 20
