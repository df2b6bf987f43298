-- State tables. Columns and order are those of src/table.rs; a test compares them.

CREATE TABLE workspace (
    name TEXT NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT;

CREATE TABLE area (
    code TEXT NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    parent TEXT,
    valid_from TEXT,
    valid_to TEXT,
    successor TEXT,
    PRIMARY KEY (code)
) STRICT;

CREATE TABLE hamlet (
    code TEXT NOT NULL,
    desa TEXT NOT NULL REFERENCES area(code),
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    position INTEGER NOT NULL,
    PRIMARY KEY (code)
) STRICT;

CREATE TABLE area_bridge (
    bps TEXT NOT NULL,
    code TEXT NOT NULL,
    PRIMARY KEY (bps)
) STRICT;

CREATE TABLE import (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    source TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    state TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    reject_count INTEGER NOT NULL,
    warning_count INTEGER NOT NULL,
    info_count INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE import_issue (
    import_id TEXT NOT NULL REFERENCES import(id),
    no INTEGER NOT NULL,
    file TEXT NOT NULL,
    line INTEGER,
    col TEXT,
    kind TEXT NOT NULL,
    level TEXT NOT NULL CHECK (level IN ('TOLAK', 'PERINGATAN', 'INFO')),
    detail BLOB NOT NULL,
    PRIMARY KEY (import_id, no)
) STRICT;

CREATE TABLE household (
    id TEXT NOT NULL,
    import_id TEXT REFERENCES import(id),
    desa TEXT,
    hamlet TEXT,
    rw INTEGER,
    rt INTEGER,
    head_name TEXT,
    member_count INTEGER,
    family_count INTEGER,
    percentile INTEGER,
    file TEXT NOT NULL,
    line INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE person (
    household TEXT NOT NULL REFERENCES household(id),
    no INTEGER NOT NULL,
    nik_hash BLOB,
    no_kk_hash BLOB,
    body BLOB NOT NULL,
    PRIMARY KEY (household, no)
) STRICT;

CREATE TABLE civil_person (
    id INTEGER NOT NULL,
    import_id TEXT REFERENCES import(id),
    nik_hash BLOB,
    no_kk_hash BLOB,
    desa TEXT,
    status TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE registration (
    number TEXT NOT NULL,
    import_id TEXT REFERENCES import(id),
    date TEXT,
    kind TEXT NOT NULL CHECK (kind IN ('AKTIF', 'PASIF')),
    desa TEXT NOT NULL,
    hamlet TEXT,
    rw INTEGER,
    rt INTEGER,
    head_name TEXT,
    member_count INTEGER,
    musdes TEXT,
    state TEXT NOT NULL,
    registered_by TEXT,
    registered_at INTEGER,
    file TEXT NOT NULL,
    line INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (number)
) STRICT;

CREATE TABLE registration_member (
    number TEXT NOT NULL REFERENCES registration(number),
    no INTEGER NOT NULL,
    nik_hash BLOB,
    no_kk_hash BLOB,
    siak TEXT,
    PRIMARY KEY (number, no)
) STRICT;

CREATE TABLE identification (
    registration TEXT NOT NULL REFERENCES registration(number),
    category TEXT NOT NULL CHECK (category IN ('BARU', 'LAMA_TETAP', 'LAMA_BERUBAH', 'TELAAH', 'GANDA', 'DITOLAK', 'DRAF')),
    household TEXT,
    merged_with TEXT,
    level TEXT NOT NULL,
    changed TEXT NOT NULL,
    flags TEXT NOT NULL,
    decided_by TEXT,
    decided_at INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (registration)
) STRICT;

CREATE TABLE prelist (
    id TEXT NOT NULL,
    area TEXT NOT NULL,
    version INTEGER NOT NULL,
    frozen_on TEXT NOT NULL,
    hash TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE prelist_row (
    prelist TEXT NOT NULL REFERENCES prelist(id),
    no INTEGER NOT NULL,
    registration TEXT,
    household TEXT,
    category TEXT NOT NULL,
    desa TEXT,
    hamlet TEXT,
    head_name TEXT,
    member_count INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (prelist, no)
) STRICT;

CREATE TABLE meeting (
    id TEXT NOT NULL,
    import_id TEXT REFERENCES import(id),
    file TEXT NOT NULL,
    desa TEXT,
    hamlet TEXT,
    date TEXT,
    verdict TEXT NOT NULL CHECK (verdict IN ('DITERIMA', 'DITOLAK')),
    reasons TEXT NOT NULL,
    warnings TEXT NOT NULL,
    counts TEXT NOT NULL,
    proposed INTEGER,
    quota INTEGER,
    blanks INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE meeting_row (
    meeting TEXT NOT NULL REFERENCES meeting(id),
    form TEXT NOT NULL CHECK (form IN ('FKP.01', 'FKP.02')),
    no INTEGER NOT NULL,
    household TEXT,
    head_name TEXT,
    code INTEGER,
    checked INTEGER NOT NULL,
    outcome TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (meeting, form, no)
) STRICT;

CREATE TABLE questionnaire (
    id TEXT NOT NULL,
    import_id TEXT REFERENCES import(id),
    source TEXT NOT NULL,
    subject TEXT NOT NULL,
    date TEXT,
    desa TEXT,
    household TEXT,
    result INTEGER,
    verdict TEXT NOT NULL,
    problems TEXT NOT NULL,
    head_name TEXT,
    member_count INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE decree (
    number TEXT NOT NULL,
    area TEXT NOT NULL,
    date TEXT,
    state TEXT NOT NULL,
    annex_hash TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    signer TEXT,
    checkpoint TEXT NOT NULL,
    PRIMARY KEY (number)
) STRICT;

CREATE TABLE decree_row (
    decree TEXT NOT NULL REFERENCES decree(number),
    no INTEGER NOT NULL,
    household TEXT,
    action TEXT NOT NULL,
    desa TEXT,
    hamlet TEXT,
    head_name TEXT,
    member_count INTEGER,
    body BLOB NOT NULL,
    PRIMARY KEY (decree, no)
) STRICT;

CREATE TABLE edition (
    id TEXT NOT NULL,
    parent TEXT,
    area TEXT NOT NULL,
    as_of TEXT NOT NULL,
    folder TEXT NOT NULL,
    manifest_sha256 TEXT NOT NULL,
    household_count INTEGER NOT NULL,
    person_count INTEGER NOT NULL,
    decree TEXT,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE edition_change (
    edition TEXT NOT NULL REFERENCES edition(id),
    household TEXT NOT NULL,
    action TEXT NOT NULL,
    reason TEXT,
    source TEXT,
    became TEXT,
    PRIMARY KEY (edition, household)
) STRICT;

CREATE TABLE model (
    id TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    fitted_on TEXT NOT NULL,
    content TEXT NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE ranked_household (
    edition TEXT NOT NULL REFERENCES edition(id),
    household TEXT NOT NULL,
    model TEXT NOT NULL,
    position INTEGER,
    score INTEGER,
    percentile INTEGER CHECK (percentile BETWEEN 1 AND 100),
    decile INTEGER CHECK (decile BETWEEN 1 AND 10),
    status TEXT NOT NULL,
    reason TEXT,
    PRIMARY KEY (edition, household)
) STRICT;

CREATE TABLE programme_row (
    edition TEXT NOT NULL REFERENCES edition(id),
    programme TEXT NOT NULL,
    unit TEXT NOT NULL,
    household TEXT,
    member_no INTEGER,
    status TEXT NOT NULL,
    clause TEXT NOT NULL,
    position INTEGER,
    PRIMARY KEY (edition, programme, unit)
) STRICT;

CREATE TABLE step (
    name TEXT NOT NULL,
    input TEXT NOT NULL,
    summary TEXT NOT NULL,
    PRIMARY KEY (name)
) STRICT;

CREATE TABLE account (
    id TEXT NOT NULL,
    display_name TEXT NOT NULL,
    password_hash TEXT NOT NULL,
    state TEXT NOT NULL,
    household TEXT,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE role_binding (
    account TEXT NOT NULL REFERENCES account(id),
    role TEXT NOT NULL,
    area TEXT NOT NULL,
    granted_by TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (account, role, area)
) STRICT;

CREATE TABLE session (
    token_hash BLOB NOT NULL,
    account TEXT NOT NULL REFERENCES account(id),
    created_at INTEGER NOT NULL,
    expires_at INTEGER NOT NULL,
    seen_at INTEGER NOT NULL,
    csrf TEXT NOT NULL,
    revoked INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (token_hash)
) STRICT;

CREATE TABLE access_log (
    id TEXT NOT NULL,
    at INTEGER NOT NULL,
    account TEXT NOT NULL,
    act TEXT NOT NULL,
    area TEXT NOT NULL,
    subject TEXT,
    granted INTEGER NOT NULL,
    reason TEXT,
    seal BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE TABLE job (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    idempotence TEXT NOT NULL UNIQUE,
    state TEXT NOT NULL CHECK (state IN ('ANTRE', 'JALAN', 'SELESAI', 'GAGAL', 'BATAL')),
    args TEXT NOT NULL,
    done INTEGER NOT NULL,
    total INTEGER NOT NULL,
    worker TEXT,
    lease_until INTEGER NOT NULL,
    cancel_asked INTEGER NOT NULL,
    attempts INTEGER NOT NULL,
    result TEXT,
    error TEXT,
    created_by TEXT NOT NULL,
    created_at INTEGER NOT NULL,
    updated_at INTEGER NOT NULL,
    rev INTEGER NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

CREATE INDEX household_by_desa ON household(desa);
CREATE INDEX household_by_import_id ON household(import_id);
CREATE INDEX person_by_nik_hash ON person(nik_hash);
CREATE INDEX person_by_no_kk_hash ON person(no_kk_hash);
CREATE INDEX civil_person_by_nik_hash ON civil_person(nik_hash);
CREATE INDEX civil_person_by_import_id ON civil_person(import_id);
CREATE INDEX registration_by_desa ON registration(desa);
CREATE INDEX registration_by_import_id ON registration(import_id);
CREATE INDEX registration_member_by_nik_hash ON registration_member(nik_hash);
CREATE INDEX registration_member_by_no_kk_hash ON registration_member(no_kk_hash);
CREATE INDEX identification_by_category ON identification(category);
CREATE INDEX identification_by_household ON identification(household);
CREATE INDEX prelist_row_by_desa ON prelist_row(desa);
CREATE INDEX meeting_by_desa ON meeting(desa);
CREATE INDEX meeting_row_by_household ON meeting_row(household);
CREATE INDEX questionnaire_by_household ON questionnaire(household);
CREATE INDEX questionnaire_by_desa ON questionnaire(desa);
CREATE INDEX ranked_household_by_household ON ranked_household(household);
CREATE INDEX programme_row_by_household ON programme_row(household);
CREATE INDEX session_by_account ON session(account);
CREATE INDEX access_log_by_subject ON access_log(subject);
CREATE INDEX access_log_by_account ON access_log(account);
