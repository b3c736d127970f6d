//! `secta chronicle key`: the keys of this node's logs and of its witness.

use std::process::ExitCode;

use secta_bot_kit::Lang;
use secta_record::RecordId;

use crate::{
    chronicle::{keys::Keys, routes, witnessing},
    cli::{ConfigArg, telling::Telling},
    seal::Sealer,
};

/// How it can be asked.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    #[command(flatten)]
    config: ConfigArg,
    /// Only the log of this community, by its id
    #[arg(value_name = "COMMUNITY")]
    community: Option<RecordId>,
}

/// Prints them, each behind a line that says whose it is and where it is shown.
///
/// # Errors
///
/// When the node's key or its database cannot be read.
pub(super) async fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let config = args.config.load()?;
    let keys = Keys::of(&config, &Sealer::from_file(&config.key_file())?)?;
    if let Some(community) = &args.community {
        print!("{}", told_log(&keys, community, lang));
        return Ok(ExitCode::SUCCESS);
    }
    print!("{}", told_witness(&keys, lang));
    let store = secta_store::open_to_read(config.database.url.expose()).await?;
    let communities = store.fact_heads().await?.into_keys();
    for community in communities.filter_map(|name| name.parse().ok()) {
        print!("{}", told_log(&keys, &community, lang));
    }
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

fn told_witness(keys: &Keys, lang: Lang) -> String {
    let mut out = Telling::new(lang);
    let path = witnessing::PATH.to_owned();
    out.line(0, "chronicle-key-witness", &[("path", path)]);
    format!("{}  {}\n", out.end(), keys.witness_key())
}

fn told_log(keys: &Keys, community: &RecordId, lang: Lang) -> String {
    let mut out = Telling::new(lang);
    let told = [
        ("community", community.to_string()),
        ("path", routes::path(community)),
    ];
    out.line(0, "chronicle-key-log", &told);
    format!("{}  {}\n", out.end(), keys.log_key(community))
}
