-- What was touched since the snapshot was taken: the next one copies nothing else.
CREATE TABLE touched_state (
    bot TEXT COLLATE "C" NOT NULL,
    scope TEXT COLLATE "C" NOT NULL,
    key TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bot, scope, key)
);
INSERT INTO touched_state (bot, scope, key)
    SELECT bot, scope, key FROM state UNION SELECT bot, scope, key FROM snap_state;

CREATE TABLE touched_timers (
    bot TEXT COLLATE "C" NOT NULL,
    name TEXT COLLATE "C" NOT NULL,
    PRIMARY KEY (bot, name)
);
INSERT INTO touched_timers (bot, name)
    SELECT bot, name FROM timers UNION SELECT bot, name FROM snap_timers;
