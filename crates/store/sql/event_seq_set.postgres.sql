SELECT setval('event_seq', (SELECT COALESCE(MAX(seq), 1) FROM event))
