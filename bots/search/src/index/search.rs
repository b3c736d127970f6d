//! Finding: first as it was asked; where nothing is found, as the other keyboard layout gives it, then with one letter
//! wrong.

use std::{cmp::Ordering, sync::Arc};

use tantivy::{
    Searcher, Term,
    query::{
        AllQuery, BooleanQuery, ConstScoreQuery, FuzzyTermQuery, Occur, PhraseQuery, Query,
        TermQuery,
    },
    schema::IndexRecordOption,
};

use super::{
    Doc, Index, IndexError,
    copies::{self, Copies},
    doc::Columns,
    matching::Wanted,
    schema::Mark,
    snippet::{self, Piece},
    top::{Candidate, Top},
};
use crate::{
    ask::{Ask, Clause, Sort, Synonyms},
    rights::Readable,
    text::{Forms, layout, split, stop},
};

/// How many of the best by their words are weighed with their age; no more can be paged through.
pub const BEST: usize = 200;

/// A new message counts for so much more than a very old one.
const FRESH: f32 = 0.5;

/// A message of this age has lost half of what it gets for being new, in seconds.
const HALF: f32 = 30.0 * 24.0 * 3_600.0;

/// Words shorter than this are not corrected, in letters.
const CORRECTED: usize = 4;

/// How many ways to read a phrase are asked for at the most, where its words are forms of several lemmas.
const PHRASES: usize = 8;

/// What was found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Found {
    /// The messages, the best first.
    pub hits: Vec<Hit>,
    /// Whether there are more.
    pub more: bool,
    /// How the question was read.
    pub reading: Reading,
}

/// A message that was found.
#[derive(Clone, Debug, PartialEq)]
pub struct Hit {
    /// The message.
    pub doc: Doc,
    /// What is shown of it.
    pub snippet: Vec<Piece>,
    /// Whether that stands in its file.
    pub in_file: bool,
}

/// How a question was read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Reading {
    /// As it was asked.
    #[default]
    Asked,
    /// In the other keyboard layout: the words.
    Layout(String),
    /// With one letter of a word wrong.
    Typos,
}

/// Which part of what is found is wanted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Page {
    /// How many to pass over.
    pub skip: usize,
    /// How many to give.
    pub take: usize,
    /// Now, in milliseconds since 1970.
    pub now_ms: i64,
}

impl Index {
    /// Finds what a reader may read.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn search(&self, ask: &Ask, readable: &Readable, page: Page) -> Result<Found, IndexError> {
        let mut search = self.begin(ask, readable, page);
        let (best, reading) = search.read(ask)?;
        search.found(best, reading)
    }

    /// How many [`Index::search`] gives on all pages together.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    pub fn count(&self, ask: &Ask, readable: &Readable, now_ms: i64) -> Result<usize, IndexError> {
        let page = Page {
            skip: 0,
            take: BEST,
            now_ms,
        };
        let mut search = self.begin(ask, readable, page);
        let ((best, _), _) = search.read(ask)?;
        let (mut count, mut copies) = (0, Copies::default());
        for candidate in best {
            let doc = self.found(&search.searcher, &candidate)?;
            let counts = search.wanted.is(&doc) && copies.earlier(&doc, None).is_none();
            count += usize::from(counts);
        }
        Ok(count)
    }

    fn found(&self, searcher: &Searcher, candidate: &Candidate) -> Result<Doc, IndexError> {
        let columns = Columns {
            order: candidate.order,
            sent: candidate.sent,
        };
        self.doc_with(searcher, candidate.address, columns)
    }

    fn begin(&self, ask: &Ask, readable: &Readable, page: Page) -> Search<'_> {
        Search {
            index: self,
            searcher: self.reader.searcher(),
            wanted: Arc::new(Wanted::new(readable, ask.after_ms, ask.before_ms)),
            forms: self.forms.clone(),
            page,
        }
    }
}

/// Whether words are taken as they are spelt.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Spelling {
    Asked,
    Near,
}

/// A search under way.
struct Search<'i> {
    index: &'i Index,
    searcher: Searcher,
    wanted: Arc<Wanted>,
    forms: Forms,
    page: Page,
}

/// The best, and the words by which they were found, in their dictionary forms.
type Best = (Vec<Candidate>, Vec<String>);

