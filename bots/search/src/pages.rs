//! Pages of the wiki in an answer: which of them are asked for, and what they are looked for by.

use std::{iter, sync::Arc};

use secta_record::RecordId;

use crate::{
    ask::Clause,
    find::Request,
    index::{Found, Reading, snippet::Piece},
    text::{Forms, Lemmas, layout, split, stop},
};

/// How many pages stand above messages.
pub const ABOVE: usize = 3;

/// How many pages an answer shows that shows nothing else.
pub const ALONE: usize = 10;

/// Words shorter than this are not corrected, in letters.
const CORRECTED: usize = 4;

/// Which pages an answer takes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Wanted {
    /// The community whose wiki is asked.
    pub community: RecordId,
    /// How many to pass over.
    pub skip: usize,
    /// How many to give.
    pub take: usize,
}

/// Pages that were found.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Pages {
    /// Those of this answer, the best first.
    pub hits: Vec<PageHit>,
    /// How many there are that can be asked for.
    pub total: usize,
    /// How the question was read.
    pub reading: Reading,
}

/// A page that was found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PageHit {
    /// Its title.
    pub title: String,
    /// Its address, where the site is served.
    pub link: Option<String>,
    /// What is shown of it.
    pub snippet: Vec<Piece>,
}

/// What pages are looked for by: words that stand together, each in its forms, none for one that is everywhere.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sought {
    /// The words.
    pub words: Vec<Arc<[String]>>,
    /// Whether they must not be there.
    pub not: bool,
}

/// The pages that belong in the answer to a request; `None` where none do.
pub fn wanted(request: &Request) -> Option<Wanted> {
    let community = request.community?;
    let alone = request.ask.is_of_pages();
    let wanted = alone || (request.ask.takes_pages() && request.given == 0);
    wanted.then_some(Wanted {
        community,
        skip: request.given,
        take: if alone { ALONE } else { ABOVE },
    })
}

/// Whether pages belong beside messages: what is only similar does not stand beside what was asked for.
pub fn stand_beside(pages: &Reading, messages: &Found) -> bool {
    let exact = messages.reading == Reading::Asked && !messages.hits.is_empty();
    *pages == Reading::Asked || !exact
}

/// The ways to read a question, the likeliest first: as it was asked, as the other keyboard layout gives it, with one
/// letter of a word wrong.
pub fn readings<'a>(
    clauses: &'a [Clause],
    forms: &'a Forms,
    lemmas: &'a dyn Lemmas,
) -> impl Iterator<Item = (Vec<Sought>, Reading)> + 'a {
    let asked = move || Some((all(clauses, forms), Reading::Asked));
    let typed = move || {
        let typed = retyped(clauses)?;
        let words: Vec<&str> = typed.iter().map(|clause| clause.text.as_str()).collect();
        Some((all(&typed, forms), Reading::Layout(words.join(" "))))
    };
    let near = move || {
        let mut sought = all(clauses, forms);
        let mut corrected = false;
        for (clause, sought) in clauses.iter().zip(&mut sought) {
            corrected |= correct(clause, sought, lemmas);
        }
        corrected.then_some((sought, Reading::Typos))
    };
    let (asked, typed) = (iter::once_with(asked), iter::once_with(typed));
    asked.chain(typed).chain(iter::once_with(near)).flatten()
}

/// The forms of the words that are to be there.
pub fn forms_of(sought: &[Sought]) -> Vec<String> {
    let words = sought.iter().filter(|one| !one.not);
    let forms = words.flat_map(|one| one.words.iter().flat_map(|forms| forms.iter()));
    forms.cloned().collect()
}

fn all(clauses: &[Clause], forms: &Forms) -> Vec<Sought> {
    let clauses = clauses.iter();
    clauses
        .map(|clause| Sought {
            words: trimmed(forms.of_text(&clause.text)),
            not: clause.not,
        })
        .collect()
}

/// Without words that are everywhere at either end: nothing stands there that could be looked for.
fn trimmed(mut words: Vec<Arc<[String]>>) -> Vec<Arc<[String]>> {
    let last = words.iter().rposition(|word| !word.is_empty());
    words.truncate(last.map_or(0, |last| last + 1));
    let first = words.iter().position(|word| !word.is_empty());
    words.drain(..first.unwrap_or(0));
    words
}

fn retyped(clauses: &[Clause]) -> Option<Vec<Clause>> {
    let typed = clauses.iter().map(|clause| {
        let text = layout::other(&clause.text)?;
        let not = clause.not;
        Some(Clause { text, not })
    });
    typed.collect()
}

/// Takes in what is one letter away from a word; tells whether there is anything.
fn correct(clause: &Clause, sought: &mut Sought, lemmas: &dyn Lemmas) -> bool {
    let [forms] = &mut sought.words[..] else {
        return false;
    };
    let word = split::words(&clause.text).next();
    let word = word.map(|word| split::fold(word.text)).unwrap_or_default();
    if clause.not || stop::is_stop(&word) || word.chars().count() < CORRECTED {
        return false;
    }
    let near = lemmas.near(&word);
    let found = !near.is_empty();
    *forms = forms.iter().cloned().chain(near).collect();
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{ask::Ask, text::lemmas::Dictionaries};

    fn read(text: &str) -> Vec<(Vec<Sought>, Reading)> {
        let lemmas: Arc<dyn Lemmas> = Arc::new(Dictionaries::bundled(|error| panic!("{error}")));
        let forms = Forms::new(Arc::clone(&lemmas));
        readings(&Ask::clauses_of(text), &forms, lemmas.as_ref()).collect()
    }

    #[test]
    fn words_are_looked_for_in_their_dictionary_forms() {
        let (sought, reading) = read("кошками \"мёд и сыр\" -собак «в саду»").remove(0);
        assert_eq!(reading, Reading::Asked);
        assert_eq!(*sought[0].words[0], ["кошка"]);
        let lengths: Vec<usize> = sought[1].words.iter().map(|word| word.len()).collect();
        // «сыр» is a cheese, and what is damp.
        assert_eq!(lengths, [1, 0, 2]);
        assert!(sought[2].not && !sought[1].not);
        assert_eq!(sought[3].words.len(), 1);
        assert!(!forms_of(&sought).contains(&"собака".to_owned()));
        assert!(forms_of(&sought).contains(&"сыр".to_owned()));
    }

    #[test]
    fn the_other_layout_and_a_wrong_letter_come_after_what_was_asked() {
        let ways = read("rjirf");
        assert_eq!(ways[1].1, Reading::Layout("кошка".to_owned()));
        assert_eq!(*ways[1].0[0].words[0], ["кошка"]);
        let ways = read("сабаки");
        assert_eq!(ways.len(), 3, "{ways:?}");
        assert_eq!(ways[2].1, Reading::Typos);
        assert!(ways[2].0[0].words[0].contains(&"собака".to_owned()));
        assert_eq!(read("-сабаки").len(), 2);
    }
}
