-- stages of hamlet meetings in an area
SELECT id, desa, hamlet, hamlet_code, stage, previous, prelist, form_hash, row_count, state, issued_by, issued_at,
       opened_at, closed_at, entry_count, late_count, coded, checked, contested, counts, proposed, quota, blanks,
       enumerators, digest, seal_entry
FROM meeting_session WHERE desa BETWEEN $1 AND $2 ORDER BY desa, hamlet, stage
