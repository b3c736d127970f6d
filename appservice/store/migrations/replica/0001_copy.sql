-- A member's copy of a private space: the node's entries in its order, and what waits to be sent. All of it is sealed.

CREATE TABLE entry (
    position INTEGER NOT NULL PRIMARY KEY,
    bytes    BLOB    NOT NULL
) STRICT;

CREATE TABLE draft (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    bytes  BLOB    NOT NULL
) STRICT;

CREATE TABLE wish (
    number INTEGER NOT NULL PRIMARY KEY AUTOINCREMENT,
    text   TEXT    NOT NULL
) STRICT;

CREATE TABLE setting (
    name  TEXT NOT NULL PRIMARY KEY,
    value TEXT NOT NULL
) STRICT;
