//! What titles and texts mean, for the view.

use std::sync::Arc;

use secta_bot_search::text::Lemmas;
use secta_record::act::{PageId, RevisionId};
use secta_store::pages::{GraphRow, HeadRow, LinkKind, LinkRow, Scribe, Space, TitleRow, WordsRow};
use secta_wiki::{
    graph::History,
    head::head,
    markdown::links,
    title::{Namespace, Title},
};

use super::{model, words::Tongue};

/// Reads as [`secta_wiki`] does, and words as the search does.
pub struct Reading(pub(in super::super) Tongue);

impl Reading {
    /// With these forms of words.
    pub fn new(lemmas: Arc<dyn Lemmas>) -> Self {
        Self(Tongue::new(lemmas))
    }
}

impl Scribe for Reading {
    fn title(&self, text: &str) -> Option<TitleRow> {
        Title::parse(text).ok().map(|title| taken_apart(&title))
    }

    fn links(&self, text: &str) -> Vec<LinkRow> {
        let found = links(text);
        let link = |title: &Title, kind| LinkRow {
            title: taken_apart(title),
            kind,
        };
        let pages = found.pages.iter();
        let pages = pages.map(|page| link(&page.title, LinkKind::Link));
        let embeds = found.embeds.iter().map(|page| &page.title);
        let embeds = embeds.chain(&found.files);
        let embeds = embeds.map(|title| link(title, LinkKind::Embed));
        let categories = found.categories.iter();
        let categories = categories.map(|title| link(title, LinkKind::Category));
        pages.chain(embeds).chain(categories).collect()
    }

    fn words(&self, title: &str, text: &str) -> WordsRow {
        self.0.words(title, text)
    }

    fn head(&self, page: &PageId, revisions: Vec<GraphRow>) -> HeadRow {
        let mut history = History::default();
        for row in revisions {
            history.insert(model::graph(row));
        }
        let Some(head) = head(&history, &secta_wiki::PageId(page.0)) else {
            return HeadRow::default();
        };
        let parents = head.parents.into_iter().map(|id| RevisionId(id.0));
        HeadRow {
            change: head.change.map(model::change_row),
            conflicts: u32::try_from(head.conflicts).unwrap_or(u32::MAX),
            contested: head.contested,
            parents: parents.collect(),
        }
    }
}

fn taken_apart(title: &Title) -> TitleRow {
    TitleRow {
        page: PageId(title.page_id().0),
        title: title.to_string(),
        space: match title.namespace() {
            Namespace::Page => Space::Page,
            Namespace::Commons => Space::Commons,
            Namespace::Category => Space::Category,
            Namespace::File => Space::File,
        },
        key: title.key(),
        skeleton: title.skeleton(),
    }
}
