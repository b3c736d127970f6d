CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

CREATE TABLE communities (
    n INTEGER PRIMARY KEY,
    id BLOB NOT NULL UNIQUE,
    place INTEGER NOT NULL DEFAULT 0,
    record BLOB,
    version INTEGER NOT NULL DEFAULT 0,
    name TEXT NOT NULL DEFAULT '',
    founded_ms INTEGER NOT NULL DEFAULT 0,
    lang TEXT NOT NULL DEFAULT '',
    stream_room TEXT
);

CREATE TABLE accounts (n INTEGER PRIMARY KEY, name TEXT NOT NULL UNIQUE);

-- standing: 0 published, 1 hidden, 2 withdrawn. Only what is published has words, tags, media and an event.
CREATE TABLE items (
    n INTEGER PRIMARY KEY,
    community INTEGER NOT NULL,
    item BLOB NOT NULL,
    root INTEGER,
    parent INTEGER,
    author INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    edited_ms INTEGER,
    standing INTEGER NOT NULL DEFAULT 0,
    support INTEGER NOT NULL DEFAULT 0,
    useful INTEGER NOT NULL DEFAULT 0,
    oppose INTEGER NOT NULL DEFAULT 0,
    score INTEGER NOT NULL DEFAULT 0,
    comments INTEGER NOT NULL DEFAULT 0,
    asks INTEGER NOT NULL DEFAULT 0,
    event TEXT,
    entry INTEGER,
    record BLOB NOT NULL,
    edit BLOB
);
CREATE UNIQUE INDEX items_by_id ON items (community, item);
CREATE INDEX posts_by_time ON items (community, time_ms, n) WHERE root IS NULL AND standing = 0;
CREATE INDEX posts_by_score ON items (community, score, time_ms, n) WHERE root IS NULL AND standing = 0;
CREATE INDEX comments_by_time ON items (community, time_ms, n) WHERE root IS NOT NULL AND standing = 0;
CREATE INDEX items_by_author ON items (community, author, time_ms, n) WHERE standing = 0;
CREATE INDEX items_unlinked ON items (community, n) WHERE event IS NULL AND standing = 0;
-- All that a thread is put in order by, so that none of its rows is read.
CREATE INDEX items_by_root ON items (root, time_ms, n, item, parent, author, score, asks) WHERE root IS NOT NULL;

CREATE TABLE words (n INTEGER PRIMARY KEY, content TEXT NOT NULL);

-- kind: 0 plain, 1 super.
CREATE TABLE tags (
    n INTEGER PRIMARY KEY,
    community INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    name TEXT NOT NULL,
    posts INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX tags_by_name ON tags (community, kind, name);
CREATE INDEX tags_by_use ON tags (community, kind, posts DESC, name);

CREATE TABLE item_tags (
    tag INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    n INTEGER NOT NULL,
    place INTEGER NOT NULL,
    PRIMARY KEY (tag, time_ms, n)
) WITHOUT ROWID;
CREATE INDEX item_tags_by_item ON item_tags (n, place);

CREATE TABLE personas (
    community INTEGER NOT NULL,
    account INTEGER NOT NULL,
    name TEXT,
    avatar TEXT,
    about TEXT,
    posts INTEGER NOT NULL DEFAULT 0,
    comments INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (community, account)
) WITHOUT ROWID;

CREATE TABLE wallets (
    community INTEGER NOT NULL,
    account INTEGER NOT NULL,
    currency TEXT NOT NULL,
    address TEXT NOT NULL,
    PRIMARY KEY (community, account, currency)
) WITHOUT ROWID;

CREATE TABLE entries (
    community INTEGER NOT NULL,
    number INTEGER NOT NULL,
    proposal BLOB NOT NULL,
    record BLOB NOT NULL,
    author INTEGER NOT NULL,
    written_ms INTEGER NOT NULL,
    entered_ms INTEGER NOT NULL,
    item BLOB,
    content TEXT,
    PRIMARY KEY (community, number)
);
CREATE UNIQUE INDEX entries_by_proposal ON entries (community, proposal);

CREATE TABLE said (
    community INTEGER NOT NULL,
    about BLOB NOT NULL,
    place INTEGER NOT NULL,
    author INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    kind TEXT NOT NULL,
    text TEXT,
    PRIMARY KEY (community, about, place)
) WITHOUT ROWID;

-- carrier: 0 an item, 1 a persona, 2 an entry of the chronicle; owner: its number, the account's, the entry's.
CREATE TABLE media (
    community INTEGER NOT NULL,
    carrier INTEGER NOT NULL,
    owner INTEGER NOT NULL,
    place INTEGER NOT NULL,
    mxc TEXT NOT NULL,
    media TEXT NOT NULL,
    PRIMARY KEY (community, carrier, owner, place)
) WITHOUT ROWID;
CREATE INDEX media_by_address ON media (mxc);

CREATE TABLE days (
    community INTEGER NOT NULL,
    day INTEGER NOT NULL,
    posts INTEGER NOT NULL DEFAULT 0,
    comments INTEGER NOT NULL DEFAULT 0,
    votes INTEGER NOT NULL DEFAULT 0,
    active INTEGER NOT NULL DEFAULT 0,
    trusted INTEGER NOT NULL DEFAULT 0,
    magic INTEGER NOT NULL DEFAULT 0,
    PRIMARY KEY (community, day)
) WITHOUT ROWID;
