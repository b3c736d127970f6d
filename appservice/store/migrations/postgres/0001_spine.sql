CREATE TABLE meta (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    value TEXT COLLATE "C" NOT NULL
);

CREATE TABLE journal_head (
    id BIGINT PRIMARY KEY CHECK (id = 1),
    seq BIGINT NOT NULL
);
INSERT INTO journal_head (id, seq) VALUES (1, 0);

CREATE TABLE journal (
    seq BIGINT PRIMARY KEY,
    source TEXT COLLATE "C" NOT NULL,
    external_id TEXT COLLATE "C" NOT NULL,
    room TEXT COLLATE "C",
    at_ms BIGINT NOT NULL,
    body BYTEA NOT NULL,
    sealed BIGINT NOT NULL,
    context TEXT COLLATE "C",
    erased BIGINT NOT NULL DEFAULT 0,
    UNIQUE (source, external_id)
);
CREATE INDEX journal_sealed ON journal (at_ms) WHERE sealed = 1;

CREATE TABLE consumers (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);

CREATE TABLE state (
    bot TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    value BYTEA NOT NULL,
    sealed BIGINT NOT NULL,
    PRIMARY KEY (bot, scope, key)
);

-- status: 0 queued, 1 sending, 2 done, 3 refused. ord: the order within a lane.
CREATE TABLE outbox (
    key TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    seq BIGINT NOT NULL,
    idx BIGINT NOT NULL,
    ord BIGINT NOT NULL,
    bot TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    tag TEXT COLLATE "C" NOT NULL,
    lane TEXT COLLATE "C" NOT NULL,
    payload BYTEA,
    sealed BIGINT NOT NULL,
    digest TEXT COLLATE "C" NOT NULL,
    status BIGINT NOT NULL DEFAULT 0,
    attempts BIGINT NOT NULL DEFAULT 0,
    next_ms BIGINT NOT NULL DEFAULT 0,
    planned_ms BIGINT NOT NULL,
    event_id TEXT COLLATE "C",
    reason TEXT COLLATE "C"
);
CREATE INDEX outbox_waiting ON outbox (lane, ord, key) WHERE status < 2;
CREATE INDEX outbox_refused ON outbox (ord) WHERE status = 3;

-- The head of every lane that has effects waiting: kept with the outbox, so that finding work costs the same
-- whatever waits behind the heads.
CREATE TABLE lanes (
    lane TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    key TEXT COLLATE "C" NOT NULL,
    ord BIGINT NOT NULL,
    next_ms BIGINT NOT NULL
);
CREATE INDEX lanes_by_age ON lanes (ord, key);

CREATE TABLE timers (
    bot TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    due_ms BIGINT NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    fired BIGINT NOT NULL DEFAULT 0,
    PRIMARY KEY (bot, name)
);
CREATE INDEX timers_due ON timers (due_ms, bot, name) WHERE fired = 0;

CREATE TABLE parked (
    seq BIGINT NOT NULL,
    consumer TEXT COLLATE "C" NOT NULL,
    reason TEXT COLLATE "C" NOT NULL,
    at_ms BIGINT NOT NULL,
    PRIMARY KEY (seq, consumer)
);

-- Rows that change often leave room for their new versions on the same page.
ALTER TABLE journal SET (fillfactor = 90);
ALTER TABLE lanes SET (fillfactor = 50);
ALTER TABLE outbox SET (fillfactor = 80);
