-- what programmes decided on a household, newest edition first
SELECT p.edition AS edition, p.programme AS programme, p.unit AS unit, p.status AS status, p.clause AS clause
FROM programme_row p WHERE p.household = $1 ORDER BY p.edition DESC, p.programme, p.unit
