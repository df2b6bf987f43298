-- The event log: one chain for each area, and the working tables beside it. ADR 0004.
CREATE TABLE chain (
    area TEXT NOT NULL,
    last_no BIGINT NOT NULL,
    last_hash BYTEA NOT NULL,
    PRIMARY KEY (area)
);

CREATE SEQUENCE event_seq;

CREATE TABLE event (
    seq BIGINT NOT NULL,
    chain TEXT NOT NULL,
    chain_no BIGINT NOT NULL,
    prev_hash BYTEA NOT NULL,
    kind TEXT NOT NULL,
    actor TEXT NOT NULL,
    at BIGINT NOT NULL,
    payload TEXT NOT NULL,
    rows BYTEA NOT NULL,
    hash BYTEA NOT NULL,
    PRIMARY KEY (seq),
    UNIQUE (chain, chain_no)
);

CREATE TABLE event_subject (
    subject TEXT NOT NULL,
    seq BIGINT NOT NULL REFERENCES event(seq),
    PRIMARY KEY (subject, seq)
);
CREATE INDEX event_subject_by_seq ON event_subject(seq);
