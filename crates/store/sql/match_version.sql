-- what the statistics and areas of a look-up were made from
SELECT 'kata' AS what, id AS id, names AS n, households AS m, civil AS c FROM match_statistics
UNION ALL
SELECT 'wilayah', id, at, row_count, warning_count FROM import WHERE kind = 'areas'
ORDER BY 1, 2
