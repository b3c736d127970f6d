-- scope: a community, or 0 for the commons. kind: 0 a text, 1 moved, 2 deleted, 3 a file, 4 taken back; NULL where nobody
-- has written. sort: the title's key, with its namespace behind `#`. shown: the revision whose words are the page's as
-- they are; where there is none, they stand in wiki_merged. title is empty where none may be shown; own: 1 where a revision has
-- it, and not a link alone.
CREATE TABLE wiki_pages (
    n INTEGER PRIMARY KEY,
    scope INTEGER NOT NULL,
    page BLOB NOT NULL,
    namespace INTEGER NOT NULL DEFAULT 0,
    title TEXT NOT NULL DEFAULT '',
    own INTEGER NOT NULL DEFAULT 0,
    sort TEXT NOT NULL DEFAULT '',
    skeleton TEXT NOT NULL DEFAULT '',
    kind INTEGER,
    shown INTEGER,
    moved_to TEXT,
    file TEXT,
    conflicts INTEGER NOT NULL DEFAULT 0,
    contested INTEGER NOT NULL DEFAULT 0,
    changed_ms INTEGER NOT NULL DEFAULT 0,
    changed_by INTEGER,
    revisions INTEGER NOT NULL DEFAULT 0,
    inbound INTEGER NOT NULL DEFAULT 0,
    members INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX wiki_pages_by_id ON wiki_pages (page, scope);
CREATE INDEX wiki_pages_written ON wiki_pages (scope, sort) WHERE kind IN (0, 3);
CREATE INDEX wiki_pages_alike ON wiki_pages (scope, skeleton) WHERE kind IN (0, 1, 3);
CREATE INDEX wiki_categories ON wiki_pages (scope, sort) WHERE namespace = 2 AND (kind = 0 OR members > 0);
CREATE INDEX wiki_files ON wiki_pages (scope, sort) WHERE kind = 3;
CREATE INDEX wiki_wanted ON wiki_pages (scope, inbound DESC, sort) WHERE kind IS NULL AND inbound > 0;
CREATE INDEX wiki_orphans ON wiki_pages (scope, sort) WHERE kind = 0 AND inbound = 0 AND namespace < 2;
CREATE INDEX wiki_contested ON wiki_pages (scope, sort) WHERE conflicts > 0 OR contested > 0;

-- parents: the names of those heads that are in it, one behind the other.
CREATE TABLE wiki_merged (page INTEGER PRIMARY KEY, change TEXT, parents BLOB NOT NULL);

-- seq: the order in which revisions took their places, parents first; NULL while a parent is not known.
CREATE TABLE wiki_revisions (
    n INTEGER PRIMARY KEY,
    community INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    id BLOB NOT NULL,
    page INTEGER NOT NULL,
    author INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    record BLOB NOT NULL,
    kind INTEGER NOT NULL,
    title TEXT,
    comment TEXT NOT NULL DEFAULT '',
    moved_to TEXT,
    file TEXT,
    blake3 BLOB,
    bytes INTEGER NOT NULL DEFAULT 0,
    seq INTEGER,
    head INTEGER NOT NULL DEFAULT 0
);
CREATE UNIQUE INDEX wiki_revisions_by_id ON wiki_revisions (id, community);
CREATE UNIQUE INDEX wiki_revisions_by_seq ON wiki_revisions (seq) WHERE seq IS NOT NULL;
CREATE INDEX wiki_revisions_by_page ON wiki_revisions (page, time_ms, id);
CREATE INDEX wiki_revisions_by_time ON wiki_revisions (scope, time_ms, id) WHERE seq IS NOT NULL;
CREATE INDEX wiki_heads ON wiki_revisions (page, time_ms, id) WHERE head = 1;
CREATE INDEX wiki_revisions_by_file ON wiki_revisions (blake3) WHERE blake3 IS NOT NULL;

CREATE TABLE wiki_texts (n INTEGER PRIMARY KEY, text TEXT NOT NULL);

-- parent: the number of what `id` names, once the child has its place.
CREATE TABLE wiki_parents (
    child INTEGER NOT NULL,
    place INTEGER NOT NULL,
    id BLOB NOT NULL,
    parent INTEGER,
    PRIMARY KEY (child, place)
) WITHOUT ROWID;
CREATE INDEX wiki_parents_missing ON wiki_parents (id) WHERE parent IS NULL;
CREATE INDEX wiki_children ON wiki_parents (parent) WHERE parent IS NOT NULL;

-- The revisions of a page, and of the pages that it was moved from.
CREATE TABLE wiki_history (
    page INTEGER NOT NULL,
    time_ms INTEGER NOT NULL,
    id BLOB NOT NULL,
    n INTEGER NOT NULL,
    PRIMARY KEY (page, time_ms, id, n)
) WITHOUT ROWID;
CREATE INDEX wiki_history_by_revision ON wiki_history (n);

-- filed: 1 where the source is filed under the target, a category. scope and sort: the source's. kind: 0 a link, 1 an embed,
-- 2 a category.
CREATE TABLE wiki_links (
    target INTEGER NOT NULL,
    filed INTEGER NOT NULL,
    scope INTEGER NOT NULL,
    sort TEXT NOT NULL,
    source INTEGER NOT NULL,
    kind INTEGER NOT NULL,
    title TEXT NOT NULL,
    PRIMARY KEY (target, filed, scope, sort, source)
) WITHOUT ROWID;
CREATE INDEX wiki_links_by_source ON wiki_links (source, target, filed);
CREATE INDEX wiki_links_by_title ON wiki_links (target, title);

-- The words of pages as they are now, in their dictionary forms, each behind the page's scope and `·`: words apart by spaces,
-- the forms of one by `/`; `.` stands for a word that is everywhere. What is taken out is overwritten at once.
CREATE VIRTUAL TABLE wiki_words USING fts5 (title, text, tokenize = 'ascii');
INSERT INTO wiki_words (wiki_words, rank) VALUES ('secure-delete', 1);
