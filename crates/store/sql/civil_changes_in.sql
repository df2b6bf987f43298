-- what newer extracts say of members of the register's households in an area, open ones first
SELECT import_id, no, record, kind, day, desa, household, member, state, done_by, done_at, body, COUNT(*) OVER () AS total
FROM civil_change
WHERE household IS NOT NULL AND (desa BETWEEN $1 AND $2 OR ($3 = 1 AND desa IS NULL))
  AND ($4 = '' OR kind = $4) AND ($5 = '' OR state = $5)
ORDER BY state, CASE WHEN day IS NULL THEN 1 ELSE 0 END, day DESC, import_id, no LIMIT $6 OFFSET $7
