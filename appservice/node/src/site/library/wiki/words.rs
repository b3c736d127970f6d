//! Words in their dictionary forms: for the view that is found by them, and for whoever looks for pages.

use std::sync::Arc;

use secta_bot_search::{
    ask::Clause,
    index::{
        Reading,
        snippet::{self, Piece},
    },
    pages::{self, Sought},
    text::{Forms, Lemmas},
};
use secta_record::RecordId;
use secta_site::ports::PortError;
use secta_store::pages::{FoundRow, SoughtRow, WordsRow};
use secta_wiki::{markdown::plain, title::Title};

use super::super::Stacks;

/// Words and their forms, remembered.
#[derive(Clone)]
pub(in super::super) struct Tongue {
    lemmas: Arc<dyn Lemmas>,
    forms: Forms,
}

/// Pages that were found.
#[derive(Clone, Debug, Default)]
pub struct Finds {
    /// Those that were asked for, the best first, each with what is shown of it.
    pub pages: Vec<(Title, Vec<Piece>)>,
    /// How many there are that can be asked for.
    pub total: usize,
    /// How the question was read.
    pub reading: Reading,
}

impl Tongue {
    pub fn new(lemmas: Arc<dyn Lemmas>) -> Self {
        let forms = Forms::new(Arc::clone(&lemmas));
        Self { lemmas, forms }
    }

    /// The words of a page: those that are read in its text, not how they are marked.
    pub fn words(&self, title: &str, text: &str) -> WordsRow {
        WordsRow {
            title: self.forms.of_text(title),
            text: self.forms.of_text(&plain(text)),
        }
    }

    fn shown(&self, row: &FoundRow, asked: &[String]) -> Option<(Title, Vec<Piece>)> {
        let text = plain(&row.text);
        let cut = snippet::snippet(&text, &mut self.forms.clone(), asked);
        let cut = cut.unwrap_or_else(|| snippet::beginning(&text));
        Some((Title::parse(&row.title).ok()?, cut))
    }
}

impl Stacks {
    /// Finds pages of the wiki: `take` behind `skip`. Where nothing is as it was asked, the other keyboard layout is tried,
    /// and then one wrong letter in a word.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    pub fn find_pages(
        &self,
        community: &RecordId,
        clauses: &[Clause],
        part: (usize, usize),
    ) -> Result<Finds, PortError> {
        let tongue = &self.0.tongue;
        for (sought, reading) in pages::readings(clauses, &tongue.forms, tongue.lemmas.as_ref()) {
            let asked = pages::forms_of(&sought);
            let rows: Vec<SoughtRow> = sought.into_iter().map(row).collect();
            let found = self.ask(|pages| pages.wiki_found(community, &rows, part))?;
            if found.total > 0 {
                let pages = found.pages.iter();
                return Ok(Finds {
                    pages: pages.filter_map(|row| tongue.shown(row, &asked)).collect(),
                    total: found.total,
                    reading,
                });
            }
        }
        Ok(Finds::default())
    }
}

fn row(sought: Sought) -> SoughtRow {
    SoughtRow {
        words: sought.words,
        not: sought.not,
    }
}
