-- The log as a tree: in which order checkpoints count its events, and the checkpoints that were signed. ADR 4.

CREATE TABLE log_entry (
    no INTEGER NOT NULL,
    seq INTEGER NOT NULL UNIQUE REFERENCES event(seq),
    PRIMARY KEY (no)
) STRICT;

CREATE TABLE log_checkpoint (
    size INTEGER NOT NULL,
    at INTEGER NOT NULL,
    root BLOB NOT NULL,
    subtrees BLOB NOT NULL,
    note TEXT NOT NULL,
    PRIMARY KEY (size)
) STRICT;
