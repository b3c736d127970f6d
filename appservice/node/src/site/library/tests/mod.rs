mod beside;
mod following;
mod stories;
mod village;
mod wiki;
