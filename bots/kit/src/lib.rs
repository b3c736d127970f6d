//! What every bot is made of. Nothing here touches a clock, randomness, a file or the network:
//! a bot gets an [`Input`] and plans [`Effect`]s, and the node carries them out.
//!
//! - [`input`]: one journal row as bots see it; [`journal`]: the row itself.
//! - [`effect`]: everything that a bot can ask for; [`file`](mod@file): files and images among it.
//! - [`state`]: what a bot remembers, by scope.
//! - [`bot`]: the [`Bot`] trait and its [`Ctx`].
//! - [`community`]: the communities that the node keeps, and what bots enact in them.
//! - [`read`](mod@read): from a row's bytes to an [`Input`].
//! - [`grammar`]: from a message to a command; [`words`]: from a phrase's name to a text in two languages;
//!   [`written`]: what somebody has written, to be said again.
//! - [`desk`]: the front desk, which knows the rooms and answers what belongs to no bot.
//! - [`policy`]: a community's policy in words; [`web`]: what members do on the site.
//! - [`testkit`]: given a room, when somebody writes, then the bot answers.
//! - [`lane`]: one step of the driver, purely.

pub mod answer;
pub mod bot;
pub mod community;
pub mod desk;
pub mod effect;
pub mod file;
pub mod grammar;
pub mod ids;
pub mod input;
pub mod journal;
pub mod lane;
pub mod lang;
pub mod policy;
pub mod read;
pub mod state;
pub mod testkit;
pub mod web;
pub mod when;
pub mod words;
pub mod written;

pub use bot::{Bot, Ctx, Look};
pub use effect::{Effect, Planned, SendEvent, SendFile, TimerChange};
pub use file::{File, Image};
pub use ids::{EventId, RoomId, UserId};
pub use input::{Input, Place, What};
pub use journal::{NewRow, Row, Seq};
pub use lang::Lang;
pub use state::{Scope, State};
pub use written::Written;
