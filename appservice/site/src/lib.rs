//! The public site: what a community has published, as pages, feeds and JSON, and what its members do there.
//!
//! The crate holds no state but a cache, and reaches nothing by itself: what it shows it reads through
//! [`ports::Library`], what members do goes through [`ports::Desk`] into the journal like any message, who they are is
//! told by [`ports::Accounts`], what is found by [`ports::Finder`], files come through
//! [`ports::Files`], and sealed entries of private spaces are kept behind [`ports::Spaces`].
//!
//! - [`model`]: what is shown; [`ports`]: where it comes from and goes to; [`site`]: all that together.
//! - `visit`: who has come, and in which language; `here`: where they are; `answer`: what they get, with its headers;
//!   `cache`: pages that are the same for everybody.
//! - `view`: from the model to what stands on a page: safe HTML, dates, names, threads, charts.
//! - `pages`: one file for each page; `forms`: what is done there; `feeds`, `api`: the same for programs.
//!
//! To add a page: 1. a file in `pages` with a function over [`here::Here`] and a template in `templates/`; 2. its line in
//! [`routes`]; 3. its phrases in `ru.ftl` and `en.ftl`. It never shows anything of the twilight or the council but
//! behind [`here::Here::trusted`].

mod answer;
pub mod api;
mod cache;
#[cfg(test)]
mod fake;
mod feeds;
mod forms;
mod here;
mod links;
pub mod model;
mod pages;
#[cfg(test)]
mod phrase_tests;
pub mod ports;
mod routes;
mod sent;
pub mod site;
mod view;
mod visit;

use secta_bot_kit::Lang;

pub use links::wiki_address;
pub use routes::router;
pub use site::{Settings, Site};

/// The site's phrases, whose ids begin with `site-`.
pub fn phrases(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => include_str!("ru.ftl"),
        Lang::En => include_str!("en.ftl"),
    }
}
