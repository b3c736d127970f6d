-- Private spaces of the wiki: signed, sealed bytes, in the order in which they came. What they say is not known here.

CREATE TABLE space (
    id        BLOB    NOT NULL PRIMARY KEY,
    community BLOB    NOT NULL,
    account   TEXT    NOT NULL,
    made_ms   INTEGER NOT NULL,
    entries   INTEGER NOT NULL,
    bytes     INTEGER NOT NULL
) STRICT;

CREATE INDEX space_account ON space (account);

CREATE TABLE entry (
    space    BLOB    NOT NULL REFERENCES space (id),
    position INTEGER NOT NULL,
    id       BLOB    NOT NULL,
    author   BLOB    NOT NULL,
    begins   INTEGER NOT NULL,
    account  TEXT    NOT NULL,
    came_ms  INTEGER NOT NULL,
    bytes    BLOB    NOT NULL,
    PRIMARY KEY (space, position)
) STRICT;

CREATE UNIQUE INDEX entry_id ON entry (space, id);
CREATE INDEX entry_author ON entry (space, author, position);
CREATE INDEX entry_account ON entry (account, space);
CREATE INDEX entry_begins ON entry (space, position) WHERE begins = 1;