impl Search<'_> {
    /// The best, and as what the question had to be read for them.
    fn read(&mut self, ask: &Ask) -> Result<(Best, Reading), IndexError> {
        if ask.is_of_pages() {
            return Ok(Default::default());
        }
        let found = self.find(ask, Spelling::Asked)?;
        if !found.0.is_empty() || ask.clauses.iter().all(|clause| clause.not) {
            return Ok((found, Reading::Asked));
        }
        if let Some(typed) = retyped(ask) {
            let found = self.find(&typed, Spelling::Asked)?;
            if !found.0.is_empty() {
                let words: Vec<&str> = typed
                    .clauses
                    .iter()
                    .map(|clause| clause.text.as_str())
                    .collect();
                return Ok((found, Reading::Layout(words.join(" "))));
            }
        }
        Ok((self.find(ask, Spelling::Near)?, Reading::Typos))
    }

    fn find(&mut self, ask: &Ask, spelling: Spelling) -> Result<Best, IndexError> {
        let mut parts: Vec<(Occur, Box<dyn Query>)> = Vec::new();
        let mut asked = Vec::new();
        for clause in &ask.clauses {
            let occur = if clause.not {
                Occur::MustNot
            } else {
                Occur::Must
            };
            let query = self.clause(clause, spelling, &mut asked);
            parts.extend(query.map(|query| (occur, query)));
        }
        let newest = parts.iter().all(|(occur, _)| *occur == Occur::MustNot);
        parts.extend(
            self.filters(ask)
                .into_iter()
                .map(|query| (Occur::Must, query)),
        );
        if parts.iter().all(|(occur, _)| *occur == Occur::MustNot) {
            parts.push((Occur::Must, Box::new(AllQuery)));
        }
        let top = Top {
            limit: BEST,
            wanted: Arc::clone(&self.wanted),
            newest,
        };
        let mut best = self.searcher.search(&all(parts), &top)?;
        if !newest {
            weigh(&mut best, self.page.now_ms);
        }
        Ok((best, asked))
    }

    /// Words that are to stand together; `None` where they are everywhere.
    fn clause(
        &mut self,
        clause: &Clause,
        spelling: Spelling,
        asked: &mut Vec<String>,
    ) -> Option<Box<dyn Query>> {
        let words: Vec<(usize, String)> = split::words(&clause.text)
            .map(|word| split::fold(word.text))
            .enumerate()
            .filter(|(_, word)| !stop::is_stop(word))
            .collect();
        match words.as_slice() {
            [] => None,
            [(_, word)] => {
                let forms = self.forms.of(word).to_vec();
                let mut queries: Vec<Box<dyn Query>> =
                    forms.iter().map(|form| self.term(form)).collect();
                if spelling == Spelling::Near && !clause.not && word.chars().count() >= CORRECTED {
                    queries.extend(self.near(word, &forms, asked));
                }
                if !clause.not {
                    asked.extend(forms.iter().cloned());
                }
                Some(any(queries))
            }
            words => {
                let forms: Vec<(usize, Vec<String>)> = words
                    .iter()
                    .map(|(at, word)| (*at, self.forms.of(word).to_vec()))
                    .collect();
                if !clause.not {
                    asked.extend(forms.iter().flat_map(|(_, forms)| forms.iter().cloned()));
                }
                Some(self.phrase(&forms))
            }
        }
    }

    fn term(&self, form: &str) -> Box<dyn Query> {
        let term = Term::from_field_text(self.index.fields.words, form);
        Box::new(TermQuery::new(term, IndexRecordOption::WithFreqs))
    }

    fn phrase(&self, words: &[(usize, Vec<String>)]) -> Box<dyn Query> {
        let mut readings: Vec<Vec<(usize, Term)>> = vec![Vec::new()];
        for (at, forms) in words {
            let mut longer = Vec::new();
            for reading in &readings {
                for form in forms.iter() {
                    let mut reading = reading.clone();
                    reading.push((*at, Term::from_field_text(self.index.fields.words, form)));
                    longer.push(reading);
                }
            }
            longer.truncate(PHRASES);
            readings = longer;
        }
        let phrases = readings
            .into_iter()
            .map(|terms| -> Box<dyn Query> { Box::new(PhraseQuery::new_with_offset(terms)) });
        any(phrases.collect())
    }

    /// What is one letter away from a word: words of the dictionary, and words of the index.
    fn near(&self, word: &str, forms: &[String], asked: &mut Vec<String>) -> Vec<Box<dyn Query>> {
        let near = self.index.lemmas.near(word);
        let terms = near
            .iter()
            .map(|form| Term::from_field_text(self.index.fields.words, form))
            .filter(|term| self.searcher.doc_freq(term).is_ok_and(|count| count > 0));
        let mut queries: Vec<Box<dyn Query>> = terms
            .map(|term| -> Box<dyn Query> {
                let term = TermQuery::new(term, IndexRecordOption::Basic);
                Box::new(ConstScoreQuery::new(Box::new(term), 1.0))
            })
            .collect();
        asked.extend(near);
        for form in forms
            .iter()
            .filter(|form| form.chars().count() >= CORRECTED)
        {
            let term = Term::from_field_text(self.index.fields.words, form);
            queries.push(Box::new(FuzzyTermQuery::new(term, 1, true)));
        }
        queries
    }

    fn filters(&self, ask: &Ask) -> Vec<Box<dyn Query>> {
        let one = |mark| self.marked(mark);
        let mut filters = Vec::new();
        let groups: [Vec<Box<dyn Query>>; 3] = [
            ask.from
                .iter()
                .map(|user| one(Mark::Author(user)))
                .collect(),
            ask.rooms.iter().map(|room| one(Mark::Room(room))).collect(),
            ask.kinds
                .iter()
                .filter_map(|sort| mark_of(*sort))
                .map(one)
                .collect(),
        ];
        filters.extend(
            groups
                .into_iter()
                .filter(|group| !group.is_empty())
                .map(any),
        );
        filters.extend(ask.tags.iter().map(|tag| self.tagged(tag, &ask.synonyms)));
        filters
    }

    /// A tag, or what will do for it.
    fn tagged(&self, tag: &str, synonyms: &[Synonyms]) -> Box<dyn Query> {
        let mut queries = vec![self.marked(Mark::Tag(tag))];
        for synonyms in synonyms.iter().filter(|synonyms| synonyms.tag == tag) {
            let names = synonyms.names.iter();
            let rooms = synonyms.rooms.iter();
            let both = [
                any(names.map(|name| self.marked(Mark::Tag(name))).collect()),
                any(rooms.map(|room| self.marked(Mark::Room(room))).collect()),
            ];
            queries.push(all(both.map(|query| (Occur::Must, query)).into()));
        }
        any(queries)
    }

    fn marked(&self, mark: Mark<'_>) -> Box<dyn Query> {
        let term = TermQuery::new(self.index.fields.mark(mark), IndexRecordOption::Basic);
        Box::new(ConstScoreQuery::new(Box::new(term), 0.0))
    }

    /// Reads the messages of the page.
    fn found(&mut self, (best, asked): Best, reading: Reading) -> Result<Found, IndexError> {
        let mut hits = Vec::new();
        let mut copies = Copies::default();
        let mut passed = 0;
        let mut more = false;
        for candidate in best {
            // One that shares its hash with a room that may be read is left out here.
            let doc = self.index.found(&self.searcher, &candidate)?;
            if !self.wanted.is(&doc) {
                continue;
            }
            let number = (passed >= self.page.skip).then_some(hits.len());
            if let Some(earlier) = copies.earlier(&doc, number) {
                let shown = earlier.and_then(|number| hits.get_mut(number));
                if let Some(shown) = shown.filter(|_| copies::is_open(&doc)) {
                    *shown = self.hit(doc, &asked);
                }
                continue;
            }
            passed += 1;
            if passed <= self.page.skip {
                continue;
            }
            if hits.len() == self.page.take {
                more = true;
                break;
            }
            hits.push(self.hit(doc, &asked));
        }
        Ok(Found {
            hits,
            more,
            reading,
        })
    }

    fn hit(&mut self, doc: Doc, asked: &[String]) -> Hit {
        if let Some(snippet) = snippet::snippet(&doc.body, &mut self.forms, asked) {
            return Hit {
                doc,
                snippet,
                in_file: false,
            };
        }
        let file = doc.file.as_ref().map(|file| file.text.as_str());
        let in_file = file.and_then(|text| snippet::snippet(text, &mut self.forms, asked));
        match in_file {
            Some(snippet) => Hit {
                doc,
                snippet,
                in_file: true,
            },
            None => Hit {
                snippet: snippet::beginning(&doc.body),
                doc,
                in_file: false,
            },
        }
    }
}

