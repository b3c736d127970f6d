//! The wiki's rows.

mod commons;
mod erased;
mod found;
mod graph;
mod lists;
mod shelf;
