-- Look-up keys of identification. Columns and order are those of src/table.rs; match_key is an
-- index that is made from match_page and proved by it (ADR 0012).

-- the coded keys of one household, registration or page of the civil registry
CREATE TABLE match_page (
    what TEXT NOT NULL CHECK (what IN ('ruta', 'siak', 'daftar')),
    owner TEXT NOT NULL,
    import_id TEXT REFERENCES import(id),
    keys BLOB NOT NULL,
    PRIMARY KEY (what, owner)
) STRICT;

-- every key of every page: keyed hash, whose, which member or record
CREATE TABLE match_key (
    key INTEGER NOT NULL,
    owner TEXT NOT NULL,
    no INTEGER NOT NULL,
    PRIMARY KEY (key, owner, no)
) STRICT, WITHOUT ROWID;

-- how often words of names occur in what one import brought
CREATE TABLE match_statistics (
    id TEXT NOT NULL,
    import_id TEXT REFERENCES import(id),
    households INTEGER NOT NULL,
    civil INTEGER NOT NULL,
    names INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

-- households that stand in the register under two ids
CREATE TABLE register_twin (
    household TEXT NOT NULL REFERENCES household(id),
    twin TEXT NOT NULL REFERENCES household(id),
    PRIMARY KEY (household)
) STRICT;

CREATE INDEX match_page_by_import_id ON match_page(import_id);
CREATE INDEX civil_person_by_no_kk_hash ON civil_person(no_kk_hash);
