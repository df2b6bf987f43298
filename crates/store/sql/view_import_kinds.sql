-- kinds of defects of one import, most frequent first
SELECT kind, level, COUNT(*) AS n FROM import_issue WHERE import_id = $1 GROUP BY kind, level ORDER BY 3 DESC, kind
