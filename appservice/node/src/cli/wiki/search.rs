//! `secta wiki search`

use secta_bot_kit::Lang;

use super::{Of, open::Opened, pages::Pages};
use crate::cli::{client::show as terminal, telling::Telling};

/// How much of a page is shown where something was found, in letters.
const AROUND: usize = 40;

/// What is looked for.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    of: Of,
    /// Words, all of which a page holds
    #[arg(required = true)]
    words: Vec<String>,
}

/// Finds pages.
///
/// # Errors
///
/// When the copy cannot be read.
pub(super) fn run(args: &Args, lang: Lang) -> anyhow::Result<()> {
    let opened = Opened::of(&args.of, lang)?;
    let pages = Pages::of(&opened);
    let words: Vec<String> = args.words.iter().map(|word| folded(word)).collect();
    let mut told = Telling::new(lang);
    for (title, shown) in pages.existing() {
        let name = title.to_string();
        let text = shown.text().unwrap_or_default();
        let all = folded(&format!("{name}\n{text}"));
        if !words.iter().all(|word| all.contains(word)) {
            continue;
        }
        told.line(0, "wiki-listed", &[("title", terminal::line(&name))]);
        if let Some(around) = words.first().and_then(|word| around(text, word)) {
            told.line(1, "wiki-found", &[("text", terminal::line(&around))]);
        }
    }
    print!("{}", told.end());
    Ok(())
}

/// One form of letters for finding: without case, `ё` as `е`.
fn folded(text: &str) -> String {
    text.to_lowercase().replace('ё', "е")
}

/// The line in which a word stands first, shortened.
fn around(text: &str, word: &str) -> Option<String> {
    let line = text.lines().find(|line| folded(line).contains(word))?;
    let at = folded(line).find(word).unwrap_or(0);
    let letters = folded(line)[..at].chars().count();
    let from = letters.saturating_sub(AROUND);
    Some(line.chars().skip(from).take(2 * AROUND).collect())
}
