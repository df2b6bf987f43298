-- rows of the annex of a decree in an area, by what is done
SELECT action AS code, COUNT(*) AS n FROM decree_row
WHERE decree = $1 AND (desa BETWEEN $2 AND $3 OR ($4 = 1 AND desa IS NULL))
GROUP BY action ORDER BY action
