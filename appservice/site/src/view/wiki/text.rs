//! A page's text as HTML, with what is known of the pages that it leads to.

use std::{cell::RefCell, collections::BTreeMap, sync::Arc};

use secta_bot_kit::args;
use secta_record::{RecordId, act};
use secta_wiki::{
    PageId,
    markdown::{self, FileFacts, Library, Place, Rendered, Urls, Words},
    revision::{Attachment, Change},
    title::{Namespace, Title},
};

use crate::{
    answer::Fault,
    here::Here,
    links,
    ports::{ChangeKind, PageLine, PortError},
    view::safe,
};

/// How many pages that moved are followed to the one that is there.
pub(crate) const MOVES: usize = 5;

/// A text as HTML. With an address, its sections can be edited there.
pub(crate) fn rendered(
    here: &Here,
    title: &Title,
    text: &str,
    edited: Option<String>,
) -> Result<Rendered, Fault> {
    let sight = Sight {
        here,
        id: here.community_id()?,
        edited,
        begins: may_begin(here)?,
        known: RefCell::default(),
    };
    let links = markdown::links(text);
    let linked = links.pages.into_iter().chain(links.embeds);
    let titles = linked.map(|link| link.title).chain(links.files);
    let ids: Vec<PageId> = titles.map(|title| title.page_id()).collect();
    sight.learn(&ids)?;
    let words = words(here);
    let place = Place {
        title,
        library: &sight,
        urls: &sight,
        words: &words,
        lowered: 1,
    };
    Ok(markdown::render(text, &place))
}

/// Whether the visitor may write pages that nobody has protected.
pub(crate) fn may_begin(here: &Here) -> Result<bool, Fault> {
    let Some(account) = here.account() else {
        return Ok(false);
    };
    let rules = here.rules()?;
    // A page that there is not asks what the policy does.
    Ok(rules
        .read()
        .may_revise(&account, &act::PageId([0; 32]), here.now_ms))
}

fn words(here: &Here) -> Words {
    let say = |id| here.say(id, args![]).plain;
    Words {
        embed_loop: say("site-wiki-embed-loop"),
        embed_deep: say("site-wiki-embed-deep"),
        embed_many: say("site-wiki-embed-many"),
        section_missing: say("site-wiki-section-missing"),
        too_long: say("site-wiki-too-long"),
        edit_section: say("site-wiki-edit-section"),
        footnote_back: say("site-wiki-footnote-back"),
        footnotes: say("site-wiki-footnotes"),
    }
}

/// What a text leads to, as far as the visitor sees.
struct Sight<'a> {
    here: &'a Here,
    id: RecordId,
    edited: Option<String>,
    /// Whether the visitor may begin pages.
    begins: bool,
    known: RefCell<BTreeMap<PageId, Option<PageLine>>>,
}

impl Sight<'_> {
    fn learn(&self, ids: &[PageId]) -> Result<(), PortError> {
        let lines = self.here.site.ports.wiki.known(&self.id, ids)?;
        let pairs = ids.iter().copied().zip(lines);
        self.known.borrow_mut().extend(pairs);
        Ok(())
    }

    fn line(&self, title: &Title) -> Option<PageLine> {
        let id = title.page_id();
        let known = self.known.borrow().get(&id).cloned();
        known.unwrap_or_else(|| {
            // The page is shown without what cannot be read of others.
            if let Err(error) = self.learn(&[id]) {
                tracing::error!(%error, "a linked page cannot be read");
            }
            self.known.borrow().get(&id).cloned().flatten()
        })
    }

    /// A file, also where it has moved to.
    fn attachment(&self, title: &Title) -> Option<Attachment> {
        let mut line = self.line(title)?;
        for _ in 0..MOVES {
            match line.moved_to {
                Some(to) => line = self.line(&to)?,
                None => break,
            }
        }
        line.file
    }
}

impl Library for Sight<'_> {
    fn exists(&self, title: &Title) -> bool {
        self.line(title).is_some_and(|line| is_there(line.kind))
    }

    fn text(&self, title: &Title) -> Option<Arc<str>> {
        let mut title = title.clone();
        for _ in 0..MOVES {
            let page = self.here.site.ports.wiki.page(&self.id, &title.page_id());
            match page.ok()??.change? {
                Change::Moved(to) => title = to,
                Change::Text(text) => return Some(text.into()),
                Change::File(file) => return Some(file.text.into()),
                Change::Deleted => return None,
            }
        }
        None
    }

    fn file(&self, title: &Title) -> Option<FileFacts> {
        let file = self.attachment(title)?;
        let picture = safe::picture(&file.content_type);
        Some(FileFacts { picture })
    }
}

/// Whether there is something to read on a page.
pub(crate) fn is_there(kind: Option<ChangeKind>) -> bool {
    match kind {
        Some(ChangeKind::Text | ChangeKind::Moved | ChangeKind::File | ChangeKind::Hidden) => true,
        Some(ChangeKind::Deleted) | None => false,
    }
}

impl Urls for Sight<'_> {
    fn page(&self, title: &Title) -> String {
        links::wiki(&self.id, title)
    }

    fn missing(&self, title: &Title) -> String {
        let page = links::wiki(&self.id, title);
        match (self.begins, title.namespace()) {
            (true, Namespace::File) => format!("{page}?upload"),
            (true, Namespace::Page | Namespace::Commons | Namespace::Category) => {
                format!("{page}?edit")
            }
            (false, _) => page,
        }
    }

    fn file(&self, title: &Title) -> String {
        let file = self.attachment(title);
        file.map_or_else(
            || links::wiki(&self.id, title),
            |file| links::wiki_file(&self.id, &file),
        )
    }

    fn edit_section(&self, number: usize) -> Option<String> {
        let page = self.edited.as_ref()?;
        Some(format!("{page}?edit&section={number}"))
    }
}
