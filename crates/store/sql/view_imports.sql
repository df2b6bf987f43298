-- every import, newest first
SELECT id, kind, source, state, row_count, reject_count, warning_count, info_count, at FROM import ORDER BY at DESC, id DESC
