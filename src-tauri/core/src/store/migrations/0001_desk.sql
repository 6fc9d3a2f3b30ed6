-- The desk: the centre, who works there, what was asked, and the proof of it.
-- Instants are UTC milliseconds, civil dates ISO text, flags 0 or 1. The centre is the first column of every key.

CREATE TABLE centres (
    centre_id TEXT NOT NULL PRIMARY KEY,
    name TEXT NOT NULL,
    short TEXT NOT NULL,
    zone TEXT NOT NULL,
    sample INTEGER NOT NULL CHECK (sample IN (0, 1)),
    created_at INTEGER NOT NULL
) STRICT;

CREATE TABLE accounts (
    centre_id TEXT NOT NULL REFERENCES centres (centre_id),
    account_id TEXT NOT NULL,
    login TEXT NOT NULL,
    name TEXT NOT NULL,
    password TEXT NOT NULL,
    recovery TEXT,
    failures INTEGER NOT NULL CHECK (failures >= 0),
    next_try_at INTEGER NOT NULL,
    created_at INTEGER NOT NULL,
    PRIMARY KEY (centre_id, account_id),
    UNIQUE (centre_id, login)
) STRICT;

CREATE TABLE account_roles (
    centre_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    role TEXT NOT NULL,
    granted_at INTEGER NOT NULL,
    PRIMARY KEY (centre_id, account_id, role),
    FOREIGN KEY (centre_id, account_id) REFERENCES accounts (centre_id, account_id)
) STRICT;

-- What each client asked under its own id, so that a retry gets the same answer and does nothing twice.
CREATE TABLE requests (
    centre_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    request_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    digest TEXT NOT NULL,
    answer TEXT,
    repeats INTEGER NOT NULL,
    at INTEGER NOT NULL,
    PRIMARY KEY (centre_id, account_id, request_id)
) STRICT;
CREATE INDEX requests_by_age ON requests (centre_id, at);

-- Append-only: one row for each write, done or refused, chained by SM3 within the centre.
CREATE TABLE audit (
    centre_id TEXT NOT NULL,
    seq INTEGER NOT NULL,
    at INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    operation TEXT NOT NULL,
    subject TEXT NOT NULL,
    desk TEXT NOT NULL,
    request_id TEXT NOT NULL,
    result TEXT NOT NULL,
    wrote TEXT NOT NULL,
    previous TEXT NOT NULL,
    hash TEXT NOT NULL,
    PRIMARY KEY (centre_id, seq)
) STRICT;

CREATE TABLE audit_heads (
    centre_id TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    hash TEXT NOT NULL
) STRICT;

-- A key for the personal values of one subject; when the values are lawfully deleted the key goes with them.
CREATE TABLE personal_keys (
    centre_id TEXT NOT NULL,
    subject TEXT NOT NULL,
    secret TEXT NOT NULL,
    PRIMARY KEY (centre_id, subject)
) STRICT;

CREATE TABLE drafts (
    centre_id TEXT NOT NULL,
    account_id TEXT NOT NULL,
    kind TEXT NOT NULL,
    body TEXT NOT NULL,
    saved_at INTEGER NOT NULL,
    PRIMARY KEY (centre_id, account_id, kind)
) STRICT;

CREATE TABLE case_numbers (
    centre_id TEXT NOT NULL,
    day TEXT NOT NULL,
    last INTEGER NOT NULL CHECK (last > 0),
    PRIMARY KEY (centre_id, day)
) STRICT;

-- A case as it stands now; what happened to it is in case_events. The holder is never absent.
CREATE TABLE cases (
    centre_id TEXT NOT NULL REFERENCES centres (centre_id),
    case_id TEXT NOT NULL,
    number TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('open', 'closed')),
    channel TEXT NOT NULL,
    kind TEXT NOT NULL,
    urgency TEXT NOT NULL,
    way TEXT NOT NULL,
    category TEXT,
    matter TEXT NOT NULL,
    materials TEXT,
    reply TEXT,
    visitor_name TEXT,
    visitor_phone TEXT,
    visitor_address TEXT,
    first_receiver_id TEXT NOT NULL,
    holder_id TEXT NOT NULL,
    received_at INTEGER NOT NULL,
    recorded_at INTEGER NOT NULL,
    late_entry INTEGER NOT NULL CHECK (late_entry IN (0, 1)),
    closed_at INTEGER,
    PRIMARY KEY (centre_id, case_id),
    UNIQUE (centre_id, number),
    FOREIGN KEY (centre_id, first_receiver_id) REFERENCES accounts (centre_id, account_id),
    FOREIGN KEY (centre_id, holder_id) REFERENCES accounts (centre_id, account_id)
) STRICT;
CREATE INDEX cases_by_time ON cases (centre_id, recorded_at, case_id);
CREATE INDEX cases_by_state ON cases (centre_id, state, recorded_at, case_id);
CREATE INDEX cases_by_holder ON cases (centre_id, holder_id, recorded_at, case_id);
CREATE INDEX cases_by_first_receiver ON cases (centre_id, first_receiver_id, recorded_at, case_id);

-- Append-only. `facts` holds no personal value; `personal` does, and may be deleted lawfully: its keyed digest stays.
CREATE TABLE case_events (
    centre_id TEXT NOT NULL,
    case_id TEXT NOT NULL,
    seq INTEGER NOT NULL CHECK (seq > 0),
    kind TEXT NOT NULL,
    at INTEGER NOT NULL,
    account_id TEXT NOT NULL,
    facts TEXT NOT NULL,
    personal TEXT,
    personal_digest TEXT,
    PRIMARY KEY (centre_id, case_id, seq),
    FOREIGN KEY (centre_id, case_id) REFERENCES cases (centre_id, case_id)
) STRICT;
