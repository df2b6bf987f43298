-- Events that no checkpoint counts yet.
SELECT event.seq, event.hash FROM event
LEFT JOIN log_entry ON log_entry.seq = event.seq
WHERE log_entry.seq IS NULL
ORDER BY event.seq
