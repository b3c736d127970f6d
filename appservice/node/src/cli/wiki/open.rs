//! A member's copy of a space, opened with their key.

use anyhow::{Context as _, bail};
use secta_bot_kit::Lang;
use secta_store::replica::Replica;
use secta_wiki::revision::{Body, Revision};
use secta_wiki_spaces::{
    SpaceId,
    plain::{self, Written},
    space::Space,
};

use super::{Of, home};
use crate::{
    clock::{Clock as _, SystemClock},
    phrases::say,
};

/// A copy of a space.
pub(super) struct Opened {
    pub replica: Replica,
    pub space: Space,
    /// What waits to be sent.
    pub drafts: Vec<Draft>,
    /// Entries that the node gave and that do not belong into the log, with the reasons.
    pub refused: Vec<String>,
    /// How many entries of the node are here.
    pub have: u64,
    pub lang: Lang,
}

/// Words that wait to be sent.
pub(super) struct Draft {
    pub number: i64,
    pub plain: Vec<u8>,
    pub revision: Revision,
}

impl Opened {
    /// The copy that is meant.
    ///
    /// # Errors
    ///
    /// When there is none, or it has to be said which.
    pub fn of(of: &Of, lang: Lang) -> anyhow::Result<Self> {
        let all = home::spaces()?;
        let Some(wanted) = &of.space else {
            return match &all[..] {
                [] => bail!(say(lang, "wiki-no-space", &[])),
                [only] => Self::open(only, lang),
                _ => bail!(say(lang, "wiki-which-space", &[])),
            };
        };
        let mut meant = Vec::new();
        for id in all {
            let opened = Self::open(&id, lang)?;
            let named = opened.space.name() == Some(wanted.as_str());
            if named || id.to_string().starts_with(wanted.as_str()) {
                meant.push(opened);
            }
        }
        match (meant.pop(), meant.is_empty()) {
            (Some(opened), true) => Ok(opened),
            (Some(_), false) => bail!(say(lang, "wiki-which-space", &[])),
            (None, _) => bail!(say(lang, "wiki-no-such-space", &[("space", wanted)])),
        }
    }

    /// The copy of a space.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub fn open(id: &SpaceId, lang: Lang) -> anyhow::Result<Self> {
        let key = home::key(lang)?;
        let author = key.id();
        let replica = Replica::open(&home::copy(id)?)?;
        let entries = replica.entries()?;
        let founding = entries.first();
        let told = [("space", &*id.to_string())];
        let founding = founding.with_context(|| say(lang, "wiki-empty-copy", &told))?;
        let mut opened = Self {
            space: Space::begin(key, founding)?,
            drafts: Vec::new(),
            refused: Vec::new(),
            have: 1,
            replica,
            lang,
        };
        for entry in &entries[1..] {
            opened.take(entry);
        }
        for (number, draft) in opened.replica.drafts()? {
            let plain = opened.space.open_draft(&draft)?;
            let revision = plain::revision(&plain, author)?;
            opened.drafts.push(Draft {
                number,
                plain,
                revision,
            });
        }
        Ok(opened)
    }

    /// Takes an entry of the node.
    pub fn take(&mut self, entry: &[u8]) {
        if let Err(fault) = self.space.take(entry) {
            self.refused.push(fault.to_string());
        }
        self.have += 1;
    }

    /// All revisions, those that wait to be sent among them.
    pub fn revisions(&self) -> impl Iterator<Item = &Revision> {
        let drafts = self.drafts.iter().map(|draft| &draft.revision);
        let drafts = drafts.filter(|revision| !self.space.has(&revision.id));
        self.space.revisions().iter().chain(drafts)
    }

    /// Keeps what is written, all or nothing: it is on disk when this returns, and goes out with the next `sync`.
    ///
    /// # Errors
    ///
    /// When it is no revision, or cannot be kept.
    pub fn write(&mut self, all: Vec<Written>) -> anyhow::Result<()> {
        let mut drafts = Vec::new();
        for written in all {
            drafts.push(self.space.draft(&written, &home::seed()?)?);
        }
        Ok(self.replica.add_drafts(&drafts)?)
    }

    /// How an author of revisions is called.
    pub fn author(&self, author: &str) -> String {
        let member = author.parse().ok();
        let name = member.and_then(|member| self.space.name_of(&member));
        name.map_or_else(|| author.chars().take(8).collect(), str::to_owned)
    }
}

/// A revision that is written now.
pub(super) fn written(parents: Vec<secta_wiki::RevisionId>, body: Body) -> Written {
    Written {
        parents,
        time_ms: SystemClock.now_ms(),
        body,
    }
}
