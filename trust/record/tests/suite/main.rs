//! Records from outside: made, written, broken, read.

mod authors;
mod chains;
#[path = "../../fuzz/body.rs"]
mod fuzz;
mod hostile;
mod making;
mod properties;
mod streams;
mod vectors;
