//! The text of pages: Markdown in Obsidian's dialect.
//!
//! Everything is read by one parser (`parse`), so that a link, a heading and what is shown agree on what is code.
//!
//! - [`links()`]: where a text leads; [`rewrite_links`]: the same text when a page is called otherwise.
//! - [`spots()`]: the same links with the places where they stand.
//! - [`sections()`], [`replace_section`]: the text by its headings.
//! - [`render()`]: the text as HTML for a page, with what others own asked through [`Library`], [`Urls`] and [`Words`].
//! - [`plain`], [`summary()`]: the text as words.
//!
//! To allow members another HTML tag: `render/tags.rs`. To colour another language: `highlight/languages.rs`.

mod anchor;
mod front;
mod highlight;
mod links;
mod parse;
mod render;
mod rewrite;
mod sections;
mod spots;
mod summary;
mod target;

#[cfg(test)]
mod tests;

pub use highlight::CODE_CSS;
pub use links::{Links, PageLink, links};
pub use render::{
    Fault, FileFacts, Library, MAX_EMBEDDED_BYTES, MAX_EMBEDS, MAX_EMBEDS_DEEP, MAX_HTML_BYTES,
    Place, Rendered, Urls, Words, render,
};
pub use rewrite::rewrite_links;
pub use sections::{Heading, Section, replace_section, sections};
pub use spots::{Spot, front_end, leads, spots};
pub use summary::{plain, summary};
