//! PostgreSQL's full-text search with its configuration for Russian and a GIN index.

use std::{
    fmt::Write as _,
    io::{BufWriter, Write as _},
    time::{Duration, Instant},
};

use secta_bot_search::find::PAGE;

use super::{cluster::Cluster, corpus::Corpus, figures::Times, questions::Question};

const WARMING: usize = 20;

const TABLE: &str = "CREATE TABLE messages (
    id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    room text NOT NULL, event text NOT NULL, sent bigint NOT NULL, body text NOT NULL,
    words tsvector GENERATED ALWAYS AS (to_tsvector('russian', body)) STORED
);";

/// Puts all messages in, then makes the index; how long it took, making the messages apart.
pub fn build(cluster: &Cluster, corpus: &Corpus) -> Duration {
    cluster.run(TABLE);
    let start = Instant::now();
    let mut making = Duration::ZERO;
    let mut copy = cluster.session("COPY messages (room, event, sent, body) FROM STDIN");
    {
        let input = copy.stdin.take().expect("it listens");
        let mut input = BufWriter::new(input);
        for n in 0..corpus.count {
            let start = Instant::now();
            let doc = corpus.message(n);
            making += start.elapsed();
            // There is no tab, line or backslash in them.
            writeln!(
                input,
                "{}\t{}\t{}\t{}",
                doc.room, doc.event, doc.sent_ms, doc.body
            )
            .expect("it is put in");
        }
        input.flush().expect("it is put in");
    }
    assert!(copy.wait().expect("it ends").success(), "it is put in");
    cluster.run("CREATE INDEX ON messages USING gin (words)");
    let took = start.elapsed().saturating_sub(making);
    cluster.run("VACUUM ANALYZE messages");
    took
}

/// Asks in one session; the server's and the wire's time, without starting a client.
pub fn ask(cluster: &Cluster, corpus: &Corpus, questions: &[Question]) -> Times {
    let mut script = String::from("\\timing on\n");
    let warming = &questions[..WARMING.min(questions.len())];
    for question in warming.iter().chain(questions) {
        script.push_str(&asking(corpus, question));
        script.push('\n');
    }
    let output = cluster.script(&script);
    let times = output.lines().filter_map(|line| {
        let (ms, _) = line.strip_prefix("Time: ")?.split_once(" ms")?;
        ms.parse::<f64>().ok()
    });
    let mut all = Times::default();
    for ms in times.skip(warming.len()) {
        all.add_passed(Duration::from_secs_f64(ms / 1_000.0));
    }
    assert_eq!(all.len(), questions.len(), "each of them is told");
    all
}

fn asking(corpus: &Corpus, question: &Question) -> String {
    let query = if question.is_phrase {
        format!(
            "phraseto_tsquery('russian', '{}')",
            question.words.join(" ")
        )
    } else {
        format!("to_tsquery('russian', '{}')", question.words.join(" & "))
    };
    let rooms: Vec<String> = corpus
        .read()
        .iter()
        .map(|room| format!("'{room}'"))
        .collect();
    let rooms = rooms.join(", ");
    format!(
        "SELECT event, body FROM messages WHERE words @@ {query} AND room IN ({rooms}) \
         ORDER BY ts_rank(words, {query}) DESC LIMIT {PAGE};"
    )
}

/// How many of some pairs are found: the first is asked, the second stands in a text.
pub fn recall(cluster: &Cluster, pairs: &[(&str, &str)]) -> usize {
    let mut values = String::new();
    for (n, (asked, stands)) in pairs.iter().enumerate() {
        let comma = if n == 0 { "" } else { ", " };
        write!(values, "{comma}('{asked}', '{stands}')").expect("a text");
    }
    let text = format!(
        "SELECT count(*) FROM (VALUES {values}) AS pairs (asked, stands) \
         WHERE to_tsvector('russian', stands) @@ plainto_tsquery('russian', asked);"
    );
    cluster.script(&text).trim().parse().expect("a number")
}
