//! `secta chronicle audit`: whether a whole log is what it promises, and continues what was seen of it.

use std::{
    fs::{self, File},
    io::{self, Write},
    path::{Path, PathBuf},
    process::ExitCode,
};

use anyhow::Context;
use secta_bot_chronicle::log::{
    AuditFault, FollowFault, LogKey, SignedCheckpoint, WitnessKey, follow,
};
use secta_bot_kit::Lang;
use tokio::task::spawn_blocking;

use super::{
    given,
    source::{Frozen, Place},
    wrong,
};
use crate::cli::telling::{Telling, date};

/// How it can be asked.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The log: its address, or a folder with its files
    #[arg(value_name = "URL|FOLDER")]
    log: String,
    /// The key of the log, or a file with it
    #[arg(long, value_name = "KEY|FILE")]
    key: String,
    /// Looks also whether the log continues the checkpoint in this file, and writes the new one there
    #[arg(long, value_name = "FILE")]
    seen: Option<PathBuf>,
    #[command(flatten)]
    witnesses: given::Witnesses,
}

/// A log, as it is to be audited.
pub(super) struct Given {
    pub place: Place,
    pub key: LogKey,
    pub witnesses: Vec<WitnessKey>,
    pub seen: Option<Vec<u8>>,
}

/// What is wrong with a log.
#[derive(Debug)]
pub(super) enum Fault {
    /// The log itself.
    Audit(AuditFault),
    /// It does not continue what was seen.
    Follow(FollowFault),
    /// What was seen is no checkpoint of the log.
    Seen(secta_bot_chronicle::log::CheckpointFault),
}

/// Audits, tells, and notes what was seen.
///
/// # Errors
///
/// When a file cannot be read or written, or a key is none.
pub(super) async fn run(args: Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let given = Given {
        place: Place::new(&args.log)?,
        key: given::log_key(&args.key, lang)?,
        witnesses: args.witnesses.keys(lang)?,
        seen: args.seen.as_deref().map(seen).transpose()?.flatten(),
    };
    let witnesses = given.witnesses.clone();
    let examined = spawn_blocking(move || examine(given)).await?;
    print!("{}", told(&examined, &witnesses, lang));
    let Ok(checkpoint) = examined else {
        return Ok(ExitCode::FAILURE);
    };
    if let Some(path) = &args.seen {
        replace(path, &checkpoint.to_bytes())
            .with_context(|| format!("cannot write {}", path.display()))?;
    }
    Ok(ExitCode::SUCCESS)
}

/// Whether the log continues what was seen, and is whole.
pub(super) fn examine(given: Given) -> Result<SignedCheckpoint, Fault> {
    let seen = given.seen.as_deref();
    let seen = seen.map(|bytes| SignedCheckpoint::open(bytes, &given.key));
    let seen = seen.transpose().map_err(Fault::Seen)?;
    let source = Frozen::new(given.place, given.key.name(), &given.witnesses);
    let source = source.map_err(|error| Fault::Audit(error.into()))?;
    if seen.is_some() {
        follow(&source, &given.key, seen.as_ref()).map_err(Fault::Follow)?;
    }
    let audited = source.audit(&given.key, &given.witnesses);
    Ok(audited.map_err(Fault::Audit)?.checkpoint)
}

/// What came of it, in words.
pub(super) fn told(
    examined: &Result<SignedCheckpoint, Fault>,
    witnesses: &[WitnessKey],
    lang: Lang,
) -> String {
    let mut out = Telling::new(lang);
    match examined {
        Ok(checkpoint) => tell(checkpoint, witnesses, &mut out),
        Err(fault) => {
            let reason = match fault {
                Fault::Audit(fault) => wrong::audit(fault, &out),
                Fault::Follow(fault) => wrong::follow(fault, &out),
                Fault::Seen(fault) => {
                    let reason = wrong::checkpoint(fault, &out);
                    out.word("chronicle-follow-seen", &[("reason", reason)])
                }
            };
            out.line(0, "chronicle-audit-bad", &[("reason", reason)]);
        }
    }
    out.end()
}

fn tell(checkpoint: &SignedCheckpoint, witnesses: &[WitnessKey], out: &mut Telling) {
    let told = [
        ("origin", checkpoint.origin().to_owned()),
        ("size", checkpoint.size().to_string()),
        ("root", checkpoint.root().to_string()),
    ];
    out.line(0, "chronicle-audit-good", &told);
    // The audit has verified them.
    for cosigned in checkpoint.cosignatures(witnesses).unwrap_or_default() {
        let time_ms = i64::try_from(cosigned.time_s).unwrap_or(i64::MAX);
        let told = [
            ("name", cosigned.witness.name().to_owned()),
            ("date", date(time_ms.saturating_mul(1000))),
        ];
        out.line(1, "chronicle-witness", &told);
    }
}

/// What was seen before; nothing where nothing was.
fn seen(path: &Path) -> anyhow::Result<Option<Vec<u8>>> {
    match fs::exists(path).with_context(|| path.display().to_string())? {
        true => given::read(path).map(Some),
        false => Ok(None),
    }
}

/// Puts a file in the place of another, whole or not at all.
fn replace(path: &Path, bytes: &[u8]) -> io::Result<()> {
    let mut fresh = path.as_os_str().to_owned();
    fresh.push(format!(".new-{}", std::process::id()));
    let mut file = File::create(&fresh)?;
    file.write_all(bytes)?;
    file.sync_all()?;
    fs::rename(&fresh, path)?;
    let folder = path.parent().filter(|it| !it.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}
