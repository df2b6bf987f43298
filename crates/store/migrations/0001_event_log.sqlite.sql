-- The event log: one chain for each area, and the working tables beside it. ADR 0004.
CREATE TABLE chain (
    area TEXT NOT NULL,
    last_no INTEGER NOT NULL,
    last_hash BLOB NOT NULL,
    PRIMARY KEY (area)
) STRICT;

CREATE TABLE event (
    seq INTEGER NOT NULL,
    chain TEXT NOT NULL,
    chain_no INTEGER NOT NULL,
    prev_hash BLOB NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    at INTEGER NOT NULL,
    payload TEXT NOT NULL,
    rows BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (chain, chain_no)
) STRICT;

CREATE TABLE event_subject (
    subject TEXT NOT NULL,
    seq INTEGER NOT NULL REFERENCES event(seq),
    PRIMARY KEY (subject, seq)
) STRICT;
CREATE INDEX event_subject_by_seq ON event_subject(seq);
