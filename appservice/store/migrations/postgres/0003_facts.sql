-- The facts of communities. What is public and what is technical are apart: records stay, quiet facts go when their
-- item is settled.
CREATE TABLE records (
    community TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    item TEXT COLLATE "C",
    id TEXT COLLATE "C" NOT NULL UNIQUE,
    kind TEXT COLLATE "C" NOT NULL,
    envelope TEXT COLLATE "C" NOT NULL,
    signature TEXT COLLATE "C" NOT NULL,
    body TEXT COLLATE "C",
    PRIMARY KEY (community, place)
);
CREATE INDEX records_by_item ON records (community, item) WHERE item IS NOT NULL;

CREATE TABLE quiet (
    community TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    item TEXT COLLATE "C",
    value BYTEA NOT NULL,
    PRIMARY KEY (community, place)
);
CREATE INDEX quiet_by_item ON quiet (community, item) WHERE item IS NOT NULL;

-- The next place of every community: the place of a fact that is gone is not given again.
CREATE TABLE fact_heads (
    community TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    place BIGINT NOT NULL
);

CREATE TABLE snap_heads (
    community TEXT COLLATE "C" NOT NULL PRIMARY KEY,
    place BIGINT NOT NULL
);

CREATE TABLE snap_quiet (
    community TEXT COLLATE "C" NOT NULL,
    place BIGINT NOT NULL,
    item TEXT COLLATE "C",
    value BYTEA NOT NULL,
    PRIMARY KEY (community, place)
);
CREATE INDEX snap_quiet_by_item ON snap_quiet (community, item) WHERE item IS NOT NULL;
