SELECT meeting, form, no, household, head_name, code, checked, outcome, body
FROM meeting_row WHERE household = $1 ORDER BY meeting, form, no
