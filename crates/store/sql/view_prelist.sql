-- rows of the prelist of each desa in an area, with its supplements, of the round that froze last
SELECT p.no AS no, p.registration AS registration, p.household AS household, p.category AS category,
       p.desa AS desa, p.hamlet AS hamlet, p.head_name AS head_name, p.member_count AS member_count,
       COUNT(*) OVER () AS total
FROM prelist_row p
WHERE p.prelist IN (SELECT x.id FROM prelist x WHERE COALESCE(x.round, '') = (SELECT COALESCE(y.round, '') FROM prelist y WHERE y.area = x.area ORDER BY y.frozen_on DESC, y.id DESC LIMIT 1)) AND p.desa BETWEEN $1 AND $2
  AND (UPPER(COALESCE(p.head_name, '')) LIKE $3 ESCAPE '\' OR COALESCE(p.household, '') LIKE $3 ESCAPE '\')
  AND ($4 = '' OR p.category = $4)
ORDER BY CASE WHEN $7 = 'nama' THEN COALESCE(p.head_name, '~') ELSE '' END, p.desa, p.prelist, p.no LIMIT $5 OFFSET $6
