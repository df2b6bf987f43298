-- defects of one import, in the order of the report
SELECT import_id, no, file, line, col, kind, level, detail, COUNT(*) OVER () AS total
FROM import_issue
WHERE import_id = $1 AND ($2 = '' OR kind = $2) AND ($3 = '' OR level = $3)
ORDER BY no LIMIT $4 OFFSET $5
