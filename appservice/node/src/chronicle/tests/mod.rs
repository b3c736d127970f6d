//! Records, logs, witnesses and readers together.

mod following;
mod serving;
mod witnesses;
