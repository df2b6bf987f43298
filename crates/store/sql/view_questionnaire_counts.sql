-- questionnaires of an area by desa and verdict
SELECT verdict AS stage, COALESCE(desa, '') AS desa, COUNT(*) AS n FROM questionnaire
WHERE desa BETWEEN $1 AND $2 OR ($3 = 1 AND desa IS NULL)
GROUP BY verdict, COALESCE(desa, '') ORDER BY 2, 1
