mod erasure;
mod files;
mod listings;
mod making;
mod rows;
mod scribe;
mod wiki;
