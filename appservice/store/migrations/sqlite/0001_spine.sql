CREATE TABLE meta (
    key TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) WITHOUT ROWID;

CREATE TABLE journal_head (
    id INTEGER PRIMARY KEY CHECK (id = 1),
    seq INTEGER NOT NULL
);
INSERT INTO journal_head (id, seq) VALUES (1, 0);

CREATE TABLE journal (
    seq INTEGER PRIMARY KEY,
    source TEXT NOT NULL,
    external_id TEXT NOT NULL,
    room TEXT,
    at_ms INTEGER NOT NULL,
    body BLOB NOT NULL,
    sealed INTEGER NOT NULL,
    context TEXT,
    erased INTEGER NOT NULL DEFAULT 0,
    UNIQUE (source, external_id)
);
CREATE INDEX journal_sealed ON journal (at_ms) WHERE sealed = 1;

CREATE TABLE consumers (
    name TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE state (
    bot TEXT NOT NULL,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    sealed INTEGER NOT NULL,
    PRIMARY KEY (bot, scope, key)
) WITHOUT ROWID;

-- status: 0 queued, 1 sending, 2 done, 3 refused. ord: the order within a lane.
CREATE TABLE outbox (
    key TEXT NOT NULL PRIMARY KEY,
    seq INTEGER NOT NULL,
    idx INTEGER NOT NULL,
    ord INTEGER NOT NULL,
    bot TEXT NOT NULL,
    scope TEXT NOT NULL,
    tag TEXT NOT NULL,
    lane TEXT NOT NULL,
    payload BLOB,
    sealed INTEGER NOT NULL,
    digest TEXT NOT NULL,
    status INTEGER NOT NULL DEFAULT 0,
    attempts INTEGER NOT NULL DEFAULT 0,
    next_ms INTEGER NOT NULL DEFAULT 0,
    planned_ms INTEGER NOT NULL,
    event_id TEXT,
    reason TEXT
);
CREATE INDEX outbox_waiting ON outbox (lane, ord, key) WHERE status < 2;
CREATE INDEX outbox_refused ON outbox (ord) WHERE status = 3;

-- The head of every lane that has effects waiting: kept with the outbox, so that finding work costs the same
-- whatever waits behind the heads.
CREATE TABLE lanes (
    lane TEXT NOT NULL PRIMARY KEY,
    key TEXT NOT NULL,
    ord INTEGER NOT NULL,
    next_ms INTEGER NOT NULL
) WITHOUT ROWID;
CREATE INDEX lanes_by_age ON lanes (ord, key);

CREATE TABLE timers (
    bot TEXT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    due_ms INTEGER NOT NULL,
    payload TEXT NOT NULL,
    fired INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (bot, name)
) WITHOUT ROWID;
CREATE INDEX timers_due ON timers (due_ms, bot, name) WHERE fired = 0;

CREATE TABLE parked (
    seq INTEGER NOT NULL,
    consumer TEXT NOT NULL,
    reason TEXT NOT NULL,
    at_ms INTEGER NOT NULL,
    PRIMARY KEY (seq, consumer)
) WITHOUT ROWID;
