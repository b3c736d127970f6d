//! The pages of a wiki as a folder of Markdown that Obsidian opens, and any such folder as pages.
//!
//! What a page says comes back letter by letter: a folder that was written from one wiki and is read into another gives the
//! same pages. Where that would not hold for the links of a page or for its front matter, they are left as they are.
//!
//! - [`layout`]: a path for each title; [`titles`]: a title for each path; [`shelf`]: where links lead in a folder, as Obsidian finds it.
//! - [`links`]: links of the wiki as links of a folder, and back; [`header`]: what the front matter says of a page.
//! - [`sheet`]: a page as a note, and a note as a page; [`page`]: what is written of a page; [`outward`]: all pages as files.
//! - [`folder`]: what lies in a folder on the disk; [`drafts`]: the pages that it comes to; [`plan`]: what of them is to be
//!   written into a wiki.
//! - [`past`]: all revisions as commits, in the language of `git fast-import`; [`repository`]: what reads it.

pub mod drafts;
pub mod folder;
pub mod header;
pub mod layout;
pub mod links;
pub mod outward;
pub mod page;
pub mod past;
pub mod plan;
pub mod repository;
pub mod sheet;
pub mod shelf;
pub mod titles;

#[cfg(test)]
mod hostile_tests;
#[cfg(test)]
mod round_tests;

/// The folder of files.
pub const FILES: &str = "Файлы";
