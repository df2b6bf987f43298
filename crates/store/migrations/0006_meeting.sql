-- The hamlet meeting kept as a journal: issued forms, devices, entries. ADR 0014.

-- one stage of one hamlet's meeting, from the issued forms to the end of the visits
CREATE TABLE meeting_session (
    id TEXT NOT NULL,
    desa TEXT NOT NULL,
    hamlet TEXT NOT NULL,
    hamlet_code TEXT,
    stage INTEGER NOT NULL,
    previous TEXT REFERENCES meeting_session(id),
    prelist TEXT,
    form_hash TEXT NOT NULL,
    row_count INTEGER NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('DISIAPKAN', 'BERLANGSUNG', 'KUOTA_LEBIH', 'DIREKAP', 'BA_DITANDATANGANI',
        'SMS_TERKIRIM', 'DILAPORKAN', 'PENDATAAN', 'SELESAI_PENDATAAN')),
    issued_by TEXT NOT NULL,
    issued_at INTEGER NOT NULL,
    opened_at INTEGER,
    closed_at INTEGER,
    entry_count INTEGER NOT NULL,
    late_count INTEGER NOT NULL,
    coded INTEGER NOT NULL,
    checked INTEGER NOT NULL,
    contested INTEGER NOT NULL,
    counts TEXT NOT NULL,
    proposed INTEGER NOT NULL,
    quota INTEGER NOT NULL,
    blanks INTEGER NOT NULL,
    enumerators INTEGER NOT NULL,
    digest TEXT NOT NULL,
    seal_entry TEXT,
    PRIMARY KEY (id)
) STRICT;

-- columns 01-05 as printed when the forms were issued; never written again
CREATE TABLE meeting_form (
    meeting TEXT NOT NULL REFERENCES meeting_session(id),
    hash TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (meeting)
) STRICT;

-- who writes in a meeting, on which device
CREATE TABLE meeting_device (
    meeting TEXT NOT NULL REFERENCES meeting_session(id),
    device TEXT NOT NULL,
    account TEXT NOT NULL,
    role TEXT NOT NULL,
    name TEXT NOT NULL,
    person TEXT NOT NULL,
    household TEXT,
    admitted_by TEXT NOT NULL,
    admitted_at INTEGER NOT NULL,
    PRIMARY KEY (meeting, device, account)
) STRICT;

-- the short code that lets a device in
CREATE TABLE meeting_code (
    meeting TEXT NOT NULL,
    code_hash BLOB NOT NULL,
    until INTEGER NOT NULL,
    tries INTEGER NOT NULL,
    made_by TEXT NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (meeting)
) STRICT;

-- the journal: what was done in a meeting, entry by entry; nothing is changed, nothing is deleted
CREATE TABLE meeting_entry (
    meeting TEXT NOT NULL REFERENCES meeting_session(id),
    device TEXT NOT NULL,
    number INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    received_from TEXT NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (meeting, device, number)
) STRICT;

CREATE INDEX meeting_session_by_desa ON meeting_session(desa, hamlet, stage);
