-- who read what: of one account, or of all in an area; logins belong to no area and are shown with each
SELECT at, account, act, area, subject, granted, reason, COUNT(*) OVER () AS total FROM access_log
WHERE ($1 = '' OR account = $1) AND (area LIKE $2 OR area = '') ORDER BY at DESC, id DESC LIMIT $3 OFFSET $4
