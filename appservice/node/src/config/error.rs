//! What is wrong with a configuration, said in the operator's language.

use std::{fmt, path::PathBuf};

use secta_bot_kit::Lang;

use crate::phrases::say;

/// Why there is no configuration.
#[derive(Debug, thiserror::Error)]
#[error("{}", .0.iter().map(|fault| fault.explain(Lang::En)).collect::<Vec<_>>().join("\n"))]
pub struct ConfigError(pub Vec<Fault>);

impl ConfigError {
    /// Every fault on a line of its own.
    pub fn explain(&self, lang: Lang) -> String {
        self.0
            .iter()
            .map(|fault| fault.explain(lang))
            .collect::<Vec<_>>()
            .join("\n")
    }
}

impl From<Fault> for ConfigError {
    fn from(fault: Fault) -> Self {
        Self(vec![fault])
    }
}

/// One thing that is wrong.
#[derive(Debug, PartialEq, Eq)]
pub enum Fault {
    /// The file cannot be read.
    Unreadable {
        /// The file.
        path: PathBuf,
        /// What the system said.
        reason: String,
    },
    /// The file is not TOML.
    Syntax {
        /// The line, from 1.
        line: usize,
        /// What the parser said.
        reason: String,
    },
    /// A name that is no field.
    Unknown {
        /// The line, from 1.
        line: usize,
        /// The name as it stands there.
        name: String,
        /// The field that it is near to.
        near: Option<String>,
    },
    /// An environment variable `SECTA_…` that is no field's.
    UnknownVariable {
        /// Its name.
        name: String,
        /// The one that it is near to.
        near: String,
    },
    /// A field with a value that it cannot have.
    Value {
        /// The line, from 1.
        line: usize,
        /// The field, `section.name`.
        field: String,
        /// The id of a phrase, or what the parser said.
        reason: String,
    },
    /// An environment variable with a value that its field cannot have.
    Variable {
        /// What is wrong, with the names of both.
        reason: String,
    },
    /// A field that has to be set and is not.
    Missing {
        /// The field, `section.name`.
        field: String,
        /// Its environment variable.
        variable: String,
    },
}

impl Fault {
    /// The fault in a sentence.
    pub fn explain(&self, lang: Lang) -> String {
        match self {
            Self::Unreadable { path, reason } => say(
                lang,
                "config-unreadable",
                &[("path", &path.display().to_string()), ("reason", reason)],
            ),
            Self::Syntax { line, reason } => say(
                lang,
                "config-syntax",
                &[("line", &line.to_string()), ("reason", reason)],
            ),
            Self::Unknown { line, name, near } => {
                let known = say(
                    lang,
                    "config-unknown",
                    &[("line", &line.to_string()), ("name", name)],
                );
                with_near(lang, known, near.as_deref())
            }
            Self::UnknownVariable { name, near } => with_near(
                lang,
                say(lang, "config-unknown-variable", &[("name", name)]),
                Some(near),
            ),
            Self::Value {
                line,
                field,
                reason,
            } => say(
                lang,
                "config-value",
                &[
                    ("line", &line.to_string()),
                    ("field", field),
                    ("reason", &reason_in(lang, reason)),
                ],
            ),
            Self::Variable { reason } => say(
                lang,
                "config-variable",
                &[("reason", &reason_in(lang, reason))],
            ),
            Self::Missing { field, variable } => say(
                lang,
                "config-missing",
                &[("field", field), ("variable", variable)],
            ),
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.explain(Lang::En))
    }
}

fn with_near(lang: Lang, text: String, near: Option<&str>) -> String {
    match near {
        Some(near) => format!("{text}; {}", say(lang, "config-near", &[("near", near)])),
        None => text,
    }
}

/// Replaces the id of a phrase at the end of a reason with the phrase.
fn reason_in(lang: Lang, reason: &str) -> String {
    match reason.rfind("config-not-") {
        Some(at) => {
            let head = reason[..at]
                .trim_end()
                .trim_end_matches("validation failed:")
                .trim_end();
            format!("{head} {}", say(lang, &reason[at..], &[]))
                .trim_start()
                .to_owned()
        }
        None => reason.to_owned(),
    }
}
