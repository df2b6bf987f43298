-- how many cases of a round and of a kind stand in a state, by desa
SELECT desa AS desa, COUNT(*) AS n FROM case_file WHERE round = $1 AND kind = $2 AND state = $3 GROUP BY desa ORDER BY desa
