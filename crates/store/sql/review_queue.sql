-- open cases of an area, the most valuable decision first; $3 reason, $4 standing, $5 = 1: every prelist is frozen,
-- $6 what a waiting prelist adds, $7 now, $8 the reader's own lease; $11 the desa between commas, empty = all of the span
SELECT * FROM (
  SELECT q.*, COUNT(*) OVER () AS total FROM (
    SELECT i.registration AS number, r.desa AS desa, r.hamlet AS hamlet, r.head_name AS head_name, r.member_count AS member_count,
           r.date AS date, i.household AS household, i.level AS level, COALESCE(c.reason, '') AS reason,
           CASE WHEN d.step = 'USUL' THEN 'USULAN' WHEN d.step = 'BEDA' THEN 'BEDA_PENDAPAT' ELSE 'TERBUKA' END AS standing,
           d.officer AS said_by,
           CASE WHEN c.lease_until > $7 AND COALESCE(c.holder, '') <> $8 THEN c.officer END AS held_by,
           COALESCE(c.value, 0) + CASE WHEN $5 = 1 OR EXISTS (SELECT 1 FROM prelist p WHERE p.area = r.desa) THEN 0 ELSE $6 END AS rank
    FROM identification i
    JOIN registration r ON r.number = i.registration
    LEFT JOIN review_case c ON c.registration = i.registration
    LEFT JOIN review_decision d ON d.registration = i.registration
      AND d.no = (SELECT MAX(x.no) FROM review_decision x WHERE x.registration = i.registration)
    WHERE i.category = 'TELAAH' AND r.desa BETWEEN $1 AND $2 AND ($11 = '' OR $11 LIKE '%,' || r.desa || ',%')
      AND ($3 = '' OR COALESCE(c.reason, '') = $3)
  ) AS q WHERE ($4 = '' OR q.standing = $4)
) AS list ORDER BY rank DESC, number LIMIT $9 OFFSET $10
