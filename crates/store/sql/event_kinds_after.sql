-- kinds of what happened after an import was taken last
SELECT DISTINCT e.kind AS kind FROM event e
WHERE e.seq > (SELECT COALESCE(MAX(t.seq), 0) FROM event_subject s JOIN event t ON t.seq = s.seq
               WHERE s.subject = $1 AND t.kind = 'import.taken')
ORDER BY e.kind
