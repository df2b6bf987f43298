-- one import
SELECT id, kind, source, state, row_count, reject_count, warning_count, info_count, at FROM import WHERE id = $1
