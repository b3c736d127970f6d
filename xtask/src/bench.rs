//! `cargo xtask bench`: figures with the raw limits that were measured in the same run.

use std::process::Stdio;

use anyhow::Context as _;
use serde_json::{Map, Value};

use crate::{servers, shell};

/// What is asked: the figure, the bound, and whether it is a least or a most.
const ASKED: &[(&str, f64, Bound)] = &[
    ("intake_batch_vs_sqlite", 0.4, Bound::Least),
    ("intake_single_vs_sqlite", 0.5, Bound::Least),
    ("driver_inputs_per_s", 20_000.0, Bound::Least),
    ("reply_above_homeserver_p50_ms", 40.0, Bound::Most),
    ("idle_rss_mb", 60.0, Bound::Most),
    ("rss_growth_1m_mb", 20.0, Bound::Most),
    ("start_1m_rows_s", 1.0, Bound::Most),
    ("replay_acts_per_s", 500_000.0, Bound::Least),
    ("verify_vs_dalek_batch", 0.8, Bound::Least),
    ("state_mib", 400.0, Bound::Most),
    ("vote_to_outbox_p99_ms", 2.0, Bound::Most),
    ("start_from_folds_s", 2.0, Bound::Most),
    ("vote_while_expiring_max_ms", 100.0, Bound::Most),
    ("search_messages_per_s", 50_000.0, Bound::Least),
    ("search_index_vs_text", 0.6, Bound::Most),
    // 300 MB.
    ("search_peak_mib", 286.0, Bound::Most),
    ("search_query_p99_ms", 5.0, Bound::Most),
    ("search_query_vs_fts5", 10.0, Bound::Least),
    ("search_query_vs_tsvector", 10.0, Bound::Least),
    ("recall_search", 0.97, Bound::Least),
    ("chronicle_entries_per_s", 2_000.0, Bound::Least),
    // In a log of a million entries.
    ("chronicle_proof_bytes", 1_024.0, Bound::Most),
    ("chronicle_proof_verified_ms", 1.0, Bound::Most),
    ("site_page_vs_bare", 0.3, Bound::Least),
    // At 0.3 of the bare server's pages a second, with a hundred connections.
    ("site_page_p99_ms", 10.0, Bound::Most),
    ("site_first_page_kb", 50.0, Bound::Most),
    // Of pages of fifty, first and far behind, in a million posts.
    ("site_listing_p99_ms", 10.0, Bound::Most),
    // Of a page of 50 KB with a thousand revisions.
    ("wiki_open_ms", 5.0, Bound::Most),
    // Of a hundred edits each.
    ("wiki_merge_branches_ms", 10.0, Bound::Most),
    // In a hundred thousand pages with ten links each.
    ("wiki_page_p99_ms", 10.0, Bound::Most),
    ("wiki_backlinks_p99_ms", 10.0, Bound::Most),
    ("wiki_wanted_p99_ms", 10.0, Bound::Most),
    ("wiki_found_p99_ms", 10.0, Bound::Most),
];

#[derive(clap::Args)]
pub struct Args {
    /// What is measured
    subject: Subject,
    /// Prints one JSON object and nothing else
    #[arg(long)]
    json: bool,
}

#[derive(Clone, Copy, clap::ValueEnum)]
enum Subject {
    /// Intake, driver, latency, memory, start
    Spine,
    /// Records, rules, and a community of 100,000 accounts and a million acts on one node (some minutes)
    Community,
    /// The public site: pages a second beside a bare server, and every listing in a million posts
    Site,
    /// Search in a million messages, beside SQLite's FTS5 and PostgreSQL's tsvector; the chronicle's log (some minutes)
    Memory,
    /// The wiki: merges, rendering, and every list in a hundred thousand pages
    Wiki,
}

#[derive(Clone, Copy)]
enum Bound {
    Least,
    Most,
}

/// Runs it.
///
/// # Errors
///
/// What is missing on the machine, or what failed. A figure beyond its bound is no error: machines differ.
pub fn run(args: &Args) -> anyhow::Result<()> {
    servers::install()?;
    let figures = match args.subject {
        Subject::Spine => figures(&["driver", "spine"])?,
        Subject::Community => figures(&["verify", "replay", "town"])?,
        Subject::Memory => figures(&["memory", "log"])?,
        Subject::Site => figures(&["site", "pages"])?,
        Subject::Wiki => figures(&["history", "render", "wiki"])?,
    };
    if args.json {
        println!("{}", Value::Object(figures));
    } else {
        print(&figures);
    }
    Ok(())
}

fn figures(benches: &[&str]) -> anyhow::Result<Map<String, Value>> {
    // In one go and of the whole workspace, so that nothing is compiled twice.
    let mut build = shell::cargo();
    build.args(["build", "--release", "--locked", "--workspace", "--bins"]);
    for bench in benches {
        build.args(["--bench", bench]);
    }
    shell::show(&mut build)?;
    let mut figures = Map::new();
    for bench in benches {
        figures.extend(measure(bench)?);
    }
    Ok(figures)
}

/// Runs a bench of the workspace and reads the JSON object that it prints last.
fn measure(bench: &str) -> anyhow::Result<Map<String, Value>> {
    let mut command = shell::cargo();
    command.args(["bench", "--locked", "--quiet", "--workspace"]);
    command.args(["--bench", bench]);
    command.env("SECTA_TOOLS", servers::directory());
    command.env("SECTA_BIN", shell::built("release"));
    command.stdout(Stdio::piped()).stderr(Stdio::inherit());
    let output = command.spawn()?.wait_with_output()?;
    anyhow::ensure!(output.status.success(), "the bench {bench} failed");
    let text = String::from_utf8(output.stdout).context("the bench prints text")?;
    let last = text
        .lines()
        .last()
        .context("the bench prints its figures")?;
    serde_json::from_str(last).with_context(|| format!("the bench {bench} printed {last:?}"))
}

fn print(figures: &Map<String, Value>) {
    for (name, value) in figures {
        let asked = ASKED
            .iter()
            .find(|(figure, ..)| figure == name)
            .map(|(_, bound, kind)| {
                let met = value.as_f64().is_some_and(|value| match kind {
                    Bound::Least => value >= *bound,
                    Bound::Most => value <= *bound,
                });
                let word = match kind {
                    Bound::Least => "at least",
                    Bound::Most => "at most",
                };
                format!("   {word} {bound}: {}", if met { "met" } else { "NOT MET" })
            });
        println!("{name:34} {value:>12}{}", asked.unwrap_or_default());
    }
}
