//! The index of this crate.

use std::{
    path::Path,
    sync::Arc,
    time::{Duration, Instant},
};

use jiff::tz::TimeZone;
use secta_bot_kit::{EventId, RoomId};
use secta_bot_search::{
    ask::{Ask, Asker},
    find::PAGE,
    index::{Class, Doc, Found, Index, Reading, Writer, search::Page, writer::PENDING_MAX},
    rights::{Readable, Span},
    text::lemmas::Dictionaries,
};

use super::{
    corpus::Corpus,
    figures::{Peak, Times, Watch, size_of, worked},
    questions::Question,
};

const THREADS: usize = 2;
const WARMING: usize = 200;

/// What putting them in took.
pub struct Built {
    /// Making the messages is not in it.
    pub indexing: Duration,
    /// Of all processors.
    pub worked: Duration,
    /// Until what was being merged was merged.
    pub merging: Duration,
    pub text_bytes: u64,
    pub index_bytes: u64,
    pub peak_mib: i64,
    pub own_peak_mib: i64,
}

/// How the questions fared.
#[derive(Default)]
pub struct Asked {
    pub times: Times,
    pub found: usize,
    /// Those that were read with a wrong letter, or in the other layout, for nothing was found as asked.
    pub corrected: Times,
    /// The others.
    pub as_asked: Times,
}

pub fn open(folder: &Path) -> Index {
    let lemmas = Dictionaries::bundled(|error| panic!("{error}"));
    Index::open(folder, Arc::new(lemmas)).expect("an index")
}

pub fn build(index: &Index, corpus: &Corpus) -> Built {
    let batch = |from: usize| -> Vec<Doc> {
        let until = (from + PENDING_MAX).min(corpus.count);
        (from..until).map(|n| corpus.message(n)).collect()
    };
    // What the messages themselves take is not counted.
    drop(batch(0));
    let peak = Peak::begin();
    let mut writer = index.writer(THREADS).expect("a writer");
    let (mut indexing, mut work) = (Duration::ZERO, Duration::ZERO);
    let mut text_bytes = 0;
    for from in (0..corpus.count).step_by(PENDING_MAX) {
        let batch = batch(from);
        let until = from + batch.len();
        text_bytes += batch.iter().map(|doc| doc.body.len() as u64).sum::<u64>();
        let (start, before) = (Instant::now(), worked());
        put(&mut writer, batch, until);
        indexing += start.elapsed();
        work += worked() - before;
    }
    let start = Instant::now();
    writer.finish().expect("it is merged");
    let merging = start.elapsed();
    let (peak_mib, own_peak_mib) = peak.end();
    index.reload().expect("it is seen");
    // What was merged is cleared away by a writer that comes later.
    drop(index.writer(1).expect("a writer"));
    Built {
        indexing,
        worked: work,
        merging,
        text_bytes,
        index_bytes: size_of(index.folder()),
        peak_mib,
        own_peak_mib,
    }
}

fn put(writer: &mut Writer, batch: Vec<Doc>, until: usize) {
    for doc in batch {
        writer.add(doc).expect("it is added");
    }
    writer.commit("tag", until as i64).expect("it is committed");
}

/// Somebody who may read some rooms.
fn reader(rooms: &[RoomId]) -> Readable {
    let mut readable = Readable::default();
    for room in rooms {
        readable.add(room, Class::Shared, Span::ALL);
    }
    readable
}

/// Asks as it is typed; `None` where it cannot be asked.
fn find(
    index: &Index,
    typed: &str,
    readable: &Readable,
    now_ms: i64,
    take: usize,
) -> Option<Found> {
    let asker = Asker {
        now_ms,
        zone: &TimeZone::UTC,
        server: "town.example",
    };
    let ask = Ask::read(typed, &asker).ok()?;
    let page = Page {
        skip: 0,
        take,
        now_ms,
    };
    Some(index.search(&ask, readable, page).expect("it is searched"))
}

pub fn ask(index: &Index, corpus: &Corpus, questions: &[Question]) -> Asked {
    let readable = reader(corpus.read());
    let mut asked = Asked::default();
    for (n, question) in questions[..WARMING.min(questions.len())]
        .iter()
        .chain(questions)
        .enumerate()
    {
        let typed = question.typed();
        let watch = Watch::begin();
        let found = find(index, &typed, &readable, corpus.end_ms(), PAGE);
        if n < WARMING {
            continue;
        }
        asked.times.add(&watch);
        let found = found.expect("it can be asked");
        asked.found += usize::from(!found.hits.is_empty());
        match found.reading {
            Reading::Asked => asked.as_asked.add(&watch),
            Reading::Layout(_) | Reading::Typos => asked.corrected.add(&watch),
        }
    }
    asked
}

/// From putting one more message in until it is found.
pub fn searchable(index: &Index, corpus: &Corpus, times: usize) -> Times {
    let mut writer = index.writer(THREADS).expect("a writer");
    let readable = reader(corpus.read());
    let mut all = Times::default();
    for n in 0..times {
        let mut doc = corpus.message(n);
        doc.event = EventId::new(format!("$late{n}"));
        doc.room = corpus.read()[0].clone();
        let word = format!("новинка{n}");
        doc.body.push(' ');
        doc.body.push_str(&word);
        let watch = Watch::begin();
        writer.add(doc).expect("it is added");
        writer
            .commit("tag", (corpus.count + n) as i64)
            .expect("it is committed");
        let found = find(index, &word, &readable, corpus.end_ms(), PAGE);
        all.add(&watch);
        let found = found.expect("it can be asked");
        assert_eq!(found.hits.len(), 1, "{word}");
    }
    writer.finish().expect("it is merged");
    all
}

/// How many of some pairs are found: the first is asked, the second stands in a text. None of them is corrected.
pub fn recall(pairs: &[(&str, &str)]) -> usize {
    let folder = tempfile::tempdir().expect("a temporary folder");
    let index = open(folder.path());
    let room = RoomId::new("!forms:town.example");
    let sample = Corpus::new(1).message(0);
    let batch = pairs.iter().enumerate().map(|(n, (_, stands))| Doc {
        event: EventId::new(format!("${n}")),
        room: room.clone(),
        body: (*stands).to_owned(),
        ..sample.clone()
    });
    put(&mut index.writer(1).expect("a writer"), batch.collect(), 1);
    let readable = reader(&[room]);
    let is_found = |n: usize, asked: &str| {
        let Some(found) = find(&index, asked, &readable, sample.sent_ms, 50) else {
            return false;
        };
        let event = EventId::new(format!("${n}"));
        found.reading == Reading::Asked && found.hits.iter().any(|hit| hit.doc.event == event)
    };
    let pairs = pairs.iter().enumerate();
    pairs.filter(|(n, (asked, _))| is_found(*n, asked)).count()
}
