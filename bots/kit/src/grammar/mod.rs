//! From a message to a [`Command`].
//!
//! A command is a text message whose first line starts with `!` and one of the names that a bot declared
//! ([`CommandSpec`]). Case, `ё`/`е`, width and invisible characters do not matter; whole words do.

mod clean;
mod lists;
mod near;
mod options;
#[cfg(test)]
mod properties;
mod registry;
mod spec;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use crate::{ids::EventId, input::Event, lang::Lang};

pub use clean::{clean, fold};
pub use lists::{html_items, item, list_items, split_bar};
pub use near::near;
pub use registry::Registry;
pub use spec::{Body, CommandSpec, OptionSpec};

/// A command that a message is.
#[derive(Clone, Debug, PartialEq)]
pub struct Command {
    /// The bot that declared it.
    pub bot: &'static str,
    /// Its canonical id, unique within the bot.
    pub id: &'static str,
    /// The name that it was called by, as declared.
    pub name: &'static str,
    /// The language of that name; `None` where both languages have it.
    pub lang: Option<Lang>,
    /// The rest of the first line, without the options.
    pub args: String,
    /// The following lines, without the options.
    pub lines: Vec<String>,
    /// The options by their id; a bare flag has an empty value.
    pub options: BTreeMap<&'static str, String>,
    /// The formatted text, hostile until it is sanitised.
    pub html: Option<String>,
    /// The message that it came from; for one run as edited, the edit.
    pub event: Event,
}

impl Command {
    /// Whether it is this one.
    pub fn is(&self, bot: &str, id: &str) -> bool {
        self.bot == bot && self.id == id
    }

    /// The value of an option; empty for a bare flag.
    pub fn option(&self, id: &str) -> Option<&str> {
        self.options.get(id).map(String::as_str)
    }

    /// The message that the person sees as theirs: for an edit, the one edited.
    pub fn subject(&self) -> &EventId {
        self.event.subject()
    }
}

/// What a message is, as commands go.
#[derive(Clone, Debug, PartialEq)]
pub enum Determination {
    /// No command, and not meant as one.
    NotCommand,
    /// A command.
    Command(Box<Command>),
    /// It looks like one, but nobody knows the name.
    Unknown {
        /// What was typed.
        word: String,
        /// The name that it is nearest to, in the language typed.
        near: Option<&'static str>,
    },
    /// A command whose form is wrong.
    Bad {
        /// Which.
        spec: CommandSpec,
        /// The name that it was called by, as declared.
        name: &'static str,
        /// What is wrong.
        trouble: Trouble,
    },
}

/// What is wrong with a command's form.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Trouble {
    /// A word with a colon that is no option, but near to one.
    UnknownOption {
        /// What was typed.
        word: String,
        /// The option's name that it is near to.
        near: &'static str,
    },
    /// An option that takes a value has none.
    NoValue {
        /// The option's name.
        option: String,
    },
    /// An option stands there twice.
    Twice {
        /// The option's name.
        option: String,
    },
    /// The command takes nothing after its name.
    Extra,
}
