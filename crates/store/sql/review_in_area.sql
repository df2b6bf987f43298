-- everything reviewers said in an area, case by case
SELECT registration, no, desa, step, officer, at, category, household, joins, best, overruled, ground, took_ms, frozen, body
FROM review_decision WHERE desa BETWEEN $1 AND $2 ORDER BY registration, no
