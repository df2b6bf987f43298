-- codes of column 06 and of FKP.02 in the accepted meetings of an area that are in force
SELECT r.code AS code, COUNT(*) AS n
FROM meeting_row r JOIN meeting m ON m.id = r.meeting
WHERE m.desa BETWEEN $1 AND $2 AND m.verdict = 'DITERIMA' AND r.code IS NOT NULL
  AND NOT EXISTS (SELECT 1 FROM meeting_superseded s WHERE s.meeting = m.id)
GROUP BY r.code ORDER BY r.code
