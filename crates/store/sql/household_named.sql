-- how many households have an id that begins so
SELECT COUNT(*) AS n FROM household WHERE id LIKE $1 ESCAPE '\'
