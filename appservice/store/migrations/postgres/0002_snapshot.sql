-- Where replay starts after bodies were erased or rows dropped: everything as it was at these positions.
CREATE TABLE snap_positions (
    name TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    position BIGINT NOT NULL
);

CREATE TABLE snap_state (
    bot TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    value BYTEA NOT NULL,
    sealed BIGINT NOT NULL,
    PRIMARY KEY (bot, scope, key)
);

CREATE TABLE snap_timers (
    bot TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    due_ms BIGINT NOT NULL,
    payload TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bot, name)
);
