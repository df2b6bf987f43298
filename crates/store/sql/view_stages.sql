-- how far each desa of an area has come: one row for each stage and desa
SELECT 'households' AS stage, desa AS desa, COUNT(*) AS n FROM household WHERE desa BETWEEN $1 AND $2 AND COALESCE(status, 'ADA') IN ('ADA', 'TIDAK_DITEMUKAN', 'TIDAK_DIKENAL') GROUP BY desa
UNION ALL
SELECT 'registered', desa, COUNT(*) FROM registration WHERE desa BETWEEN $1 AND $2 GROUP BY desa
UNION ALL
SELECT 'identified', r.desa, COUNT(*) FROM identification i JOIN registration r ON r.number = i.registration
WHERE r.desa BETWEEN $1 AND $2 AND i.category <> 'TELAAH' GROUP BY r.desa
UNION ALL
SELECT 'review', r.desa, COUNT(*) FROM identification i JOIN registration r ON r.number = i.registration
WHERE r.desa BETWEEN $1 AND $2 AND i.category = 'TELAAH' GROUP BY r.desa
UNION ALL
SELECT 'prelist', desa, COUNT(*) FROM prelist_row
WHERE prelist IN (SELECT x.id FROM prelist x WHERE COALESCE(x.round, '') = (SELECT COALESCE(y.round, '') FROM prelist y WHERE y.area = x.area ORDER BY y.frozen_on DESC, y.id DESC LIMIT 1)) AND desa BETWEEN $1 AND $2 GROUP BY desa
UNION ALL
SELECT 'hamlets', desa, COUNT(*) FROM hamlet WHERE desa BETWEEN $1 AND $2 GROUP BY desa
UNION ALL
SELECT 'meetings', desa, COUNT(*) FROM meeting WHERE verdict = 'DITERIMA' AND desa BETWEEN $1 AND $2
  AND NOT EXISTS (SELECT 1 FROM meeting_superseded s WHERE s.meeting = meeting.id) GROUP BY desa
UNION ALL
SELECT 'meetings_refused', desa, COUNT(*) FROM meeting WHERE verdict <> 'DITERIMA' AND desa BETWEEN $1 AND $2 GROUP BY desa
UNION ALL
SELECT 'questionnaires', desa, COUNT(*) FROM questionnaire WHERE desa BETWEEN $1 AND $2 GROUP BY desa
UNION ALL
SELECT 'decree', desa, COUNT(*) FROM decree_row WHERE desa BETWEEN $1 AND $2 GROUP BY desa
