-- SMS: whose number is whose, provisional reports, what goes out and comes in. ADR 0015.

-- telephone numbers that may report, by keyed hash; the number itself is encrypted
CREATE TABLE sms_contact (
    phone TEXT NOT NULL,
    desa TEXT NOT NULL,
    -- empty for the TKPKDesa
    hamlet TEXT NOT NULL,
    role TEXT NOT NULL CHECK (role IN ('TKPKDESA', 'DUKUH', 'ASISTEN')),
    changed_at BIGINT NOT NULL,
    body BYTEA NOT NULL,
    PRIMARY KEY (phone)
);

-- provisional reports of hamlet meetings, one row for each version; the last one holds (R68)
CREATE TABLE provisional_report (
    desa TEXT NOT NULL,
    hamlet TEXT NOT NULL,
    no BIGINT NOT NULL,
    improved BIGINT NOT NULL,
    head_replaced BIGINT NOT NULL,
    composition_changed BIGINT NOT NULL,
    proposed BIGINT NOT NULL,
    source TEXT NOT NULL CHECK (source IN ('SMS', 'APLIKASI')),
    -- account, or keyed hash of the number
    sender TEXT NOT NULL,
    at BIGINT NOT NULL,
    -- against the signed minutes
    flag TEXT NOT NULL CHECK (flag IN ('MENUNGGU', 'SAMA', 'BEDA')),
    -- counts of the minutes it was compared with
    minutes TEXT NOT NULL,
    compared_at BIGINT,
    PRIMARY KEY (desa, hamlet, no)
);

-- messages to be sent
CREATE TABLE sms_out (
    id TEXT NOT NULL,
    kind TEXT NOT NULL,
    desa TEXT,
    hamlet TEXT,
    asked_by TEXT NOT NULL,
    phone TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('ANTRE', 'TERKIRIM', 'SAMPAI', 'GAGAL')),
    part_count BIGINT NOT NULL,
    created_at BIGINT NOT NULL,
    done_at BIGINT,
    body BYTEA NOT NULL,
    seal BYTEA NOT NULL,
    PRIMARY KEY (id)
);

-- their parts: the unit that the SMS centre takes and reports on
CREATE TABLE sms_out_part (
    message TEXT NOT NULL REFERENCES sms_out(id),
    no BIGINT NOT NULL,
    -- DISERAHKAN: handed over, the centre has not answered
    state TEXT NOT NULL CHECK (state IN ('ANTRE', 'DISERAHKAN', 'TERKIRIM', 'SAMPAI', 'GAGAL')),
    -- our own number, 1-65535, that comes back with the receipt
    reference BIGINT NOT NULL,
    -- the centre's number
    centre_id TEXT,
    attempts BIGINT NOT NULL,
    submitted_at BIGINT,
    next_at BIGINT NOT NULL,
    error TEXT,
    rev BIGINT NOT NULL,
    seal BYTEA NOT NULL,
    PRIMARY KEY (message, no)
);

-- messages received
CREATE TABLE sms_in (
    id TEXT NOT NULL,
    received_at BIGINT NOT NULL,
    phone TEXT NOT NULL,
    -- keyed hash of sender and content: the same message delivered twice is taken once
    digest BYTEA NOT NULL,
    verdict TEXT NOT NULL,
    desa TEXT,
    hamlet TEXT,
    answer TEXT,
    body BYTEA NOT NULL,
    seal BYTEA NOT NULL,
    PRIMARY KEY (id)
);

-- parts of long messages that are not complete yet
CREATE TABLE sms_in_part (
    phone TEXT NOT NULL,
    reference BIGINT NOT NULL,
    total BIGINT NOT NULL,
    no BIGINT NOT NULL,
    received_at BIGINT NOT NULL,
    coding BIGINT NOT NULL,
    body BYTEA NOT NULL,
    seal BYTEA NOT NULL,
    PRIMARY KEY (phone, reference, total, no)
);

CREATE INDEX sms_contact_by_desa ON sms_contact(desa);
CREATE INDEX sms_out_by_asker ON sms_out(asked_by, created_at);
CREATE INDEX sms_out_by_time ON sms_out(created_at);
CREATE INDEX sms_out_part_by_state ON sms_out_part(state, next_at);
CREATE INDEX sms_out_part_by_reference ON sms_out_part(reference);
CREATE INDEX sms_out_part_by_centre_id ON sms_out_part(centre_id);
CREATE INDEX sms_in_by_digest ON sms_in(digest);
CREATE INDEX sms_in_by_time ON sms_in(received_at);
