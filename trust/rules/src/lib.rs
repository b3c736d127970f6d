//! The rules of a community (R1–R17), as a pure function of what was done in it.
//!
//! This crate owns who may do what, what comes of it, and what is known afterwards. It has no clock, no randomness, no
//! files and no network: time is an argument, ids are the caller's, and the words of posts and comments are not here.
//!
//! - [`Command`]: who asks for what. [`State::decide`] answers with [`Fact`]s, the act and all that follows of it, or
//!   with a [`Refusal`] that has every number an explanation needs.
//! - [`Fact`]: what happened. A public one is an act for the record; a quiet one (what waits in the twilight) never
//!   leaves the node. [`State::apply`] takes either; an act that the state doesn't justify is [`Unlawful`].
//! - [`State::due`], [`State::next_due_ms`]: what time alone brings about, one thing at a time.
//! - [`query`]: what can be asked; [`dump`]: a state as ordered lines, to compare two.
//! - [`policy`]: the community's numbers, with their bounds.
//! - [`audit`](mod@audit): an export, read, verified and replayed; every fault is named.
//!
//! The public part of a state is folded from public facts alone: whoever has the record has the same ranks, standings,
//! indices and decisions, and every decision's numbers are computed again as it is taken (R13).
//!
//! ```
//! use secta_record::act::{AccountId, ItemId};
//! use secta_rules::{Ask, Command, State};
//!
//! let mut state = State::new();
//! let ann = AccountId::new("@ann:example.org");
//! let found = Ask::Found {
//!     name: "Чай".into(),
//!     founder: ann.clone(),
//!     policy: serde_json::json!({}),
//! };
//! let post = Ask::Post { item: ItemId([1; 32]), tags: vec![] };
//! for (by, ask) in [("@secta:example.org", found), ("@ann:example.org", post)] {
//!     let facts = state.decide(&Command { by: by.into(), ask }, 1_000)?;
//!     for fact in &facts {
//!         state.apply(fact)?;
//!     }
//! }
//! assert_eq!(state.rank(&ann), secta_record::act::Rank::Trusted);
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # To add an act
//!
//! 1. Its body: `secta_record::act`.
//! 2. Its question: a variant of [`Ask`]; its refusals: variants of [`Refusal`] with all their numbers.
//! 3. One file in `acts/`: `decide`, the check that `decide` and `apply` share, `apply`; a line in `acts/mod.rs` and one
//!    in `decide.rs`. Check everything before anything is changed.
//! 4. Stories in `stories/`, both sides of every threshold, and the act in `stories/properties.rs`.
//!
//! # Readings
//!
//! Where the rules are silent or could be read in two ways, this is how they are read here.
//!
//! Time and counting
//! - A span of N ms that begins at t holds at t and up to t + N − 1: at t + N it is over. So it is with the activity
//!   window, the 48 hours, the day for taking a vote back, mutes, cases, appeals and proposals.
//! - A number is looked at when a vote raises what it is compared with, not when x falls by itself.
//! - Who votes counts from that vote on, also for the decision that it brings about. Taking a vote back, editing,
//!   withdrawing, inviting, appealing and proposing are no acts that count for R1; all votes, posts, comments are.
//! - "Once there is a trusted member the number is at least 1": it is at least 1 for everybody but the founder on the
//!   way in, so that no stranger comes before them.
//! - A time limit of an item that waits is that of the policy in force; those of cases, appeals and proposals are those
//!   of the policy that they were opened under.
//!
//! Items
//! - A post whose author has become trusted while it waited waits on; published, it can earn an invitation, by the
//!   stream's numbers. The post that made its author trusted earns none: an invitation is for reaching magic *again*.
//! - "Useful" makes a commenter once the comment is public, by the number of commenters and trusted together.
//! - A waiting comment is not published under a post that is hidden or withdrawn.
//! - An edit of what waits voids its votes and wins no time. After publication the tags stay, as does what was voted on.
//! - A post carries none to three supertags; more are refused.
//! - The items of the muted wait on and may be published; those of the excluded are gone, and what they have published
//!   earns them nothing.
//!
//! Votes
//! - A vote that a decision has counted stays: it may be exchanged only for one that the decision would have counted
//!   the same (support for useful). Another opinion may be given at any time, and gives no new day for taking it back.
//! - The votes of an account that is excluded later stand.
//! - The index is over everything that was ever published, hidden and withdrawn items too; who supports one item and
//!   opposes another is a supporter and an opposer.
//! - Taking votes back goes for moderation, appeals and proposals too.
//!
//! Cases and appeals
//! - A case is opened by the reaction; the vote counts from its argument on. The accused does not vote and is not
//!   counted in x.
//! - A case stays open for its 14 days after it has silenced, so that votes can lengthen the mute or exclude. A mute is
//!   counted from its first decision and never becomes shorter; a lengthening is not held against the threshold again.
//! - The muted don't post, comment, edit or propose; they vote, invite, appeal and withdraw.
//! - A waiting item that is silenced is deleted and no appeal brings it back. Expiry or withdrawal ends no case.
//! - After a case that reached nothing another may be opened; after an upheld appeal, none on that item.
//! - An appeal is against the cases that bind the account when it is opened. Upheld, it undoes them with their strikes.
//!   The appellant is not counted among those with a positive index.
//! - Exclusion hides nothing, and closes its own case alone.
//!
//! Proposals
//! - The proposer does not vote and is not counted: a lone founder accepts neither supertag nor policy.
//! - A policy is accepted at max(magic, more than half of x).
//! - A message is entered into the chronicle (R16) by the trusted, at the magic number or the policy's. Its author
//!   neither votes nor is counted; whoever proposes it votes for it by that, unless it is their own. The author may take
//!   it back at any time: the record's body goes, the leaf of the log and the number of the entry stay.
//! - A policy proposal changes the fields in which it differs from the policy that it was opened under; what has been
//!   changed in the others since then stays.
//!
//! The wiki (R17)
//! - Whoever has the policy's rank, or the page's own where it is protected, and may write, changes a page: at once,
//!   without a vote. What a page is comes of all its revisions; none is ever taken away, and each names those before it.
//! - A page is its title's hash. Who changes it says which revisions they saw; that they are known is not asked here, as
//!   they may be another community's or come later.
//! - Changing a page is none of the acts that make an account count (R1).
//! - An author may take back the words of their revision at any time (R15): its place in the history stays.

mod acts;
pub mod audit;
pub mod command;
mod decide;
mod due;
pub mod dump;
pub mod fact;
pub mod magic;
pub mod policy;
pub mod query;
pub mod refusal;
pub mod state;
mod tags;
pub mod text;
pub mod unlawful;

#[cfg(test)]
mod stories;

pub use audit::Audit;
pub use command::{Ask, Command};
pub use fact::{Draft, DropCause, Fact, Quiet, What};
pub use policy::Policy;
pub use refusal::Refusal;
pub use state::State;
pub use unlawful::Unlawful;
