//! The chronicle's logs: every community that has entered something has a transparency log of it, which anybody reads,
//! witnesses cosign, and proofs come out of that hold offline.
//!
//! A log is a view of the records of kind `enter`, in order: entry number `i` is the line of the export of the `i`-th of
//! them, without its body, which may be taken back later. The log's size is how far the view has come. It can be
//! deleted, and is made anew with the same root.
//!
//! - [`keys`]: names and keys; `logs`: the logs as this process writes them, each of them in `open`; [`shown`]: as
//!   anybody reads them; `find`: where in a log a record stands.
//! - `keeper` has them follow the records, [`asking`] asks their witnesses, [`routes`] serves them.
//! - [`witnessing`]: being a witness of other nodes' logs.
//! - [`view`] answers the bot: it makes the file of a proof, and [`gather`] reads messages.

#[cfg(test)]
pub(crate) mod annals;
pub mod asking;
mod error;
mod find;
mod gather;
mod keeper;
pub mod keys;
mod logs;
mod open;
pub mod routes;
pub mod shown;
#[cfg(test)]
mod tests;
mod view;
pub mod witnessing;

pub use self::{
    error::LogsError,
    logs::Logs,
    shown::{Proof, Shown},
    view::Chronicle,
    witnessing::Witnessing,
};

/// The kind of the records that are entries.
pub const ENTER: &str = "enter";
