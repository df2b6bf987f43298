-- what the statistics, weights and areas of a look-up were made from
SELECT 'kata' AS what, id AS id, names AS n, households AS m, CAST(civil AS TEXT) AS civil FROM match_statistics
UNION ALL
SELECT 'bobot', CAST(no AS TEXT), at, candidates, CAST(decisions AS TEXT) FROM match_weights
UNION ALL
SELECT 'wilayah', id, at, row_count, CAST(warning_count AS TEXT) FROM import WHERE kind = 'areas'
