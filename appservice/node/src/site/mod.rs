//! What stands behind the public site's ports.
//!
//! - [`desk`]: what members do becomes rows of the journal; [`accounts`]: who they are.

pub mod accounts;
pub mod desk;
