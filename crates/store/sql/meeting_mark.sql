-- one stage, and a mark of who was let in to the meetings of its hamlet: what a kept journal is compared with
SELECT s.id, s.desa, s.hamlet, s.hamlet_code, s.stage, s.previous, s.prelist, s.form_hash, s.row_count, s.state,
       s.issued_by, s.issued_at, s.opened_at, s.closed_at, s.entry_count, s.late_count, s.coded, s.checked,
       s.contested, s.counts, s.proposed, s.quota, s.blanks, s.enumerators, s.digest, s.seal_entry,
       (SELECT COUNT(*) FROM meeting_device d JOIN meeting_session o ON o.id = d.meeting
        WHERE o.desa = s.desa AND o.hamlet = s.hamlet) AS devices,
       (SELECT COALESCE(MAX(d.admitted_at), 0) FROM meeting_device d JOIN meeting_session o ON o.id = d.meeting
        WHERE o.desa = s.desa AND o.hamlet = s.hamlet) AS admitted_last
FROM meeting_session s WHERE s.id = $1
