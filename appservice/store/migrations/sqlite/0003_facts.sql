-- The facts of communities. What is public and what is technical are apart: records stay, quiet facts go when their
-- item is settled.
CREATE TABLE records (
    community TEXT NOT NULL,
    place INTEGER NOT NULL,
    item TEXT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    envelope TEXT NOT NULL,
    signature TEXT NOT NULL,
    body TEXT,
    PRIMARY KEY (community, place)
);
CREATE INDEX records_by_item ON records (community, item) WHERE item IS NOT NULL;

CREATE TABLE quiet (
    community TEXT NOT NULL,
    place INTEGER NOT NULL,
    item TEXT,
    value BLOB NOT NULL,
    PRIMARY KEY (community, place)
) WITHOUT ROWID;
CREATE INDEX quiet_by_item ON quiet (community, item) WHERE item IS NOT NULL;

-- The next place of every community: the place of a fact that is gone is not given again.
CREATE TABLE fact_heads (
    community TEXT NOT NULL PRIMARY KEY,
    place INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE snap_heads (
    community TEXT NOT NULL PRIMARY KEY,
    place INTEGER NOT NULL
) WITHOUT ROWID;

CREATE TABLE snap_quiet (
    community TEXT NOT NULL,
    place INTEGER NOT NULL,
    item TEXT,
    value BLOB NOT NULL,
    PRIMARY KEY (community, place)
) WITHOUT ROWID;
CREATE INDEX snap_quiet_by_item ON snap_quiet (community, item) WHERE item IS NOT NULL;
