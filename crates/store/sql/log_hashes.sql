-- Hashes of the first events, as checkpoints count them.
SELECT event.hash FROM log_entry
JOIN event ON event.seq = log_entry.seq
WHERE log_entry.no < $1
ORDER BY log_entry.no
