SELECT id, source, subject, date, desa, household, result, verdict, problems, head_name, member_count
FROM questionnaire WHERE household = $1 OR subject = $1 ORDER BY id
