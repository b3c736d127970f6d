//! `secta export`: the public records of the node's communities, as `docs/record.md` describes exports.

use std::{
    fs::{self, File},
    io::{self, BufWriter, Write},
    path::{Path, PathBuf},
};

use anyhow::Context;
use secta_bot_kit::Lang;
use secta_record::{RecordId, join_line};
use secta_store::Store;

use super::ConfigArg;
use crate::phrases::say;

/// How many records are read at a time.
const PAGE: usize = 1_000;

/// How it can be asked.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    config: ConfigArg,
    /// Only this community, by its id
    #[arg(long, value_name = "ID")]
    community: Option<RecordId>,
    /// Where to write; `-` is the standard output
    #[arg(value_name = "OUT")]
    out: PathBuf,
}

/// What was written.
#[derive(Debug, Default)]
struct Count {
    communities: u64,
    records: u64,
}

/// Writes all public records, while the node runs or while it does not.
///
/// # Errors
///
/// When the database cannot be read, the community is unknown, or the disk says no.
pub(super) async fn run(args: &Args, lang: Lang) -> anyhow::Result<()> {
    let config = args.config.load()?;
    let store = secta_store::open_to_read(config.database.url.expose()).await?;
    if args.out == Path::new("-") {
        let mut out = BufWriter::new(io::stdout());
        write(store.as_ref(), args.community, &mut out, lang).await?;
    } else {
        let count = write_file(store.as_ref(), args, lang).await?;
        let told = [
            ("records", count.records.to_string()),
            ("communities", count.communities.to_string()),
            ("path", args.out.display().to_string()),
        ];
        let told = told.each_ref().map(|(name, value)| (*name, value.as_str()));
        println!("{}", say(lang, "export-done", &told));
    }
    store.close().await;
    Ok(())
}

/// Writes a file, whole or not at all.
async fn write_file(store: &dyn Store, args: &Args, lang: Lang) -> anyhow::Result<Count> {
    let name = args.out.file_name().context("OUT names no file")?;
    let mut fresh = name.to_owned();
    fresh.push(format!(".new-{}", std::process::id()));
    let fresh = args.out.with_file_name(fresh);
    let written = write_fresh(store, args, &fresh, lang).await;
    if written.is_err() {
        // It may not even be there.
        let _ = fs::remove_file(&fresh);
    }
    written.with_context(|| format!("cannot write {}", args.out.display()))
}

async fn write_fresh(
    store: &dyn Store,
    args: &Args,
    fresh: &Path,
    lang: Lang,
) -> anyhow::Result<Count> {
    let mut file = BufWriter::new(File::create(fresh)?);
    let count = write(store, args.community, &mut file, lang).await?;
    file.into_inner()
        .map_err(io::IntoInnerError::into_error)?
        .sync_all()?;
    fs::rename(fresh, &args.out)?;
    let folder = args.out.parent().filter(|it| !it.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()?;
    Ok(count)
}

async fn write(
    store: &dyn Store,
    only: Option<RecordId>,
    out: &mut impl Write,
    lang: Lang,
) -> anyhow::Result<Count> {
    let mut all: Vec<String> = store.fact_heads().await?.into_keys().collect();
    if let Some(only) = only.map(|only| only.to_string()) {
        all.retain(|community| *community == only);
        anyhow::ensure!(
            !all.is_empty(),
            say(lang, "export-unknown", &[("community", &only)])
        );
    }
    let mut count = Count::default();
    for community in all {
        count.communities += 1;
        count.records += write_community(store, &community, out).await?;
    }
    out.flush()?;
    Ok(count)
}

async fn write_community(
    store: &dyn Store,
    community: &str,
    out: &mut impl Write,
) -> anyhow::Result<u64> {
    let (mut count, mut after) = (0, None::<String>);
    loop {
        let page = store.records_of(community, after.as_deref(), PAGE).await?;
        let page = page.unwrap_or_default();
        for record in &page {
            let body = record.body.as_deref();
            writeln!(
                out,
                "{}",
                join_line(body, &record.envelope, &record.signature)
            )?;
        }
        count += page.len() as u64;
        match page.into_iter().last() {
            Some(last) => after = Some(last.id),
            None => return Ok(count),
        }
    }
}
