-- reasons of the open cases of an area and how often each occurs; $3 the desa between commas, empty = all of the span
SELECT COALESCE(c.reason, '') AS code, COUNT(*) AS n FROM identification i
JOIN registration r ON r.number = i.registration
LEFT JOIN review_case c ON c.registration = i.registration
WHERE i.category = 'TELAAH' AND r.desa BETWEEN $1 AND $2 AND ($3 = '' OR $3 LIKE '%,' || r.desa || ',%')
GROUP BY COALESCE(c.reason, '') ORDER BY COUNT(*) DESC, COALESCE(c.reason, '')
