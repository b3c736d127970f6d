//! The site as people meet it: in a real browser, with scripts and without, beside a real homeserver.

mod hostile;
mod leaks;
mod matrix;
mod newcomer;
mod pages;
mod scene;
mod stranger;
mod town;
