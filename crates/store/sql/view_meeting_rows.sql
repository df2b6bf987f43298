-- rows of both forms of one meeting
SELECT form, no, household, head_name, code, checked, outcome FROM meeting_row WHERE meeting = $1 ORDER BY form, no
