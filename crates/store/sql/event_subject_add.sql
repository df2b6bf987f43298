INSERT INTO event_subject (subject, seq) VALUES ($1, $2)
