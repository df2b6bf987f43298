-- one hamlet meeting
SELECT m.id AS id, m.file AS file, m.desa AS desa, m.hamlet AS hamlet, m.date AS date, m.verdict AS verdict,
       m.reasons AS reasons, m.counts AS counts,
       (SELECT s.by_meeting FROM meeting_superseded s WHERE s.meeting = m.id) AS superseded_by,
       1 AS total
FROM meeting m WHERE m.id = $1
