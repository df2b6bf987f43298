-- The register as it is now, rounds, cases and their moves, several decrees, editions and draws (ADR 0016).
-- Columns and order are those of src/table.rs. What an older workspace holds is carried over by src/upgrade.rs,
-- which needs the two upgrade_ tables and drops them when they are empty.

CREATE TABLE register_version (
    version BIGINT NOT NULL CHECK (version >= 1),
    kind TEXT NOT NULL,
    cause TEXT NOT NULL,
    day TEXT NOT NULL,
    actor TEXT NOT NULL,
    round TEXT,
    households BIGINT NOT NULL,
    deaths BIGINT NOT NULL,
    PRIMARY KEY (version)
);

CREATE TABLE round (
    id TEXT NOT NULL,
    area TEXT NOT NULL,
    name TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('BUKA', 'TUTUP')),
    opened_on TEXT NOT NULL,
    opened_by TEXT NOT NULL,
    base BIGINT NOT NULL,
    closed_on TEXT,
    closed_by TEXT,
    reason TEXT,
    PRIMARY KEY (id)
);

CREATE TABLE round_deadline (
    round TEXT NOT NULL REFERENCES round(id),
    step TEXT NOT NULL,
    day TEXT NOT NULL,
    PRIMARY KEY (round, step)
);

CREATE TABLE case_file (
    id TEXT NOT NULL,
    kind TEXT NOT NULL CHECK (kind IN ('MPM', 'MUSPAD')),
    round TEXT REFERENCES round(id),
    household TEXT,
    meeting TEXT,
    desa TEXT NOT NULL,
    state TEXT NOT NULL,
    moves BIGINT NOT NULL,
    visited_by TEXT,
    checked_by TEXT,
    PRIMARY KEY (id)
);

CREATE TABLE case_move (
    case_id TEXT NOT NULL REFERENCES case_file(id),
    no BIGINT NOT NULL,
    act TEXT NOT NULL,
    from_state TEXT NOT NULL,
    to_state TEXT NOT NULL,
    actor TEXT NOT NULL,
    role TEXT NOT NULL,
    at BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (case_id, no)
);

ALTER TABLE import ADD COLUMN round TEXT;
ALTER TABLE import ADD COLUMN actor TEXT;
ALTER TABLE import ADD COLUMN day TEXT;
ALTER TABLE import ADD COLUMN added BIGINT;
ALTER TABLE import ADD COLUMN changed BIGINT;
ALTER TABLE import ADD COLUMN unchanged BIGINT;

ALTER TABLE household ADD COLUMN version BIGINT;
ALTER TABLE household ADD COLUMN status TEXT;
ALTER TABLE household ADD COLUMN cause TEXT;
ALTER TABLE household ADD COLUMN action TEXT;
ALTER TABLE household ADD COLUMN source TEXT;
ALTER TABLE household ADD COLUMN became TEXT;

CREATE TABLE household_past (
    household TEXT NOT NULL REFERENCES household(id),
    version BIGINT NOT NULL,
    ended BIGINT NOT NULL,
    status TEXT NOT NULL,
    cause TEXT NOT NULL,
    action TEXT NOT NULL,
    source TEXT NOT NULL,
    became TEXT,
    body BYTEA NOT NULL,
    PRIMARY KEY (household, version)
);

CREATE TABLE civil_change (
    import_id TEXT NOT NULL REFERENCES import(id),
    no BIGINT NOT NULL,
    record BIGINT NOT NULL,
    kind TEXT NOT NULL,
    day TEXT,
    desa TEXT,
    household TEXT,
    member BIGINT,
    state TEXT NOT NULL CHECK (state IN ('BARU', 'SELESAI')),
    done_by TEXT,
    done_at BIGINT,
    body BYTEA NOT NULL,
    PRIMARY KEY (import_id, no)
);

CREATE TABLE person_conflict (
    id TEXT NOT NULL,
    round TEXT,
    one TEXT NOT NULL,
    one_no BIGINT NOT NULL,
    other TEXT NOT NULL,
    other_no BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('TERBUKA', 'SELESAI')),
    kept TEXT,
    settled_by TEXT,
    settled_at BIGINT,
    body BYTEA NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE registration_past (
    number TEXT NOT NULL,
    replaced_by TEXT NOT NULL,
    import_id TEXT,
    date TEXT,
    kind TEXT NOT NULL,
    desa TEXT NOT NULL,
    musdes TEXT,
    body BYTEA NOT NULL,
    PRIMARY KEY (number, replaced_by)
);

CREATE TABLE upgrade_registration AS SELECT number AS number, state AS state FROM registration;
ALTER TABLE registration DROP COLUMN state;

ALTER TABLE prelist ADD COLUMN round TEXT;
ALTER TABLE prelist ADD COLUMN supplement BIGINT;

ALTER TABLE questionnaire ADD COLUMN version BIGINT;
ALTER TABLE questionnaire ADD COLUMN round TEXT;
ALTER TABLE questionnaire ADD COLUMN checked_by TEXT;

CREATE TABLE questionnaire_past (
    id TEXT NOT NULL REFERENCES questionnaire(id),
    version BIGINT NOT NULL,
    verdict TEXT NOT NULL,
    problems TEXT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (id, version)
);

ALTER TABLE decree ADD COLUMN round TEXT;
ALTER TABLE decree ADD COLUMN no BIGINT;
ALTER TABLE decree ADD COLUMN prepared_by TEXT;
ALTER TABLE decree ADD COLUMN signature BYTEA;
ALTER TABLE decree ADD COLUMN version BIGINT;
ALTER TABLE decree ADD COLUMN delivered_on TEXT;
ALTER TABLE decree ADD COLUMN delivered_by TEXT;
ALTER TABLE decree ADD COLUMN waived_by TEXT;
ALTER TABLE decree ADD COLUMN waiver TEXT;

ALTER TABLE edition ADD COLUMN version BIGINT;
ALTER TABLE edition ADD COLUMN no BIGINT;
ALTER TABLE edition ADD COLUMN round TEXT;

ALTER TABLE model ADD COLUMN no BIGINT;
ALTER TABLE model ADD COLUMN import_id TEXT;

ALTER TABLE ranked_household ADD COLUMN incomplete BIGINT;

CREATE TABLE draw (
    id TEXT NOT NULL,
    edition TEXT NOT NULL REFERENCES edition(id),
    no BIGINT NOT NULL,
    day TEXT NOT NULL,
    round TEXT,
    drawn_by TEXT NOT NULL,
    criteria TEXT NOT NULL,
    admitted BIGINT NOT NULL,
    PRIMARY KEY (id)
);

CREATE TABLE draw_row (
    draw TEXT NOT NULL REFERENCES draw(id),
    programme TEXT NOT NULL,
    unit TEXT NOT NULL,
    household TEXT,
    member_no BIGINT,
    status TEXT NOT NULL,
    clause TEXT NOT NULL,
    position BIGINT,
    review TEXT NOT NULL,
    PRIMARY KEY (draw, programme, unit)
);

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
