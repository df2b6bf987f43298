SELECT import_id, no, file, line, col, kind, level, detail FROM import_issue
WHERE import_id = $1 AND ($2 = '' OR level = $2) ORDER BY no LIMIT $3 OFFSET $4
