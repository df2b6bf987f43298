-- households of an area, by id; those that left only where somebody searches for them
SELECT h.id AS id, h.desa AS desa, h.hamlet AS hamlet, h.rw AS rw, h.rt AS rt, h.head_name AS head_name,
       h.member_count AS member_count, h.percentile AS percentile, COALESCE(h.status, 'ADA') AS status, COUNT(*) OVER () AS total
FROM household h
WHERE (h.desa BETWEEN $1 AND $2 OR ($3 = 1 AND h.desa IS NULL))
  AND (UPPER(COALESCE(h.head_name, '')) LIKE $4 ESCAPE '\' OR h.id LIKE $4 ESCAPE '\')
  AND ($4 <> '%%' OR COALESCE(h.status, 'ADA') IN ('ADA', 'TIDAK_DITEMUKAN', 'TIDAK_DIKENAL'))
ORDER BY h.id LIMIT $5 OFFSET $6
