-- what meetings said of a household
SELECT m.id AS id, m.date AS date, m.desa AS desa, m.verdict AS verdict, r.form AS form, r.code AS code,
       r.outcome AS outcome,
       (SELECT s.by_meeting FROM meeting_superseded s WHERE s.meeting = m.id) AS superseded_by
FROM meeting_row r JOIN meeting m ON m.id = r.meeting WHERE r.household = $1 ORDER BY m.date, m.id
