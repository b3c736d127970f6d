//! What happens in a community's rooms, told from the first message to the last.

mod asking;
mod badge;
mod cases;
mod comments;
mod founding;
mod hostile;
mod newcomers;
mod policy;
mod ranks;
mod requests;
mod site;
mod thanks;
mod twilight;
mod votes;
mod walk;
mod world;

pub(crate) use world::bot;
