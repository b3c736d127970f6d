//! Given a room, when somebody writes, then the bot answers: tests of bots, told as stories.
//!
//! A [`Story`] is a node in miniature: the front desk and the bots over a memory of their own, beside a homeserver
//! that does what it is asked at once and delivers its events back. Nothing in it waits: [`Story::advance`] moves
//! the clock and fires the timers.
//!
//! ```
//! use secta_bot_kit::testkit::Story;
//!
//! let mut story = Story::of([]);
//! let room = story.room("tea", &["alice", "bob"]);
//! story.says(&room, "alice", "!помощь");
//! assert!(story.answer().contains("!помощь"));
//! story.check();
//! ```

mod acts;
mod facts;
mod homeserver;
mod keeper;
mod look;
mod story;
mod talk;

pub use keeper::Keeper;
pub use look::Sent;
pub use story::{Story, StoryComposer, StoryView, load_nothing, selves};
