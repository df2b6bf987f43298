-- Learnt weights that explain a candidate.

-- versions of the weights that explain candidates; never changed, evidence names the one it was weighed with
CREATE TABLE match_weights (
    no INTEGER NOT NULL CHECK (no >= 1),
    at INTEGER NOT NULL,
    officer TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('BATCH', 'PUTUSAN')),
    candidates INTEGER NOT NULL,
    decisions INTEGER NOT NULL,
    locked INTEGER NOT NULL CHECK (locked IN (0, 1)),
    content TEXT NOT NULL,
    PRIMARY KEY (no)
) STRICT;
