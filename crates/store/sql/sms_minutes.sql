-- counts of the signed minutes of a desa that are in force, oldest first
SELECT hamlet, counts FROM meeting WHERE desa = $1 AND verdict = 'DITERIMA'
  AND NOT EXISTS (SELECT 1 FROM meeting_superseded s WHERE s.meeting = meeting.id) ORDER BY date, id
