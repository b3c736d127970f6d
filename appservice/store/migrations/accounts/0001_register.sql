-- Who is signed in on the site, and how they get there. Secrets stand here as hashes alone.

CREATE TABLE session (
    hash    BLOB    NOT NULL PRIMARY KEY,
    id      TEXT    NOT NULL UNIQUE,
    account TEXT    NOT NULL,
    native  INTEGER NOT NULL,
    csrf    BLOB    NOT NULL,
    since_ms INTEGER NOT NULL,
    seen_ms INTEGER NOT NULL,
    agent   TEXT    NOT NULL
) STRICT;

CREATE INDEX session_account ON session (account, seen_ms);
CREATE INDEX session_seen ON session (seen_ms);

CREATE TABLE attempt (
    hash     BLOB    NOT NULL PRIMARY KEY,
    account  TEXT    NOT NULL,
    code     BLOB    NOT NULL,
    until_ms INTEGER NOT NULL,
    tries    INTEGER NOT NULL
) STRICT;

CREATE INDEX attempt_until ON attempt (until_ms);

CREATE TABLE native (
    account TEXT    NOT NULL PRIMARY KEY,
    name    TEXT    NOT NULL,
    folded  TEXT    NOT NULL UNIQUE,
    phrase  BLOB    NOT NULL UNIQUE,
    made_ms INTEGER NOT NULL
) STRICT;

CREATE TABLE passkey (
    id      BLOB    NOT NULL PRIMARY KEY,
    account TEXT    NOT NULL,
    key     BLOB    NOT NULL,
    state   BLOB    NOT NULL,
    made_ms INTEGER NOT NULL,
    used_ms INTEGER NOT NULL
) STRICT;

CREATE INDEX passkey_account ON passkey (account);
