//! The accounts and the desk over a store in memory, with the bot that answers.

mod codes;
mod desk;
mod natives;
mod passkeys;
mod town;
