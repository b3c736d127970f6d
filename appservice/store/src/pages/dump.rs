//! Everything that is in the view, as ordered lines: to compare two.

use rusqlite::types::ValueRef;

use super::{Pages, PagesError};

/// Each table without the numbers that a file gives, and without how often it was written: by ids and names.
const TABLES: [(&str, &str); 14] = [
    (
        "community",
        "SELECT hex(id), place, hex(record), name, founded_ms, lang, stream_room FROM communities",
    ),
    (
        "item",
        "SELECT hex(c.id), hex(i.item), hex(r.item), hex(p.item), a.name, i.time_ms, i.edited_ms, i.standing, \
         i.support, i.useful, i.oppose, i.score, i.comments, i.asks, i.event, i.entry, hex(i.record), hex(i.edit), \
         w.content FROM items AS i JOIN communities AS c ON c.n = i.community JOIN accounts AS a ON a.n = i.author \
         LEFT JOIN items AS r ON r.n = i.root LEFT JOIN items AS p ON p.n = i.parent \
         LEFT JOIN words AS w ON w.n = i.n",
    ),
    (
        "tag",
        "SELECT hex(c.id), t.kind, t.name, t.posts, i.time_ms, i.place, hex(of.item) FROM tags AS t \
         JOIN communities AS c ON c.n = t.community LEFT JOIN item_tags AS i ON i.tag = t.n \
         LEFT JOIN items AS of ON of.n = i.n",
    ),
    (
        "persona",
        "SELECT hex(c.id), a.name, p.name, p.avatar, p.about, p.posts, p.comments FROM personas AS p \
         JOIN communities AS c ON c.n = p.community JOIN accounts AS a ON a.n = p.account",
    ),
    (
        "wallet",
        "SELECT hex(c.id), a.name, w.currency, w.address FROM wallets AS w \
         JOIN communities AS c ON c.n = w.community JOIN accounts AS a ON a.n = w.account",
    ),
    (
        "entry",
        "SELECT hex(c.id), e.number, hex(e.proposal), hex(e.record), a.name, e.written_ms, e.entered_ms, hex(e.item), \
         e.content FROM entries AS e JOIN communities AS c ON c.n = e.community JOIN accounts AS a ON a.n = e.author",
    ),
    (
        "said",
        "SELECT hex(c.id), hex(s.about), s.place, a.name, s.time_ms, s.kind, s.text FROM said AS s \
         JOIN communities AS c ON c.n = s.community JOIN accounts AS a ON a.n = s.author",
    ),
    (
        "media",
        "SELECT hex(c.id), m.carrier, hex(i.item), a.name, CASE m.carrier WHEN 2 THEN m.owner END, m.place, m.mxc, \
         m.media FROM media AS m JOIN communities AS c ON c.n = m.community \
         LEFT JOIN items AS i ON m.carrier = 0 AND i.n = m.owner \
         LEFT JOIN accounts AS a ON m.carrier = 1 AND a.n = m.owner",
    ),
    (
        "day",
        "SELECT hex(c.id), d.day, d.posts, d.comments, d.votes, d.active, d.trusted, d.magic FROM days AS d \
         JOIN communities AS c ON c.n = d.community",
    ),
    (
        "wiki page",
        "SELECT hex(c.id), hex(p.page), p.namespace, p.title, p.own, p.sort, p.skeleton, p.kind, hex(s.id), m.change, hex(m.parents), \
         p.moved_to, p.file, p.conflicts, p.contested, p.changed_ms, a.name, p.revisions, p.inbound, p.members \
         FROM wiki_pages AS p LEFT JOIN communities AS c ON c.n = p.scope LEFT JOIN wiki_revisions AS s ON s.n = p.shown \
         LEFT JOIN wiki_merged AS m ON m.page = p.n LEFT JOIN accounts AS a ON a.n = p.changed_by WHERE p.title <> ''",
    ),
    (
        "wiki revision",
        "SELECT hex(c.id), hex(r.id), hex(p.page), a.name, r.time_ms, hex(r.record), r.kind, r.title, r.comment, \
         r.moved_to, r.file, hex(r.blake3), r.bytes, r.seq IS NULL, r.head, t.text, (SELECT group_concat(hex(w.id)) \
         FROM wiki_parents AS w WHERE w.child = r.n) FROM wiki_revisions AS r JOIN communities AS c ON c.n = r.community \
         JOIN wiki_pages AS p ON p.n = r.page JOIN accounts AS a ON a.n = r.author \
         LEFT JOIN wiki_texts AS t ON t.n = r.n",
    ),
    (
        "wiki words",
        "SELECT hex(p.page), p.scope = 0, replace(wiki_words.title, p.scope || '·', ''), \
         replace(wiki_words.text, p.scope || '·', '') FROM wiki_words LEFT JOIN wiki_pages AS p ON p.n = wiki_words.rowid",
    ),
    (
        "wiki history",
        "SELECT hex(p.page), hex(h.id), h.time_ms FROM wiki_history AS h JOIN wiki_pages AS p ON p.n = h.page",
    ),
    (
        "wiki link",
        "SELECT hex(s.page), hex(t.page), t.scope = 0, l.filed, l.scope = 0, l.sort, l.kind, l.title \
         FROM wiki_links AS l JOIN wiki_pages AS s ON s.n = l.source JOIN wiki_pages AS t ON t.n = l.target",
    ),
];

impl Pages {
    /// Everything that is in it, as ordered lines: two views of the same records have the same.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn dump(&self) -> Result<Vec<String>, PagesError> {
        let reader = self.readers.take()?;
        let mut lines = Vec::new();
        for (table, text) in TABLES {
            let mut statement = reader.prepare(text)?;
            let columns = statement.column_count();
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let mut line = table.to_owned();
                for column in 0..columns {
                    line.push('\t');
                    line.push_str(&shown(row.get_ref(column)?));
                }
                lines.push(line);
            }
        }
        lines.sort();
        Ok(lines)
    }
}

fn shown(value: ValueRef<'_>) -> String {
    match value {
        ValueRef::Null => "-".to_owned(),
        ValueRef::Integer(int) => int.to_string(),
        ValueRef::Real(real) => real.to_string(),
        ValueRef::Text(text) => format!("{:?}", String::from_utf8_lossy(text)),
        ValueRef::Blob(bytes) => format!("{bytes:?}"),
    }
}
