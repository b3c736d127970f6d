-- What members have begun to write in the wiki and keep for later: nobody else's, and no part of any record.

CREATE TABLE draft (
    account   TEXT    NOT NULL,
    community BLOB    NOT NULL,
    page      BLOB    NOT NULL,
    title     TEXT    NOT NULL,
    text      TEXT    NOT NULL,
    comment   TEXT    NOT NULL,
    parents   BLOB    NOT NULL,
    section   INTEGER,
    kept_ms   INTEGER NOT NULL,
    PRIMARY KEY (account, community, page)
) STRICT;

CREATE INDEX draft_kept ON draft (account, kept_ms);
