-- The register as it is now, rounds, cases and their moves, several decrees, editions and draws (ADR 0016).
-- Columns and order are those of src/table.rs. What an older workspace holds is carried over by src/upgrade.rs,
-- which needs the two upgrade_ tables and drops them when they are empty.

CREATE TABLE register_version (
    version INTEGER NOT NULL CHECK (version >= 1),
    kind TEXT NOT NULL,
    cause TEXT NOT NULL,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    round TEXT,
    households INTEGER NOT NULL,
    deaths INTEGER NOT NULL,
    PRIMARY KEY (version)
) STRICT;

CREATE TABLE round (
    id TEXT NOT NULL,
    area TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('BUKA', 'TUTUP')),
    opened_on TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    base INTEGER NOT NULL,
    closed_on TEXT,
    closed_by TEXT,
    reason TEXT,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE round_deadline (
    round TEXT NOT NULL REFERENCES round(id),
    step TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (round, step)
) STRICT;

CREATE TABLE case_file (
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('MPM', 'MUSPAD')),
    round TEXT REFERENCES round(id),
    household TEXT,
    meeting TEXT,
    desa TEXT NOT NULL,
    state TEXT NOT NULL,
    moves INTEGER NOT NULL,
    visited_by TEXT,
    checked_by TEXT,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE case_move (
    case_id TEXT NOT NULL REFERENCES case_file(id),
    no INTEGER NOT NULL,
    act TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (case_id, no)
) STRICT;

ALTER TABLE import ADD COLUMN round TEXT;
ALTER TABLE import ADD COLUMN actor TEXT;
ALTER TABLE import ADD COLUMN day TEXT;
ALTER TABLE import ADD COLUMN added INTEGER;
ALTER TABLE import ADD COLUMN changed INTEGER;
ALTER TABLE import ADD COLUMN unchanged INTEGER;

ALTER TABLE household ADD COLUMN version INTEGER;
ALTER TABLE household ADD COLUMN status TEXT;
ALTER TABLE household ADD COLUMN cause TEXT;
ALTER TABLE household ADD COLUMN action TEXT;
ALTER TABLE household ADD COLUMN source TEXT;
ALTER TABLE household ADD COLUMN became TEXT;

CREATE TABLE household_past (
    household TEXT NOT NULL REFERENCES household(id),
    version INTEGER NOT NULL,
    ended INTEGER NOT NULL,
    status TEXT NOT NULL,
    cause TEXT NOT NULL,
    action TEXT NOT NULL,
    source TEXT NOT NULL,
    became TEXT,
    body BLOB NOT NULL,
    PRIMARY KEY (household, version)
) STRICT;

CREATE TABLE civil_change (
    import_id TEXT NOT NULL REFERENCES import(id),
    no INTEGER NOT NULL,
    record INTEGER NOT NULL,
    kind TEXT NOT NULL,
    day TEXT,
    desa TEXT,
    household TEXT,
    member INTEGER,
    state TEXT NOT NULL CHECK (state IN ('BARU', 'SELESAI')),
    done_by TEXT,
    done_at INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (import_id, no)
) STRICT;

CREATE TABLE person_conflict (
    id TEXT NOT NULL,
    round TEXT,
    one TEXT NOT NULL,
    one_no INTEGER NOT NULL,
    other TEXT NOT NULL,
    other_no INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('TERBUKA', 'SELESAI')),
    kept TEXT,
    settled_by TEXT,
    settled_at INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE registration_past (
    number TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    import_id TEXT,
    date TEXT,
    kind TEXT NOT NULL,
    desa TEXT NOT NULL,
    musdes TEXT,
    body BLOB NOT NULL,
    PRIMARY KEY (number, replaced_by)
) STRICT;

CREATE TABLE upgrade_registration AS SELECT number AS number, state AS state FROM registration;
ALTER TABLE registration DROP COLUMN state;

ALTER TABLE prelist ADD COLUMN round TEXT;
ALTER TABLE prelist ADD COLUMN supplement INTEGER;

ALTER TABLE questionnaire ADD COLUMN version INTEGER;
ALTER TABLE questionnaire ADD COLUMN round TEXT;
ALTER TABLE questionnaire ADD COLUMN checked_by TEXT;

CREATE TABLE questionnaire_past (
    id TEXT NOT NULL REFERENCES questionnaire(id),
    version INTEGER NOT NULL,
    verdict TEXT NOT NULL,
    problems TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (id, version)
) STRICT;

ALTER TABLE decree ADD COLUMN round TEXT;
ALTER TABLE decree ADD COLUMN no INTEGER;
ALTER TABLE decree ADD COLUMN prepared_by TEXT;
ALTER TABLE decree ADD COLUMN signature BLOB;
ALTER TABLE decree ADD COLUMN version INTEGER;
ALTER TABLE decree ADD COLUMN delivered_on TEXT;
ALTER TABLE decree ADD COLUMN delivered_by TEXT;
ALTER TABLE decree ADD COLUMN waived_by TEXT;
ALTER TABLE decree ADD COLUMN waiver TEXT;

ALTER TABLE edition ADD COLUMN version INTEGER;
ALTER TABLE edition ADD COLUMN no INTEGER;
ALTER TABLE edition ADD COLUMN round TEXT;

ALTER TABLE model ADD COLUMN no INTEGER;
ALTER TABLE model ADD COLUMN import_id TEXT;

ALTER TABLE ranked_household ADD COLUMN incomplete INTEGER;

CREATE TABLE draw (
    id TEXT NOT NULL,
    edition TEXT NOT NULL REFERENCES edition(id),
    no INTEGER NOT NULL,
    day TEXT NOT NULL,
    round TEXT,
    drawn_by TEXT NOT NULL,
    criteria TEXT NOT NULL,
    admitted INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE draw_row (
    draw TEXT NOT NULL REFERENCES draw(id),
    programme TEXT NOT NULL,
    unit TEXT NOT NULL,
    household TEXT,
    member_no INTEGER,
    status TEXT NOT NULL,
    clause TEXT NOT NULL,
    position INTEGER,
    review TEXT NOT NULL,
    PRIMARY KEY (draw, programme, unit)
) STRICT;

CREATE TABLE upgrade_programme_row AS SELECT * FROM programme_row;
DROP TABLE programme_row;
DROP TABLE step;

CREATE INDEX case_file_by_desa ON case_file(desa, state);
CREATE INDEX case_file_by_household ON case_file(household);
CREATE INDEX civil_change_by_desa ON civil_change(desa, state);
CREATE INDEX draw_row_by_household ON draw_row(household);
CREATE INDEX person_conflict_by_one ON person_conflict(one);
CREATE INDEX person_conflict_by_other ON person_conflict(other);
CREATE INDEX prelist_row_by_registration ON prelist_row(registration);
