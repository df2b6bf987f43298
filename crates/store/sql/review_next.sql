-- the case an officer gets next: none that is held by another, proposed by this officer, or left for later before others;
-- $3 reason, $5 = 1: every prelist is frozen, $6 what a waiting prelist adds, $7 now, $8 own lease, $9 officer,
-- $10 = 1: may settle what two others see differently, $11 a case not to give; $12 the desa between commas, empty = all of the span
SELECT number FROM (
  SELECT i.registration AS number, COALESCE(n.skipped_at, 0) AS skipped_at,
         COALESCE(c.value, 0) + CASE WHEN $5 = 1 OR EXISTS (SELECT 1 FROM prelist p WHERE p.area = r.desa) THEN 0 ELSE $6 END AS rank
  FROM identification i
  JOIN registration r ON r.number = i.registration
  LEFT JOIN review_case c ON c.registration = i.registration
  LEFT JOIN review_note n ON n.registration = i.registration AND n.officer = $9
  LEFT JOIN review_decision d ON d.registration = i.registration
    AND d.no = (SELECT MAX(x.no) FROM review_decision x WHERE x.registration = i.registration)
  WHERE i.category = 'TELAAH' AND r.desa BETWEEN $1 AND $2 AND ($12 = '' OR $12 LIKE '%,' || r.desa || ',%') AND i.registration <> $11
    AND ($3 = '' OR COALESCE(c.reason, '') = $3)
    AND (c.registration IS NULL OR c.lease_until <= $7 OR COALESCE(c.holder, '') = $8)
    AND (d.step IS NULL OR d.step NOT IN ('USUL', 'BEDA') OR (d.step = 'USUL' AND d.officer <> $9)
      OR (d.step = 'BEDA' AND $10 = 1 AND NOT EXISTS (
        SELECT 1 FROM review_decision y WHERE y.registration = i.registration AND y.officer = $9 AND y.step IN ('USUL', 'BEDA'))))
    AND ($4 = '' OR CASE WHEN d.step = 'USUL' THEN 'USULAN' WHEN d.step = 'BEDA' THEN 'BEDA_PENDAPAT' ELSE 'TERBUKA' END = $4)
) AS list ORDER BY CASE WHEN skipped_at > 0 THEN 1 ELSE 0 END, skipped_at, rank DESC, number LIMIT 1
