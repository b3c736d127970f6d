//! Notes in Markdown, Matrix's HTML, and an Obsidian vault in Git.
//!
//! Owns the forms in which a community's memory leaves it: files that people read and edit with tools of their own. The
//! archive saves messages here, the wiki its pages. Nothing of the project is needed below it.
//!
//! - [`note`]: a note as a value, with front matter and a thread's messages.
//! - [`names`]: names of files, from titles and from what members type.
//! - [`markdown`]: Matrix's HTML to Markdown and back.
//! - [`vault`]: the Git repository whose folder is an Obsidian vault.
//! - [`sync`]: exchanging it with a remote.
//! - [`wiki`]: the pages of a wiki as such a folder, and any such folder as pages.
//!
//! Time is an argument everywhere (milliseconds since 1970); nothing is left to chance. What touches a disk or a child
//! process says so, blocks, and belongs on a thread for that.
//!
//! To add a field to notes: 1. name it in [`note::Origin`]; 2. set it in [`note::Note::new`]; 3. read it where the list
//! needs it ([`vault::notes`]).

pub mod markdown;
pub mod names;
pub mod note;
pub mod sync;
pub mod vault;
pub mod wiki;
