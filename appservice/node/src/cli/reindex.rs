//! `secta reindex`: has the running node make the search's index anew, and shows how far it is.

use std::{io::Write, time::Duration};

use secta_bot_kit::Lang;

use super::node::Node;
use crate::{config::Config, phrases::say, search::Standing};

/// How often is looked.
const LOOK: Duration = Duration::from_millis(250);

/// How many signs the bar has.
const BAR: usize = 30;

/// Has it made anew.
///
/// # Errors
///
/// When the node does not run, or keeps no index.
pub(super) async fn run(config: &Config, lang: Lang) -> anyhow::Result<()> {
    let node = Node::new(config, lang)?;
    let before = node.search_standing().await?;
    node.make_search_anew().await?;
    loop {
        let standing = node.search_standing().await?;
        if standing.made > before.made {
            eprintln!();
            let messages = standing.messages.to_string();
            println!("{}", say(lang, "reindex-done", &[("messages", &messages)]));
            return Ok(());
        }
        if let Some(next) = &standing.anew {
            show(next, lang);
        }
        tokio::time::sleep(LOOK).await;
    }
}

fn show(standing: &Standing, lang: Lang) {
    let done = usize::try_from(standing.row.max(0)).unwrap_or(0) * BAR;
    let all = usize::try_from(standing.rows.max(1)).unwrap_or(1);
    let full = (done / all).min(BAR);
    let bar = format!("[{}{}]", "#".repeat(full), ".".repeat(BAR - full));
    let (messages, rooms) = (
        standing.messages.to_string(),
        standing.rooms_left.to_string(),
    );
    let told = [("messages", messages.as_str()), ("rooms", rooms.as_str())];
    eprint!("\r{bar} {}   ", say(lang, "reindex-at", &told));
    // A terminal that is gone is no reason to stop.
    let _ = std::io::stderr().flush();
}
