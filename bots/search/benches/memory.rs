//! A community's million messages in the index of this crate, in SQLite's FTS5 and in PostgreSQL's `tsvector`: how
//! fast they go in, how fast they are found again, what that takes of memory and disk, and how many forms of a word lead
//! to each other. Prints JSON.
//!
//! Arguments: how many messages, and which of `search`, `fts5` and `tsvector` (all of them where none is named).

// It measures time.
#![allow(clippy::disallowed_methods, clippy::disallowed_types)]

#[path = "memory/cluster.rs"]
mod cluster;
#[path = "memory/corpus.rs"]
mod corpus;
#[path = "memory/dice.rs"]
mod dice;
#[path = "memory/figures.rs"]
mod figures;
#[path = "memory/fts5.rs"]
mod fts5;
#[path = "memory/ours.rs"]
mod ours;
#[path = "memory/questions.rs"]
mod questions;
#[path = "memory/tsvector.rs"]
mod tsvector;
#[path = "memory/vocabulary.rs"]
mod vocabulary;

use std::time::Duration;

use secta_bot_search::text::split;
use serde_json::{Map, Value, json};

use self::{
    cluster::Cluster,
    corpus::Corpus,
    figures::{Times, round},
    fts5::Fts5,
    questions::Question,
};

const MESSAGES: usize = 1_000_000;
const QUESTIONS: usize = 2_000;
/// A rival's questions stop after so long, or after so many.
const PATIENCE: Duration = Duration::from_secs(240);
const RIVAL_QUESTIONS: usize = 300;
const LATE: usize = 50;
const FORMS: &str = include_str!("../tests/forms.tsv");

/// As in the program.
#[global_allocator]
static ALLOCATOR: tikv_jemallocator::Jemalloc = tikv_jemallocator::Jemalloc;

struct Bench {
    corpus: Corpus,
    questions: Vec<Question>,
    pairs: Vec<(&'static str, &'static str)>,
    figures: Map<String, Value>,
    /// p50 and p99 of the questions, in milliseconds.
    ours: Option<(f64, f64)>,
}

fn main() {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let count = arguments.iter().find_map(|text| text.parse().ok());
    let names = ["search", "fts5", "tsvector"];
    let named = |name: &str| arguments.iter().any(|text| text == name);
    let all = !names.iter().any(|name| named(name));
    let mut bench = Bench::new(count.unwrap_or(MESSAGES));
    if all || named("search") {
        bench.search();
    }
    if all || named("fts5") {
        bench.fts5();
    }
    if all || named("tsvector") {
        bench.tsvector();
    }
    println!("{}", Value::Object(bench.figures));
}

impl Bench {
    fn new(count: usize) -> Self {
        let corpus = Corpus::new(count);
        let sample: Vec<String> = (0..count.min(10_000))
            .map(|n| corpus.message(n).body)
            .collect();
        let mean = |of: fn(&String) -> usize| {
            sample.iter().map(of).sum::<usize>() as f64 / sample.len().max(1) as f64
        };
        eprintln!(
            "{count} messages of {:.1} words and {:.0} bytes on average, of {} words",
            mean(|body| split::words(body).count()),
            mean(String::len),
            corpus.words.len(),
        );
        let lines = FORMS.lines().filter(|line| !line.starts_with('#'));
        Self {
            questions: (0..QUESTIONS).map(|n| Question::of(&corpus, n)).collect(),
            pairs: lines
                .map(|line| line.split_once('\t').expect("two forms"))
                .collect(),
            corpus,
            figures: Map::new(),
            ours: None,
        }
    }

    fn put(&mut self, name: &str, figure: f64, places: i32) {
        self.figures
            .insert(name.to_owned(), json!(round(figure, places)));
    }

    fn put_recall(&mut self, name: &str, found: usize) {
        let part = found as f64 / self.pairs.len() as f64;
        eprintln!("{name}: {found} of {} pairs of forms", self.pairs.len());
        self.put(name, part, 4);
    }

    fn per_second(&self, time: Duration) -> f64 {
        self.corpus.count as f64 / time.as_secs_f64()
    }

