-- registrations under any of the coded keys ($1: JSON array)
SELECT DISTINCT k.owner AS number FROM match_key k WHERE k.key = ANY (ARRAY(SELECT CAST(value AS BIGINT) FROM json_array_elements_text(CAST(CAST($1 AS TEXT) AS json)))) ORDER BY 1 LIMIT 400
