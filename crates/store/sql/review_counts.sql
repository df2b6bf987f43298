-- left, decided by a person, held now, waiting for a second or third officer; $4 the desa between commas, empty = all of the span
SELECT COUNT(CASE WHEN i.category = 'TELAAH' THEN 1 END) AS open,
       COUNT(CASE WHEN i.category <> 'TELAAH' AND i.decided_by IS NOT NULL THEN 1 END) AS done,
       COUNT(CASE WHEN i.category = 'TELAAH' AND c.lease_until > $3 THEN 1 END) AS held,
       COUNT(CASE WHEN i.category = 'TELAAH' AND d.step = 'USUL' THEN 1 END) AS proposed,
       COUNT(CASE WHEN i.category = 'TELAAH' AND d.step = 'BEDA' THEN 1 END) AS disputed
FROM identification i
JOIN registration r ON r.number = i.registration
LEFT JOIN review_case c ON c.registration = i.registration
LEFT JOIN review_decision d ON d.registration = i.registration
  AND d.no = (SELECT MAX(x.no) FROM review_decision x WHERE x.registration = i.registration)
WHERE r.desa BETWEEN $1 AND $2 AND ($4 = '' OR $4 LIKE '%,' || r.desa || ',%')
