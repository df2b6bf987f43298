SELECT subject, seq FROM event_subject ORDER BY seq, subject
