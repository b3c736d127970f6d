//! SQLite's full-text search, as it is out of the box.

use std::{
    path::Path,
    time::{Duration, Instant},
};

use rusqlite::{Connection, params};

use secta_bot_search::find::PAGE;

use super::{
    corpus::Corpus,
    figures::{Times, Watch},
    questions::Question,
};

const BATCH: usize = 20_000;
const WARMING: usize = 20;

pub struct Fts5(Connection);

impl Fts5 {
    pub fn open(folder: &Path) -> Self {
        let connection = Connection::open(folder.join("fts5.sqlite")).expect("a database");
        connection
            .execute_batch(
                "PRAGMA journal_mode = WAL;
                 PRAGMA synchronous = NORMAL;
                 CREATE VIRTUAL TABLE messages USING fts5(body, room UNINDEXED, event UNINDEXED, sent UNINDEXED);",
            )
            .expect("SQLite has FTS5");
        Self(connection)
    }

    /// Puts all messages in; how long it took, without making them.
    pub fn build(&mut self, corpus: &Corpus) -> Duration {
        let mut indexing = Duration::ZERO;
        for from in (0..corpus.count).step_by(BATCH) {
            let until = (from + BATCH).min(corpus.count);
            let batch: Vec<_> = (from..until).map(|n| corpus.message(n)).collect();
            let start = Instant::now();
            let transaction = self.0.transaction().expect("a transaction");
            {
                let mut insert = transaction
                    .prepare_cached("INSERT INTO messages VALUES (?1, ?2, ?3, ?4)")
                    .expect("it can be asked");
                for doc in &batch {
                    let values =
                        params![doc.body, doc.room.as_str(), doc.event.as_str(), doc.sent_ms];
                    insert.execute(values).expect("it is put in");
                }
            }
            transaction.commit().expect("it is committed");
            indexing += start.elapsed();
        }
        indexing
    }

    /// Asks; stops when the time is up.
    pub fn ask(&self, corpus: &Corpus, questions: &[Question], time: Duration) -> Times {
        let rooms: Vec<String> = corpus
            .read()
            .iter()
            .map(|room| format!("'{room}'"))
            .collect();
        let text = format!(
            "SELECT event, body FROM messages WHERE messages MATCH ?1 AND room IN ({}) ORDER BY rank LIMIT {PAGE}",
            rooms.join(", ")
        );
        let mut times = Times::default();
        let begin = Instant::now();
        let warming = &questions[..WARMING.min(questions.len())];
        for (n, question) in warming.iter().chain(questions).enumerate() {
            let watch = Watch::begin();
            self.rows(&text, &matching(question));
            if n >= WARMING {
                times.add(&watch);
            }
            if begin.elapsed() > time {
                break;
            }
        }
        times
    }

    fn rows(&self, text: &str, matching: &str) -> Vec<(String, String)> {
        let mut query = self.0.prepare_cached(text).expect("it can be asked");
        let rows = query
            .query_map([matching], |row| Ok((row.get(0)?, row.get(1)?)))
            .expect("it is asked");
        rows.map(|row| row.expect("a row")).collect()
    }
}

/// All words, or the phrase.
fn matching(question: &Question) -> String {
    let words = question.words.iter();
    if question.is_phrase {
        format!("\"{}\"", question.words.join(" "))
    } else {
        words
            .map(|word| format!("\"{word}\""))
            .collect::<Vec<_>>()
            .join(" AND ")
    }
}

/// How many of some pairs are found: the first is asked, the second stands in a text.
pub fn recall(pairs: &[(&str, &str)]) -> usize {
    let connection = Connection::open_in_memory().expect("a database");
    connection
        .execute_batch("CREATE VIRTUAL TABLE forms USING fts5(body)")
        .expect("SQLite has FTS5");
    for (n, (_, stands)) in pairs.iter().enumerate() {
        connection
            .execute(
                "INSERT INTO forms(rowid, body) VALUES (?1, ?2)",
                params![n, stands],
            )
            .expect("it is put in");
    }
    let is_found = |n: usize, asked: &str| {
        let text = "SELECT count(*) FROM forms WHERE forms MATCH ?1 AND rowid = ?2";
        let count: i64 = connection
            .query_row(text, params![format!("\"{asked}\""), n], |row| row.get(0))
            .expect("it is asked");
        count > 0
    };
    let pairs = pairs.iter().enumerate();
    pairs.filter(|(n, (asked, _))| is_found(*n, asked)).count()
}
