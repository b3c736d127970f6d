//! Keys, witnesses and files as they are given on the command line.

use std::{fs, io::Read, path::Path};

use anyhow::{Context, bail};
use secta_bot_chronicle::log::{LogKey, Policy, WitnessKey};
use secta_bot_kit::Lang;

use crate::phrases::say;

/// The longest file that is read, in bytes: a proof with the longest record beside it is far less.
const MOST_BYTES: u64 = 4 * 1024 * 1024;

/// Whose cosignatures count.
#[derive(Debug, clap::Args)]
pub(super) struct Witnesses {
    /// The key of a witness, or a file with it; may be given several times
    #[arg(long = "witness", value_name = "KEY|FILE")]
    witnesses: Vec<String>,
}

impl Witnesses {
    /// Their keys.
    ///
    /// # Errors
    ///
    /// When one is no key and no file with one.
    pub(super) fn keys(&self, lang: Lang) -> anyhow::Result<Vec<WitnessKey>> {
        let keys = self.witnesses.iter().map(|given| {
            let text = text_or_file(given);
            WitnessKey::parse(&text).map_err(|fault| no_key(lang, given, &fault))
        });
        keys.collect()
    }

    /// A policy that requires so many of them, or all.
    ///
    /// # Errors
    ///
    /// When there are fewer, or one is there twice.
    pub(super) fn policy(&self, quorum: Option<usize>, lang: Lang) -> anyhow::Result<Policy> {
        let keys = self.keys(lang)?;
        let required = quorum.unwrap_or(keys.len());
        let known = keys.len();
        match Policy::new(keys, required) {
            Ok(policy) => Ok(policy),
            Err(_) if required > known => {
                let told = [
                    ("required", required.to_string()),
                    ("known", known.to_string()),
                ];
                let told = told.each_ref().map(|(name, value)| (*name, value.as_str()));
                bail!(say(lang, "chronicle-quorum", &told))
            }
            Err(_) => bail!(say(lang, "chronicle-twice", &[])),
        }
    }
}

/// The key of a log, given as it is or in a file.
///
/// # Errors
///
/// When it is neither.
pub(super) fn log_key(given: &str, lang: Lang) -> anyhow::Result<LogKey> {
    LogKey::parse(&text_or_file(given)).map_err(|fault| no_key(lang, given, &fault))
}

/// What stands in a file of this name, if there is one; otherwise the text itself.
fn text_or_file(given: &str) -> String {
    match read(Path::new(given)) {
        Ok(bytes) => String::from_utf8_lossy(&bytes).trim().to_owned(),
        Err(_) => given.trim().to_owned(),
    }
}

fn no_key(lang: Lang, given: &str, fault: &dyn std::fmt::Display) -> anyhow::Error {
    let told = [("given", given), ("reason", &fault.to_string())];
    anyhow::anyhow!(say(lang, "chronicle-no-key", &told))
}

/// Reads a file that is not too long; `-` is the standard input.
///
/// # Errors
///
/// When it cannot be read.
pub(super) fn read(path: &Path) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    let read = match path.to_str() {
        Some("-") => std::io::stdin()
            .lock()
            .take(MOST_BYTES)
            .read_to_end(&mut bytes),
        _ => fs::File::open(path).and_then(|file| file.take(MOST_BYTES).read_to_end(&mut bytes)),
    };
    read.with_context(|| path.display().to_string())?;
    Ok(bytes)
}
