-- questionnaires of a household
SELECT id, date, result, verdict, problems FROM questionnaire WHERE household = $1 ORDER BY date, id
