-- The review desk: what reviewers said, the queue with its leases, notes not yet sent.

-- what reviewers said, one row for each word; nothing is ever deleted
CREATE TABLE review_decision (
    registration TEXT NOT NULL,
    no INTEGER NOT NULL,
    desa TEXT NOT NULL,
    step TEXT NOT NULL CHECK (step IN ('PUTUS', 'USUL', 'SETUJU', 'BEDA', 'PENENGAH', 'URUNG')),
    officer TEXT NOT NULL,
    at INTEGER NOT NULL,
    category TEXT NOT NULL,
    household TEXT,
    joins TEXT,
    best TEXT,
    overruled TEXT NOT NULL,
    ground TEXT NOT NULL,
    took_ms INTEGER,
    frozen INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (registration, no)
) STRICT;

-- the queue of the review desk, derived from the evidence, and who has a case open
CREATE TABLE review_case (
    registration TEXT NOT NULL,
    reason TEXT NOT NULL,
    value INTEGER NOT NULL,
    holder TEXT,
    officer TEXT,
    since INTEGER NOT NULL,
    lease_until INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (registration)
) STRICT;

-- notes a reviewer has not sent yet, and what he left for later
CREATE TABLE review_note (
    registration TEXT NOT NULL,
    officer TEXT NOT NULL,
    at INTEGER NOT NULL,
    skipped_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (registration, officer)
) STRICT;

CREATE INDEX review_decision_by_desa ON review_decision(desa);
CREATE INDEX review_decision_by_officer ON review_decision(officer, at);
CREATE INDEX review_decision_by_household ON review_decision(household);
