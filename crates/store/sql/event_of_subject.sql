SELECT e.seq, e.chain, e.chain_no, e.kind, e.actor, e.at, e.payload
FROM event_subject s JOIN event e ON e.seq = s.seq
WHERE s.subject = $1 ORDER BY e.seq
