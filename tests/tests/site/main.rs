//! The site as people meet it: in a real browser, with scripts and without, beside a real homeserver.

mod caller;
mod deaths;
mod dendrite;
mod edits;
mod hostile;
mod leaks;
mod lengths;
mod matrix;
mod media;
mod newcomer;
mod pages;
mod scene;
mod stranger;
mod terminal;
mod town;
mod wiki;
mod wiki_deaths;
mod wiki_exchange;
mod wiki_walk;
mod withholding;
