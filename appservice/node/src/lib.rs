//! The node: everything that acts. [`run`] puts it together.
//!
//! - [`intake`] takes the homeserver's transactions into the journal, [`catch_up`] what they left out;
//! - [`engine`] drives the journal through the [`bots`] and carries out what they decide;
//! - [`archive`] keeps the archive's vaults;
//! - [`chronicle`] keeps the communities' transparency logs, a view of their records;
//! - [`search`] keeps the search's index, a view of the journal;
//! - [`site`] is what stands behind the pages of the site;
//! - [`wiki`] answers what is asked of pages of the wiki;
//! - [`public`] shows everybody the communities' records;
//! - [`replay`] proves that the journal gives the same again;
//! - [`config`] is what an operator sets, [`cli`] what an operator runs, [`ops`] and [`metrics`] what he watches;
//! - [`seal`] keeps what comes from encrypted rooms sealed; [`clock`] and [`homeserver`] serve them all.

pub mod archive;
pub mod bots;
pub mod catch_up;
pub mod chronicle;
pub mod cli;
pub mod clock;
pub mod config;
pub mod engine;
pub mod heard;
pub mod homeserver;
pub mod intake;
pub mod metrics;
pub mod ops;
pub mod phrases;
pub mod public;
pub mod replay;
pub mod run;
pub mod seal;
pub mod search;
pub mod site;
pub mod wiki;
