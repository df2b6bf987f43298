-- A filled paper form keyed in by two officers who do not see each other's keying. ADR 0014.
CREATE TABLE meeting_paper (
    meeting TEXT NOT NULL REFERENCES meeting_session(id),
    no INTEGER NOT NULL CHECK (no IN (1, 2)),
    account TEXT NOT NULL,
    person TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    done_at INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (meeting, no)
) STRICT;
