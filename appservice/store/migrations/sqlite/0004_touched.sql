-- What was touched since the snapshot was taken: the next one copies nothing else.
CREATE TABLE touched_state (
    bot TEXT NOT NULL,
    scope TEXT NOT NULL,
    key TEXT NOT NULL,
    PRIMARY KEY (bot, scope, key)
) WITHOUT ROWID;
INSERT INTO touched_state (bot, scope, key)
    SELECT bot, scope, key FROM state UNION SELECT bot, scope, key FROM snap_state;

CREATE TABLE touched_timers (
    bot TEXT NOT NULL,
    name TEXT NOT NULL,
    PRIMARY KEY (bot, name)
) WITHOUT ROWID;
INSERT INTO touched_timers (bot, name)
    SELECT bot, name FROM timers UNION SELECT bot, name FROM snap_timers;
