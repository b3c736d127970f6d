-- Where replay starts after bodies were erased or rows dropped: everything as it was at these positions.
CREATE TABLE snap_positions (
    name TEXT NOT NULL PRIMARY KEY,
    position INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE snap_state (
    bot TEXT NOT NULL,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    value BLOB NOT NULL,
    sealed INTEGER NOT NULL,
    PRIMARY KEY (bot, scope, key)
) WITHOUT ROWID;

CREATE TABLE snap_timers (
    bot TEXT NOT NULL,
    name TEXT NOT NULL,
    scope TEXT NOT NULL,
    due_ms INTEGER NOT NULL,
    payload TEXT NOT NULL,
    PRIMARY KEY (bot, name)
) WITHOUT ROWID;

