SELECT nextval('event_seq') AS seq
