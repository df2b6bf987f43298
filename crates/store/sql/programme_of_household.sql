SELECT edition, programme, unit, household, member_no, status, clause, position FROM programme_row
WHERE household = $1 ORDER BY edition, programme, unit
