-- hamlet meetings of an area
SELECT m.id AS id, m.file AS file, m.desa AS desa, m.hamlet AS hamlet, m.date AS date, m.verdict AS verdict,
       m.reasons AS reasons, m.counts AS counts,
       (SELECT s.by_meeting FROM meeting_superseded s WHERE s.meeting = m.id) AS superseded_by,
       COUNT(*) OVER () AS total
FROM meeting m
WHERE (m.desa BETWEEN $1 AND $2 OR ($3 = 1 AND m.desa IS NULL))
  AND (UPPER(COALESCE(m.hamlet, '')) LIKE $4 ESCAPE '\' OR UPPER(m.id) LIKE $4 ESCAPE '\')
  AND ($5 = '' OR m.verdict = $5)
ORDER BY m.desa, m.hamlet, m.id LIMIT $6 OFFSET $7
