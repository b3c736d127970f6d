//! `secta verify`: whether an export, or the record of a running node, is what it says (R13).

mod agree;
mod node;
mod report;
#[cfg(test)]
mod tests;
mod told;
mod wrong;

use std::{fs::File, io::BufReader, process::ExitCode};

use anyhow::Context;
use secta_bot_kit::Lang;
use secta_rules::Audit;
use url::Url;

use node::Node;
use report::Report;

/// How it can be asked.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// What to verify: an export, `-` for the standard input, or the address of a running node
    #[arg(value_name = "SOURCE")]
    source: String,
    /// Compares with this running node: the address at which it takes transactions
    #[arg(long, value_name = "URL")]
    node: Option<Url>,
    /// Prints JSON
    #[arg(long)]
    json: bool,
}

/// Verifies, compares, tells; the exit code is 1 where anything is wrong or differs.
///
/// # Errors
///
/// When the source cannot be read or the node does not answer.
pub(super) async fn run(args: Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let source = address(&args.source).map(Node::new).transpose()?;
    let node = args.node.map(Node::new).transpose()?;
    let mut audit = Audit::default();
    match &source {
        Some(source) => fetch(source, &mut audit).await?,
        None => read(&args.source, &mut audit)?,
    }
    let mut report = Report::of(&audit);
    if let Some(node) = node.or(source) {
        report.compared(agree::compare(&mut audit, &node).await?);
    }
    if args.json {
        println!("{}", report.json());
    } else {
        print!("{}", report.text(lang));
    }
    Ok(if report.is_good() {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    })
}

/// The source as an address, where it is one.
fn address(source: &str) -> Option<Url> {
    let url = Url::parse(source).ok()?;
    matches!(url.scheme(), "http" | "https").then_some(url)
}

fn read(source: &str, audit: &mut Audit) -> anyhow::Result<()> {
    let read = match source {
        "-" => audit.read(std::io::stdin().lock()),
        path => File::open(path).and_then(|file| audit.read(BufReader::new(file))),
    };
    read.with_context(|| format!("cannot read {source}"))
}

/// Reads everything that a node shows.
async fn fetch(node: &Node, audit: &mut Audit) -> anyhow::Result<()> {
    for community in node.communities().await?.values() {
        node.pull(community, None, audit).await?;
    }
    Ok(())
}
