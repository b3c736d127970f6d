//! Open votes.