/// What must be there and what must not. A part that stands alone is asked for itself: only then tantivy passes over
/// blocks of messages that cannot be among the best.
fn all(mut parts: Vec<(Occur, Box<dyn Query>)>) -> Box<dyn Query> {
    match (parts.len(), parts.pop()) {
        (1, Some((Occur::Must, only))) => only,
        (_, last) => Box::new(BooleanQuery::new(parts.into_iter().chain(last).collect())),
    }
}

/// Any of them.
fn any(mut queries: Vec<Box<dyn Query>>) -> Box<dyn Query> {
    match (queries.len(), queries.pop()) {
        (1, Some(only)) => only,
        (_, last) => {
            let all = queries
                .into_iter()
                .chain(last)
                .map(|query| (Occur::Should, query));
            Box::new(BooleanQuery::new(all.collect()))
        }
    }
}

/// What messages of a sort are marked with; pages are no messages.
fn mark_of(sort: Sort) -> Option<Mark<'static>> {
    match sort {
        Sort::Post => Some(Mark::Post),
        Sort::Comment => Some(Mark::Comment),
        Sort::File => Some(Mark::File),
        Sort::Link => Some(Mark::Link),
        Sort::Page => None,
    }
}

/// The question, typed with the other layout.
fn retyped(ask: &Ask) -> Option<Ask> {
    let mut typed = ask.clone();
    for clause in &mut typed.clauses {
        clause.text = layout::other(&clause.text)?;
    }
    Some(typed)
}

/// Puts the best in their order: what is new counts for more.
fn weigh(best: &mut [Candidate], now_ms: i64) {
    let now = now_ms.div_euclid(1_000);
    for candidate in best.iter_mut() {
        let age = now.saturating_sub(candidate.sent).max(0) as f32;
        candidate.score *= 1.0 + FRESH / (1.0 + age / HALF);
    }
    best.sort_by(|a, b| match b.score.total_cmp(&a.score) {
        Ordering::Equal => b.sent.cmp(&a.sent).then(a.address.cmp(&b.address)),
        unequal => unequal,
    });
}
