-- Learnt weights that explain a candidate.

-- versions of the weights that explain candidates; never changed, evidence names the one it was weighed with
CREATE TABLE match_weights (
    no BIGINT NOT NULL CHECK (no >= 1),
    at BIGINT NOT NULL,
    officer TEXT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('BATCH', 'PUTUSAN')),
    candidates BIGINT NOT NULL,
    decisions BIGINT NOT NULL,
    locked BIGINT NOT NULL CHECK (locked IN (0, 1)),
    content TEXT NOT NULL,
    PRIMARY KEY (no)
);
