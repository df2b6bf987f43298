-- how many cases of a round stand in each state, desa by desa
SELECT state AS stage, desa AS desa, COUNT(*) AS n FROM case_file
WHERE round = $1 AND (desa BETWEEN $2 AND $3 OR ($4 = 1 AND desa = ''))
GROUP BY state, desa ORDER BY desa, state
