//! `secta client search`

use std::process::ExitCode;

use secta_bot_kit::Lang;
use secta_site::api::types::{Found, FoundPage, Hit, Piece};

use super::{In, show, site::Place};
use crate::{cli::telling::date, phrases::say};

/// What is looked for.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    place: In,
    /// How many to pass over
    #[arg(long, default_value_t = 0, value_name = "NUMBER")]
    skip: usize,
    /// The question, with filters like from:@who, after:2026-01-31, tag:honey
    #[arg(required = true, trailing_var_arg = true, allow_hyphen_values = true)]
    words: Vec<String>,
}

/// Shows what is found; where nothing is, that is the exit code too.
///
/// # Errors
///
/// When the site refuses or does not answer.
pub(super) async fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let place = Place::of(&args.place, lang).await?;
    let (words, skip) = (args.words.join(" "), args.skip.to_string());
    let query = [("q", words.as_str()), ("skip", skip.as_str())];
    let found: Found = place.get(&["search"], &query).await?;
    if let Some(instead) = &found.instead {
        let value = show::line(instead);
        println!("{}\n", say(lang, "client-instead", &[("value", &value)]));
    }
    for page in &found.pages {
        println!("{}", self::page(page));
    }
    if found.pages_total > 0 {
        let total = found.pages_total.to_string();
        println!(
            "{}\n",
            say(lang, "client-pages-total", &[("total", &total)])
        );
    }
    for found in &found.hits {
        println!("{}", hit(found));
    }
    if found.pages.is_empty() || !found.hits.is_empty() {
        let total = found.total.to_string();
        println!("{}", say(lang, "client-total", &[("total", &total)]));
    }
    if let Some(next) = found.next {
        let next = next.to_string();
        println!("{}", say(lang, "client-skip", &[("skip", &next)]));
    }
    Ok(match found.hits.is_empty() && found.pages.is_empty() {
        true => ExitCode::FAILURE,
        false => ExitCode::SUCCESS,
    })
}

fn hit(hit: &Hit) -> String {
    let head = [
        show::line(&hit.author),
        date(hit.time_ms),
        show::line(&hit.room),
    ];
    let link = hit.page.as_ref().unwrap_or(&hit.link);
    told(&head.join(" · "), &hit.snippet, link)
}

/// A page of the wiki.
fn page(page: &FoundPage) -> String {
    told(&show::line(&page.title), &page.snippet, &page.page)
}

fn told(head: &str, snippet: &[Piece], link: &str) -> String {
    let pieces: Vec<&str> = snippet.iter().map(|piece| piece.text.as_str()).collect();
    let mut text = show::wrapped(head, 0);
    text.push_str(&show::wrapped(&show::line(&pieces.concat()), 1));
    text.push_str(&format!("  {}\n", show::line(link)));
    text
}
