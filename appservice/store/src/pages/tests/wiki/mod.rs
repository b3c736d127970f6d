//! The wiki's rows.

mod commons;
mod erased;
mod graph;
mod lists;
mod shelf;
