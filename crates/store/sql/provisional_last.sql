-- the report that holds for each hamlet of an area
SELECT r.desa, r.hamlet, r.no, r.improved, r.head_replaced, r.composition_changed, r.proposed, r.source, r.sender, r.at,
    r.flag, r.minutes, r.compared_at
FROM provisional_report r
WHERE r.desa LIKE $1
  AND r.no = (SELECT MAX(l.no) FROM provisional_report l WHERE l.desa = r.desa AND l.hamlet = r.hamlet)
ORDER BY r.desa, r.hamlet
