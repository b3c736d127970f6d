//! The wiki: revisions take their places, and pages become what their heads say.
//!
//! A page stands in the scope of its community, pages of the commons in scope 0, which all communities share. A page that
//! somebody names and nobody wrote has a row too. Whether a page is of the commons stands in its title alone: one whose
//! words are all withheld is its community's until it is named.

mod erase;
mod links;
mod named;
mod placed;
mod refresh;
mod words;

use std::collections::BTreeSet;

use super::Pen;
use crate::pages::{Batch, PagesError, Scribe};

/// The scope of the commons.
const COMMONS: i64 = 0;

/// Writes into the wiki, within a transaction.
struct Quill<'p, 'c> {
    pen: &'p Pen<'c>,
    scribe: &'p dyn Scribe,
    /// Pages that may be something else now.
    touched: BTreeSet<i64>,
}

impl Pen<'_> {
    pub(super) fn write_wiki(
        &mut self,
        batch: &Batch,
        scribe: &dyn Scribe,
    ) -> Result<(), PagesError> {
        let mut quill = Quill::of(self, scribe);
        for new in &batch.revisions {
            quill.revise(new)?;
        }
        let mut erased = false;
        for id in &batch.revisions_hidden {
            erased |= quill.hide(id)?;
        }
        if quill.refresh()? {
            self.grow_others()?;
        }
        self.erased |= erased;
        Ok(())
    }

    pub(super) fn forget_wiki(&self, scribe: &dyn Scribe) -> Result<(), PagesError> {
        Quill::of(self, scribe).forget()
    }

    /// Pages of the commons are shown in every community.
    fn grow_others(&self) -> rusqlite::Result<()> {
        let text = "UPDATE communities SET version = version + 1 WHERE version > 0 AND n <> ?1";
        self.run(text, [self.community])?;
        Ok(())
    }
}

impl<'p, 'c> Quill<'p, 'c> {
    fn of(pen: &'p Pen<'c>, scribe: &'p dyn Scribe) -> Self {
        Self {
            pen,
            scribe,
            touched: BTreeSet::new(),
        }
    }
}
