//! Text as HTML for a page.
//!
//! Three layers, each enough alone: what members write as Markdown is printed node by node with every text escaped
//! (`walk`, `blocks`, `inlines`); what they write as HTML is read tag by tag, and only tags of a list come through, almost
//! without attributes, closed where their surroundings close (`tags`, `html`); and the whole goes through ammonia, which
//! knows nothing but what is printed here (`gate`).

mod address;
mod blocks;
mod embed;
mod footnotes;
mod gate;
mod html;
mod images;
mod inlines;
mod page;
mod tables;
mod tags;
mod text;
mod walk;
mod wiki;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod tests;
#[cfg(test)]
mod worst;

use std::sync::Arc;

pub(super) use address::outside;
pub(super) use text::escape;

use super::sections::Heading;
use crate::title::{Title, TitleFault};

/// The most pages and sections that are shown within one page.
pub const MAX_EMBEDS: usize = 100;

/// The most text that is read for that, before the last of them.
pub const MAX_EMBEDDED_BYTES: usize = 1024 * 1024;

/// The most pages within each other.
pub const MAX_EMBEDS_DEEP: usize = 5;

/// The most HTML of one page, before the last tags are closed.
pub const MAX_HTML_BYTES: usize = 2 * 1024 * 1024;

/// What a text leads to, as far as it is known.
pub trait Library {
    /// Whether a page can be read.
    fn exists(&self, title: &Title) -> bool;

    /// The text of a page, through redirects.
    fn text(&self, title: &Title) -> Option<Arc<str>>;

    /// What a file is.
    fn file(&self, title: &Title) -> Option<FileFacts>;
}

/// What is to be known of a file before it is shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FileFacts {
    /// Whether browsers may show it as a picture.
    pub picture: bool,
}

/// Addresses of the site, as they stand in `href`: percent-encoded, without a fragment.
pub trait Urls {
    /// Where a page is read; that of a file tells of the file.
    fn page(&self, title: &Title) -> String;

    /// Where a page that is missing is begun, or a file given.
    fn missing(&self, title: &Title) -> String;

    /// Where the bytes of a file are.
    fn file(&self, title: &Title) -> String;

    /// Where a section is edited, if it may be.
    fn edit_section(&self, number: usize) -> Option<String>;

    /// Where an address without a host leads that names no page; by default nowhere, and it is no link.
    fn relative(&self, _address: &str) -> Option<String> {
        None
    }
}

/// What the reader is told, in the reader's language.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Words {
    /// Of a page that would be shown within itself.
    pub embed_loop: String,
    /// Of pages too deep within each other.
    pub embed_deep: String,
    /// Of more pages within one than are shown.
    pub embed_many: String,
    /// Of a heading that the page to be shown has not.
    pub section_missing: String,
    /// Of a page that is too long to be shown whole.
    pub too_long: String,
    /// The link to edit a section.
    pub edit_section: String,
    /// The way back from a footnote, for those who hear the page.
    pub footnote_back: String,
    /// What footnotes are called, for those who hear the page.
    pub footnotes: String,
}

/// Where a text is shown.
#[derive(Clone, Copy)]
pub struct Place<'a> {
    /// The page that the text is of.
    pub title: &'a Title,
    /// What is known of other pages.
    pub library: &'a dyn Library,
    /// Where they are.
    pub urls: &'a dyn Urls,
    /// What the reader is told.
    pub words: &'a Words,
    /// How many levels headings stand below what was written.
    pub lowered: u8,
}

/// A text as HTML, and what it tells.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Rendered {
    /// HTML that is safe on a page; its ids begin with `h-`, `fn-` and `fnref-` alone.
    pub html: String,
    /// The headings, in order.
    pub contents: Vec<Heading>,
    /// Categories of the page, those of its front matter too.
    pub categories: Vec<Title>,
    /// Pages and files that it leads to and that are not there.
    pub missing: Vec<Title>,
    /// What could not be shown as it was meant.
    pub faults: Vec<Fault>,
}

/// Why something is not shown as it was meant.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// A link to what is no title.
    Title {
        /// What was written.
        written: String,
        /// Why it is no title.
        fault: TitleFault,
    },
    /// A page that shows itself, directly or through others.
    Loop(Title),
    /// A page within too many others.
    Deep(Title),
    /// More pages within this one than are shown.
    ManyEmbeds,
    /// A page within this one has no such heading.
    NoSection(Title, String),
    /// The page is longer than what is shown.
    Long,
}

/// A text as HTML.
pub fn render(text: &str, place: &Place<'_>) -> Rendered {
    let mut page = page::Page::new(place);
    page.categories_of_front_matter(text);
    page.show(place.title, text, page::Way::default());
    page.finish()
}
