//! A page while it is written: what all texts shown on it have in common.

use std::collections::BTreeSet;

use comrak::Arena;

use super::{Fault, Place, Rendered, gate, html::Html, walk};
use crate::{
    PageId,
    markdown::{
        front,
        parse::parse,
        sections::{self, Heading},
    },
    title::{Namespace, Title},
};

/// The most faults that are told of.
const MAX_FAULTS: usize = 100;

/// The most code of a page that is coloured.
const MAX_COLOURED_BYTES: usize = 100 * 1024;

/// What is written, and what it tells.
pub(super) struct Page<'p> {
    /// Where it is shown.
    pub place: &'p Place<'p>,
    /// What is written.
    pub html: Html,
    /// How many pages were shown within it.
    pub embeds: usize,
    /// How many bytes of text were read for that.
    pub embedded_bytes: usize,
    /// Which column of a table is being written.
    pub column: usize,
    /// How much code may still be coloured.
    pub coloured_bytes: usize,
    rendered: Rendered,
    seen: BTreeSet<(bool, PageId)>,
}

/// The pages within which a text is shown, from the outermost, with the headings that were asked for.
pub(super) type Way = Vec<(PageId, Option<String>)>;

/// One text of a page: its own, or that of a page shown within it.
pub(super) struct Shown<'s> {
    /// The page that the text is of.
    pub title: &'s Title,
    /// The pages around it, itself among them.
    pub way: Way,
    /// What sets the ids of its footnotes apart.
    pub scope: String,
    /// Headings that are still to come.
    pub headings: std::vec::IntoIter<Heading>,
    /// The section that the heading being written begins.
    pub section: Option<usize>,
    /// How many footnotes were written.
    pub footnotes: usize,
    /// Which of the Markdown links around what is written were opened.
    pub links: Vec<bool>,
}

impl<'p> Page<'p> {
    pub fn new(place: &'p Place<'p>) -> Self {
        Self {
            place,
            html: Html::default(),
            embeds: 0,
            embedded_bytes: 0,
            column: 0,
            coloured_bytes: MAX_COLOURED_BYTES,
            rendered: Rendered::default(),
            seen: BTreeSet::new(),
        }
    }

    /// Files the page under its tags.
    pub fn categories_of_front_matter(&mut self, text: &str) {
        for tag in front::list(text, &["tags", "tag"]) {
            if let Ok(title) = Title::new(Namespace::Category, &tag) {
                self.category(title);
            }
        }
    }

    /// Writes a text: the page's own when nothing is around it.
    pub fn show(&mut self, title: &Title, text: &str, way: Way) {
        let arena = Arena::new();
        let parsed = parse(&arena, text);
        let own = way.is_empty();
        let headings = match own {
            true => sections::headings(&parsed),
            false => Vec::new(),
        };
        self.rendered.contents.extend(headings.iter().cloned());
        let shown = Shown {
            title,
            way: match own {
                true => vec![(title.page_id(), None)],
                false => way,
            },
            scope: match own {
                true => String::new(),
                false => format!("e{}-", self.embeds),
            },
            headings: headings.into_iter(),
            section: None,
            footnotes: 0,
            links: Vec::new(),
        };
        walk::walk(self, shown, parsed.root);
    }

    /// Files the page into a category.
    pub fn category(&mut self, title: Title) {
        if self.seen.insert((true, title.page_id())) {
            self.rendered.categories.push(title);
        }
    }

    /// Notes that something is not there.
    pub fn missing(&mut self, title: &Title) {
        if self.seen.insert((false, title.page_id())) {
            self.rendered.missing.push(title.clone());
        }
    }

    /// Notes what could not be shown as it was meant.
    pub fn fault(&mut self, fault: Fault) {
        let faults = &mut self.rendered.faults;
        if faults.len() < MAX_FAULTS && faults.last() != Some(&fault) {
            faults.push(fault);
        }
    }

    /// Tells the reader what could not be shown.
    pub fn note(&mut self, words: &str) {
        self.html.open("p", " class=\"fault\"");
        self.html.text(words);
        self.html.close("p");
    }

    /// The page as it is given out.
    pub fn finish(mut self) -> Rendered {
        let place = self.place;
        let cut = self.html.is_full();
        let mut html = self.html.finish();
        if cut {
            self.html = Html::default();
            self.note(&place.words.too_long);
            html.push_str(&self.html.finish());
            self.rendered.faults.push(Fault::Long);
        }
        self.rendered.html = gate::clean(&html);
        self.rendered
    }
}
