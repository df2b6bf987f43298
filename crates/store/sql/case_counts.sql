-- how many cases of a round stand in each state
SELECT state AS state, COUNT(*) AS n FROM case_file WHERE round = $1 GROUP BY state ORDER BY state
