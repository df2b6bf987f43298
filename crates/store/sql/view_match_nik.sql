-- registrations and households with a person of this NIK or No. KK, anywhere in the workspace
SELECT DISTINCT 'registration' AS what, r.number AS id, r.head_name AS head_name, r.hamlet AS hamlet, r.member_count AS member_count, r.desa AS desa
FROM registration_member m JOIN registration r ON r.number = m.number WHERE m.nik_hash = $1 OR m.no_kk_hash = $1
UNION ALL
SELECT DISTINCT 'household', h.id, h.head_name, h.hamlet, h.member_count, h.desa
FROM person p JOIN household h ON h.id = p.household WHERE p.nik_hash = $1 OR p.no_kk_hash = $1
ORDER BY 1, 2
