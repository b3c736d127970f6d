//! `secta chronicle verify`: whether a proof proves that a record is in a log.

use std::{path::PathBuf, process::ExitCode};

use secta_bot_chronicle::log::{
    LogKey, Policy, ProofFile, Proven, SignedCheckpoint, VerifyFault, verify,
};
use secta_bot_kit::{Lang, grammar::clean};
use secta_record::{LineError, Record, RecordError, join_line, read_line};

use super::{given, wrong::Wrong};
use crate::{
    chronicle::ENTER,
    cli::telling::{Telling, date},
};

/// How it can be asked.
#[derive(Debug, clap::Args)]
pub(in crate::cli) struct Args {
    /// The proof; `-` is the standard input
    #[arg(value_name = "PROOF")]
    proof: PathBuf,
    /// The key of the log, or a file with it
    #[arg(long, value_name = "KEY|FILE")]
    key: String,
    /// A checkpoint of the log from elsewhere, which the proof must agree with
    #[arg(long, value_name = "FILE")]
    checkpoint: Option<PathBuf>,
    /// The record, as a line of an export, instead of the one that stands beside the proof
    #[arg(long, value_name = "FILE")]
    entry: Option<PathBuf>,
    #[command(flatten)]
    witnesses: given::Witnesses,
    /// How many of the witnesses are enough; all of them where this is not given
    #[arg(long, value_name = "N")]
    quorum: Option<usize>,
}

/// What is examined.
pub(super) struct Given {
    pub proof: Vec<u8>,
    pub key: LogKey,
    pub checkpoint: Option<Vec<u8>>,
    pub entry: Option<Vec<u8>>,
    pub policy: Policy,
}

/// What is proven: this record, at this place.
#[derive(Debug)]
pub(super) struct Entered {
    pub record: Record,
    pub proven: Proven,
}

/// Verifies, and tells.
///
/// # Errors
///
/// When a file cannot be read or a key is none.
pub(super) fn run(args: &Args, lang: Lang) -> anyhow::Result<ExitCode> {
    let read = |path: &Option<PathBuf>| path.as_deref().map(given::read).transpose();
    let given = Given {
        proof: given::read(&args.proof)?,
        key: given::log_key(&args.key, lang)?,
        checkpoint: read(&args.checkpoint)?,
        entry: read(&args.entry)?,
        policy: args.witnesses.policy(args.quorum, lang)?,
    };
    let examined = examine(&given);
    print!("{}", told(&given.key, &examined, lang));
    Ok(match examined {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    })
}

/// Whether the proof proves its record.
pub(super) fn examine(given: &Given) -> Result<Entered, Wrong> {
    let proof = ProofFile::read(&given.proof).map_err(Wrong::Form)?;
    let line = given.entry.as_ref().or(proof.extra.as_ref());
    let line = line.ok_or(Wrong::NoRecord)?;
    let record = read_line(line.trim_ascii_end()).map_err(|error| match error {
        LineError::Record(RecordError::OtherBody { .. }) => Wrong::Body,
        other => Wrong::Record(other),
    })?;
    let record = secta_record::verify(record).map_err(|forged| Wrong::Forged(forged.whose))?;
    let leaf = join_line(None, record.text(), &record.signature().to_string());
    let proven = verify(leaf.as_bytes(), &given.proof, &given.key, &given.policy);
    let proven = proven.map_err(|fault| match fault {
        VerifyFault::Form(fault) => Wrong::Form(fault),
        VerifyFault::Checkpoint(fault) => Wrong::Checkpoint(fault),
        VerifyFault::Witnesses { found, required } => Wrong::Witnesses { found, required },
        VerifyFault::Unproven(_) => Wrong::Entry,
    })?;
    if let Some(own) = &given.checkpoint {
        agree(&proof, own, &given.key)?;
    }
    let record = record.into_record();
    belongs(&record, &given.key)?;
    Ok(Entered { record, proven })
}

/// Whether the proof is under the same tree as a checkpoint from elsewhere.
fn agree(proof: &ProofFile, own: &[u8], key: &LogKey) -> Result<(), Wrong> {
    let own = SignedCheckpoint::open(own, key).map_err(Wrong::Own)?;
    let found = SignedCheckpoint::open(&proof.checkpoint, key).map_err(Wrong::Checkpoint)?;
    let (size, found_size) = (own.size(), found.size());
    match found.says_the_same(&own) {
        true => Ok(()),
        false if size == found_size => Err(Wrong::Split { size }),
        false => Err(Wrong::Size {
            own: size,
            found: found_size,
        }),
    }
}

/// Whether the record is an entry of the community that the log is of.
fn belongs(record: &Record, key: &LogKey) -> Result<(), Wrong> {
    let kind = &record.envelope().kind;
    if kind != ENTER {
        return Err(Wrong::Kind(kind.clone()));
    }
    let community = record.community().to_string();
    match key.name().rsplit_once("/chronicle/") {
        Some((_, of)) if of == community => Ok(()),
        _ => Err(Wrong::Community {
            record: community,
            log: key.name().to_owned(),
        }),
    }
}

/// What came of it, in words.
pub(super) fn told(key: &LogKey, examined: &Result<Entered, Wrong>, lang: Lang) -> String {
    let mut out = Telling::new(lang);
    match examined {
        Ok(entered) => tell(key, entered, &mut out),
        Err(wrong) => {
            let reason = wrong.told(&out);
            out.line(0, "chronicle-not-proven", &[("reason", reason)]);
        }
    }
    out.end()
}

fn tell(key: &LogKey, Entered { record, proven }: &Entered, out: &mut Telling) {
    let envelope = record.envelope();
    let told = [
        ("index", proven.index.to_string()),
        ("size", proven.size.to_string()),
        ("origin", key.name().to_owned()),
    ];
    out.line(0, "chronicle-proven", &told);
    let time_ms = i64::try_from(envelope.time_ms).unwrap_or(i64::MAX);
    let told = [
        ("community", record.community().to_string()),
        ("record", record.id().to_string()),
        ("author", envelope.author.clone()),
        ("date", date(time_ms)),
        ("node", envelope.node.to_string()),
    ];
    for id in ["community", "record", "author", "date", "node"] {
        out.line(1, &format!("chronicle-proven-{id}"), &told);
    }
    tell_words(record, out);
    tell_witnesses(proven, out);
}

fn tell_words(record: &Record, out: &mut Telling) {
    let Some(body) = record.body() else {
        return out.line(1, "chronicle-withheld", &[]);
    };
    let said = &body.value()["said"];
    let author = said["author"].as_str().unwrap_or("?");
    let time = said["time_ms"]
        .as_i64()
        .map_or_else(|| "?".to_owned(), date);
    match said["content"]["text"].as_str() {
        Some(text) => {
            let told = [("author", author.to_owned()), ("date", time)];
            out.line(1, "chronicle-said", &told);
            for line in clean(text).lines() {
                out.line(2, "chronicle-said-line", &[("line", line.to_owned())]);
            }
        }
        None => out.line(1, "chronicle-body", &[("body", body.text().to_owned())]),
    }
}

fn tell_witnesses(proven: &Proven, out: &mut Telling) {
    if proven.cosigned.is_empty() {
        return out.line(1, "chronicle-no-witnesses", &[]);
    }
    for cosigned in &proven.cosigned {
        let time_ms = i64::try_from(cosigned.time_s).unwrap_or(i64::MAX);
        let told = [
            ("name", cosigned.witness.name().to_owned()),
            ("date", date(time_ms.saturating_mul(1000))),
        ];
        out.line(1, "chronicle-witness", &told);
    }
}
