-- registrations under any of the coded keys ($1: JSON array)
SELECT DISTINCT k.owner AS number FROM match_key k WHERE k.key IN (SELECT value FROM json_each($1)) ORDER BY 1 LIMIT 400
