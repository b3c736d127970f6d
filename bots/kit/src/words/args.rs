use fluent_bundle::{FluentArgs, FluentValue};

use super::{Text, markup};
use crate::grammar::clean;

/// Arguments of a phrase, by name. See [`args!`](crate::args!).
#[derive(Clone, Debug, Default)]
pub struct Args {
    values: Vec<(&'static str, Value)>,
    texts: Vec<Text>,
}

#[derive(Clone, Debug)]
enum Value {
    Number(i64),
    Words(String),
}

/// What an argument may be: a number (phrases choose plurals by it), words, or a text made of other phrases.
#[derive(Clone, Debug)]
pub enum Arg {
    /// A number.
    Number(i64),
    /// Words of anyone: made safe, nothing in them is markup.
    Words(String),
    /// A text that keeps its form.
    Text(Text),
}

impl Args {
    /// None yet.
    pub fn new() -> Self {
        Self::default()
    }

    /// With one more.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Arg>) -> Self {
        let value = match value.into() {
            Arg::Number(number) => Value::Number(number),
            Arg::Words(words) => Value::Words(markup::inert(&clean(&words))),
            Arg::Text(text) => {
                self.texts.push(text);
                Value::Words(markup::placeholder(self.texts.len() - 1))
            }
        };
        self.values.push((name, value));
        self
    }

    pub(super) fn fluent(&self) -> FluentArgs<'_> {
        let mut args = FluentArgs::with_capacity(self.values.len());
        for (name, value) in &self.values {
            match value {
                Value::Number(number) => args.set(*name, *number),
                Value::Words(words) => args.set(*name, FluentValue::from(words.as_str())),
            }
        }
        args
    }

    pub(super) fn texts(&self) -> &[Text] {
        &self.texts
    }
}

macro_rules! numbers {
    ($($number:ty),*) => {
        $(impl From<$number> for Arg {
            fn from(number: $number) -> Self {
                Self::Number(i64::try_from(number).unwrap_or(i64::MAX))
            }
        })*
    };
}

numbers!(i32, i64, u8, u16, u32, u64, usize);

impl From<&str> for Arg {
    fn from(words: &str) -> Self {
        Self::Words(words.to_owned())
    }
}

impl From<String> for Arg {
    fn from(words: String) -> Self {
        Self::Words(words)
    }
}

impl From<&String> for Arg {
    fn from(words: &String) -> Self {
        Self::Words(words.clone())
    }
}

impl From<Text> for Arg {
    fn from(text: Text) -> Self {
        Self::Text(text)
    }
}

impl From<&Text> for Arg {
    fn from(text: &Text) -> Self {
        Self::Text(text.clone())
    }
}

/// The arguments of a phrase: `args!["n" => 3, "who" => name]`.
#[macro_export]
macro_rules! args {
    ($($name:literal => $value:expr),* $(,)?) => {
        $crate::words::Args::new()$(.with($name, $value))*
    };
}
