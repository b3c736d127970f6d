//! What a check found, and how it is told.

use std::fmt::Write as _;

use secta_bot_kit::Lang;
use serde_json::{Value, json};

use crate::phrases::say;

/// How a check ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    /// As it should be.
    Fine,
    /// Not as it should be.
    Failed,
    /// It could not be looked at.
    Skipped,
}

/// What one check found.
#[derive(Debug)]
pub(super) struct Finding {
    /// The check: its title is the phrase `check-{name}`.
    pub name: &'static str,
    /// How it ended.
    pub status: Status,
    detail: Text,
    advice: Option<Text>,
}

/// A phrase with its arguments, or words of another program.
#[derive(Debug)]
enum Text {
    Phrase(&'static str, Vec<(&'static str, String)>),
    Words(String),
}

impl Text {
    fn phrase(id: &'static str, args: &[(&'static str, String)]) -> Self {
        Self::Phrase(id, args.to_vec())
    }

    fn say(&self, lang: Lang) -> String {
        match self {
            Self::Phrase(id, args) => {
                let args: Vec<(&str, &str)> = args
                    .iter()
                    .map(|(name, value)| (*name, value.as_str()))
                    .collect();
                say(lang, id, &args)
            }
            Self::Words(words) => words.clone(),
        }
    }
}

impl Finding {
    /// As it should be.
    pub(super) fn fine(
        name: &'static str,
        id: &'static str,
        args: &[(&'static str, String)],
    ) -> Self {
        Self {
            name,
            status: Status::Fine,
            detail: Text::phrase(id, args),
            advice: None,
        }
    }

    /// It could not be looked at.
    pub(super) fn skipped(name: &'static str, id: &'static str) -> Self {
        Self {
            name,
            status: Status::Skipped,
            detail: Text::phrase(id, &[]),
            advice: None,
        }
    }

    /// Not as it should be, in words of another program.
    pub(super) fn failed(name: &'static str, words: impl ToString) -> Self {
        Self {
            name,
            status: Status::Failed,
            detail: Text::Words(words.to_string()),
            advice: None,
        }
    }

    /// Not as it should be.
    pub(super) fn wrong(
        name: &'static str,
        id: &'static str,
        args: &[(&'static str, String)],
    ) -> Self {
        Self {
            name,
            status: Status::Failed,
            detail: Text::phrase(id, args),
            advice: None,
        }
    }

    /// What to do about it.
    pub(super) fn advise(mut self, id: &'static str, args: &[(&'static str, String)]) -> Self {
        self.advice = Some(Text::phrase(id, args));
        self
    }
}

/// For people.
pub(super) fn text(findings: &[Finding], lang: Lang) -> String {
    let mut text = String::new();
    for finding in findings {
        let sign = match finding.status {
            Status::Fine => '✓',
            Status::Failed => '✗',
            Status::Skipped => '–',
        };
        let title = say(lang, &format!("check-{}", finding.name), &[]);
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{sign} {title}: {}", finding.detail.say(lang));
        if let Some(advice) = &finding.advice {
            let _ = writeln!(text, "    → {}", advice.say(lang).replace('\n', "\n      "));
        }
    }
    text
}

/// For programs.
pub(super) fn json(findings: &[Finding], lang: Lang) -> Value {
    let one = |finding: &Finding| {
        let status = match finding.status {
            Status::Fine => "ok",
            Status::Failed => "failed",
            Status::Skipped => "skipped",
        };
        json!({
            "check": finding.name,
            "status": status,
            "detail": finding.detail.say(lang),
            "advice": finding.advice.as_ref().map(|advice| advice.say(lang)),
        })
    };
    findings.iter().map(one).collect()
}
