-- SMS: whose number is whose, provisional reports, what goes out and comes in. ADR 0015.

-- telephone numbers that may report, by keyed hash; the number itself is encrypted
CREATE TABLE sms_contact (
    phone TEXT NOT NULL,
    desa TEXT NOT NULL,
    -- empty for the TKPKDesa
    hamlet TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('TKPKDESA', 'DUKUH', 'ASISTEN')),
    changed_at INTEGER NOT NULL,
    body BLOB NOT NULL,
    PRIMARY KEY (phone)
) STRICT;

-- provisional reports of hamlet meetings, one row for each version; the last one holds (R68)
CREATE TABLE provisional_report (
    desa TEXT NOT NULL,
    hamlet TEXT NOT NULL,
    no INTEGER NOT NULL,
    improved INTEGER NOT NULL,
    head_replaced INTEGER NOT NULL,
    composition_changed INTEGER NOT NULL,
    proposed INTEGER NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('SMS', 'APLIKASI')),
    -- account, or keyed hash of the number
    sender TEXT NOT NULL,
    at INTEGER NOT NULL,
    -- against the signed minutes
    flag TEXT NOT NULL CHECK (flag IN ('MENUNGGU', 'SAMA', 'BEDA')),
    -- counts of the minutes it was compared with
    minutes TEXT NOT NULL,
    compared_at INTEGER,
    PRIMARY KEY (desa, hamlet, no)
) STRICT;

-- messages to be sent
CREATE TABLE sms_out (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    desa TEXT,
    hamlet TEXT,
    asked_by TEXT NOT NULL,
    phone TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ANTRE', 'TERKIRIM', 'SAMPAI', 'GAGAL')),
    part_count INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    done_at INTEGER,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

-- their parts: the unit that the SMS centre takes and reports on
CREATE TABLE sms_out_part (
    message TEXT NOT NULL REFERENCES sms_out(id),
    no INTEGER NOT NULL,
    -- DISERAHKAN: handed over, the centre has not answered
    state TEXT NOT NULL CHECK (state IN ('ANTRE', 'DISERAHKAN', 'TERKIRIM', 'SAMPAI', 'GAGAL')),
    -- our own number, 1-65535, that comes back with the receipt
    reference INTEGER NOT NULL,
    -- the centre's number
    centre_id TEXT,
    attempts INTEGER NOT NULL,
    submitted_at INTEGER,
    next_at INTEGER NOT NULL,
    error TEXT,
    rev INTEGER NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (message, no)
) STRICT;

-- messages received
CREATE TABLE sms_in (
    id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    phone TEXT NOT NULL,
    -- keyed hash of sender and content: the same message delivered twice is taken once
    digest BLOB NOT NULL,
    verdict TEXT NOT NULL,
    desa TEXT,
    hamlet TEXT,
    answer TEXT,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (id)
) STRICT;

-- parts of long messages that are not complete yet
CREATE TABLE sms_in_part (
    phone TEXT NOT NULL,
    reference INTEGER NOT NULL,
    total INTEGER NOT NULL,
    no INTEGER NOT NULL,
    received_at INTEGER NOT NULL,
    coding INTEGER NOT NULL,
    body BLOB NOT NULL,
    seal BLOB NOT NULL,
    PRIMARY KEY (phone, reference, total, no)
) STRICT;

CREATE INDEX sms_contact_by_desa ON sms_contact(desa);
CREATE INDEX sms_out_by_asker ON sms_out(asked_by, created_at);
CREATE INDEX sms_out_by_time ON sms_out(created_at);
CREATE INDEX sms_out_part_by_state ON sms_out_part(state, next_at);
CREATE INDEX sms_out_part_by_reference ON sms_out_part(reference);
CREATE INDEX sms_out_part_by_centre_id ON sms_out_part(centre_id);
CREATE INDEX sms_in_by_digest ON sms_in(digest);
CREATE INDEX sms_in_by_time ON sms_in(received_at);
