-- filled questionnaires of an area; where a visit brought no data, the name is that of the household or registration
SELECT q.id AS id, q.date AS date, q.desa AS desa, q.household AS household, q.subject AS subject,
       q.result AS result, q.verdict AS verdict, q.problems AS problems,
       COALESCE(q.head_name, h.head_name, r.head_name) AS head_name, COUNT(*) OVER () AS total
FROM questionnaire q LEFT JOIN household h ON h.id = q.household LEFT JOIN registration r ON r.number = q.subject
WHERE (q.desa BETWEEN $1 AND $2 OR ($3 = 1 AND q.desa IS NULL))
  AND (UPPER(COALESCE(q.head_name, h.head_name, r.head_name, '')) LIKE $4 ESCAPE '\' OR q.id LIKE $4 ESCAPE '\' OR COALESCE(q.household, '') LIKE $4 ESCAPE '\')
  AND ($5 = '' OR q.verdict = $5)
ORDER BY q.id LIMIT $6 OFFSET $7
