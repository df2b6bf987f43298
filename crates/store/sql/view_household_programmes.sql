-- what programmes decided on a household, newest draw first
SELECT p.draw AS edition, p.programme AS programme, p.unit AS unit, p.status AS status, p.clause AS clause
FROM draw_row p JOIN draw d ON d.id = p.draw WHERE p.household = $1 ORDER BY d.day DESC, d.no DESC, p.programme, p.unit
