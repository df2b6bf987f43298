-- The hamlet meeting kept as a journal: issued forms, devices, entries. ADR 0014.

-- one stage of one hamlet's meeting, from the issued forms to the end of the visits
CREATE TABLE meeting_session (
    id TEXT NOT NULL,
    desa TEXT NOT NULL,
    hamlet TEXT NOT NULL,
    hamlet_code TEXT,
    stage BIGINT NOT NULL,
    previous TEXT REFERENCES meeting_session(id),
    prelist TEXT,
    form_hash TEXT NOT NULL,
    row_count BIGINT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('DISIAPKAN', 'BERLANGSUNG', 'KUOTA_LEBIH', 'DIREKAP', 'BA_DITANDATANGANI',
        'SMS_TERKIRIM', 'DILAPORKAN', 'PENDATAAN', 'SELESAI_PENDATAAN')),
    issued_by TEXT NOT NULL,
    issued_at BIGINT NOT NULL,
    opened_at BIGINT,
    closed_at BIGINT,
    entry_count BIGINT NOT NULL,
    late_count BIGINT NOT NULL,
    coded BIGINT NOT NULL,
    checked BIGINT NOT NULL,
    contested BIGINT NOT NULL,
    counts TEXT NOT NULL,
    proposed BIGINT NOT NULL,
    quota BIGINT NOT NULL,
    blanks BIGINT NOT NULL,
    enumerators BIGINT NOT NULL,
    digest TEXT NOT NULL,
    seal_entry TEXT,
    PRIMARY KEY (id)
);

-- columns 01-05 as printed when the forms were issued; never written again
CREATE TABLE meeting_form (
    meeting TEXT NOT NULL REFERENCES meeting_session(id),
    hash TEXT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (meeting)
);

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
    admitted_at BIGINT NOT NULL,
    PRIMARY KEY (meeting, device, account)
);

-- the short code that lets a device in
CREATE TABLE meeting_code (
    meeting TEXT NOT NULL,
    code_hash BYTEA NOT NULL,
    until BIGINT NOT NULL,
    tries BIGINT NOT NULL,
    made_by TEXT NOT NULL,
    seal BYTEA NOT NULL,
    PRIMARY KEY (meeting)
);

-- the journal: what was done in a meeting, entry by entry; nothing is changed, nothing is deleted
CREATE TABLE meeting_entry (
    meeting TEXT NOT NULL REFERENCES meeting_session(id),
    device TEXT NOT NULL,
    number BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    received_from TEXT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (meeting, device, number)
);

CREATE INDEX meeting_session_by_desa ON meeting_session(desa, hamlet, stage);
