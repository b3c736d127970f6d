//! The wiki: pages whose revisions are a graph, their merges, links and rendering.
//!
//! Pure: what a page is depends on its revisions alone, in whatever order they came.

mod compare;
pub mod diff;
pub mod graph;
pub mod head;
pub mod ids;
pub mod markdown;
pub mod merge;
pub mod revision;
pub mod title;

pub use ids::{NotHex, PageId, RevisionId};
