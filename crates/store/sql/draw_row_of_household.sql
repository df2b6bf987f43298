-- what draws said of a household, oldest first
SELECT r.draw, r.programme, r.unit, r.household, r.member_no, r.status, r.clause, r.position, r.review
FROM draw_row r JOIN draw d ON d.id = r.draw WHERE r.household = $1 ORDER BY d.day, d.no, r.programme, r.unit