    fn search(&mut self) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let index = ours::open(folder.path());
        let built = ours::build(&index, &self.corpus);
        let ratio = built.index_bytes as f64 / built.text_bytes as f64;
        eprintln!(
            "search: indexed in {:.1} s with {:.1} s of work, merged {:.1} s later; {} MB of text, {} MB of index; {} MiB more, {} of them own",
            built.indexing.as_secs_f64(),
            built.worked.as_secs_f64(),
            built.merging.as_secs_f64(),
            built.text_bytes / 1_000_000,
            built.index_bytes / 1_000_000,
            built.peak_mib,
            built.own_peak_mib,
        );
        eprintln!("search, MB: {}", figures::parts_of(folder.path()));
        self.put("search_messages_per_s", self.per_second(built.indexing), 0);
        let merged = self.per_second(built.indexing + built.merging);
        self.put("search_merged_messages_per_s", merged, 0);
        self.put("search_index_vs_text", ratio, 3);
        self.put("search_peak_mib", built.peak_mib as f64, 0);
        self.put("search_own_peak_mib", built.own_peak_mib as f64, 0);
        let asked = ours::ask(&index, &self.corpus, &self.questions);
        eprintln!(
            "search: {}; something is found by {}",
            asked.times.told(),
            asked.found
        );
        eprintln!("search, as it is asked: {}", asked.as_asked.told());
        eprintln!("search, where it corrects: {}", asked.corrected.told());
        let (p50, p99) = (asked.times.at_ms(50), asked.times.at_ms(99));
        self.ours = Some((p50, p99));
        self.put("search_query_p50_ms", p50, 2);
        self.put("search_query_p99_ms", p99, 2);
        let worked = asked.times.worked_at_ms(99);
        self.put("search_query_p99_at_work_ms", worked, 2);
        self.put("search_corrected", asked.corrected.len() as f64, 0);
        let times = ours::searchable(&index, &self.corpus, LATE);
        eprintln!("search, until one more is found: {}", times.told());
        self.put("search_searchable_p50_ms", times.at_ms(50), 1);
        self.put("search_searchable_p99_ms", times.at_ms(99), 1);
        self.put_recall("recall_search", ours::recall(&self.pairs));
    }

    fn fts5(&mut self) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        let mut fts5 = Fts5::open(folder.path());
        let indexing = fts5.build(&self.corpus);
        self.put("fts5_messages_per_s", self.per_second(indexing), 0);
        self.put("fts5_mb", figures::size_of(folder.path()) as f64 / 1e6, 0);
        let times = fts5.ask(&self.corpus, &self.questions, PATIENCE);
        self.rival("fts5", &times);
        self.put_recall("recall_fts5", fts5::recall(&self.pairs));
    }

    fn tsvector(&mut self) {
        let Some(cluster) = Cluster::start() else {
            eprintln!("tsvector: not measured, for no PostgreSQL server is here");
            return;
        };
        let indexing = tsvector::build(&cluster, &self.corpus);
        self.put("tsvector_messages_per_s", self.per_second(indexing), 0);
        let questions = &self.questions[..RIVAL_QUESTIONS.min(self.questions.len())];
        let times = tsvector::ask(&cluster, &self.corpus, questions);
        self.rival("tsvector", &times);
        let found = tsvector::recall(&cluster, &self.pairs);
        self.put_recall("recall_tsvector", found);
    }

    /// How the questions fared elsewhere, and how many times faster it is here.
    fn rival(&mut self, name: &str, times: &Times) {
        eprintln!("{name}: {}", times.told());
        let (p50, p99) = (times.at_ms(50), times.at_ms(99));
        self.put(&format!("{name}_query_p50_ms"), p50, 2);
        self.put(&format!("{name}_query_p99_ms"), p99, 2);
        if let Some((our_p50, our_p99)) = self.ours {
            self.put(&format!("search_query_p50_vs_{name}"), p50 / our_p50, 1);
            self.put(&format!("search_query_vs_{name}"), p99 / our_p99, 1);
        }
    }
}
