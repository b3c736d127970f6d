//! Why something is not proven, in words.

use secta_bot_chronicle::log::{
    AuditFault, CheckpointFault, FollowFault, Place, proof_file::ProofFileFault,
};
use secta_record::{LineError, Whose};

use crate::cli::telling::Telling;

/// Why a proof proves nothing.
#[derive(Debug)]
pub(super) enum Wrong {
    /// The file is no proof.
    Form(ProofFileFault),
    /// There is no record to be proven.
    NoRecord,
    /// The record is none.
    Record(LineError),
    /// The record's words are others than those that were signed.
    Body,
    /// A signature of the record is wrong.
    Forged(Whose),
    /// The record is no entry.
    Kind(String),
    /// The record is of another community than the log.
    Community { record: String, log: String },
    /// The proof's checkpoint.
    Checkpoint(CheckpointFault),
    /// Too few witnesses have cosigned.
    Witnesses { found: usize, required: usize },
    /// The record is not where the proof says.
    Entry,
    /// The checkpoint from elsewhere.
    Own(CheckpointFault),
    /// The checkpoint from elsewhere is of another size.
    Size { own: u64, found: u64 },
    /// The checkpoint from elsewhere is of another tree.
    Split { size: u64 },
}

impl Wrong {
    /// Names it.
    pub(super) fn told(&self, out: &Telling) -> String {
        let reason = |id, reason: String| out.word(id, &[("reason", reason)]);
        match self {
            Self::Form(fault) => reason("chronicle-wrong-form", fault.to_string()),
            Self::NoRecord => out.word("chronicle-wrong-no-record", &[]),
            Self::Record(error) => reason("chronicle-wrong-record", error.to_string()),
            Self::Body => out.word("chronicle-wrong-body", &[]),
            Self::Forged(Whose::Node) => out.word("chronicle-wrong-node", &[]),
            Self::Forged(Whose::Author) => out.word("chronicle-wrong-author", &[]),
            Self::Kind(kind) => out.word("chronicle-wrong-kind", &[("kind", kind.clone())]),
            Self::Community { record, log } => {
                let told = [("record", record.clone()), ("log", log.clone())];
                out.word("chronicle-wrong-community", &told)
            }
            Self::Checkpoint(fault) => reason("chronicle-wrong-checkpoint", checkpoint(fault, out)),
            Self::Witnesses { found, required } => {
                let told = [
                    ("found", found.to_string()),
                    ("required", required.to_string()),
                ];
                out.word("chronicle-wrong-witnesses", &told)
            }
            Self::Entry => out.word("chronicle-wrong-entry", &[]),
            Self::Own(fault) => reason("chronicle-wrong-own", checkpoint(fault, out)),
            Self::Size { own, found } => {
                let told = [("own", own.to_string()), ("found", found.to_string())];
                out.word("chronicle-wrong-size", &told)
            }
            Self::Split { size } => {
                out.word("chronicle-wrong-split", &[("size", size.to_string())])
            }
        }
    }
}

/// What is wrong with a checkpoint.
pub(super) fn checkpoint(fault: &CheckpointFault, out: &Telling) -> String {
    match fault {
        CheckpointFault::Origin { expected, found } => {
            let told = [("expected", expected.clone()), ("found", found.clone())];
            out.word("chronicle-checkpoint-origin", &told)
        }
        CheckpointFault::Unsigned => out.word("chronicle-checkpoint-unsigned", &[]),
        CheckpointFault::Forged(name) => {
            out.word("chronicle-checkpoint-forged", &[("name", name.clone())])
        }
        CheckpointFault::Note
        | CheckpointFault::Text
        | CheckpointFault::NotCosigned
        | CheckpointFault::NotSigned => out.word("chronicle-checkpoint-form", &[]),
    }
}

/// What is wrong with a log.
pub(super) fn audit(fault: &AuditFault, out: &Telling) -> String {
    let path = |id, path: &str| out.word(id, &[("path", path.to_owned())]);
    match fault {
        AuditFault::Io(error) => {
            out.word("chronicle-audit-unread", &[("reason", error.to_string())])
        }
        AuditFault::Missing(missing) => path("chronicle-audit-missing", missing),
        AuditFault::Checkpoint(fault) | AuditFault::Cosigned(fault) => {
            let reason = checkpoint(fault, out);
            out.word("chronicle-audit-checkpoint", &[("reason", reason)])
        }
        AuditFault::CosignedAnother => out.word("chronicle-audit-cosigned", &[]),
        AuditFault::UnknownSignature => out.word("chronicle-audit-unknown", &[]),
        AuditFault::TooLarge(size) => {
            out.word("chronicle-audit-large", &[("size", size.to_string())])
        }
        AuditFault::WrongRoot => out.word("chronicle-audit-root", &[]),
        AuditFault::Wrong { path, offset } => {
            let told = [("path", path.clone()), ("offset", offset.to_string())];
            let id = match Place::parse(path) {
                Some(_) => "chronicle-audit-wrong",
                None => "chronicle-audit-foreign",
            };
            out.word(id, &told)
        }
        AuditFault::Foreign(foreign) => path("chronicle-audit-foreign", foreign),
    }
}

/// How a log fails to continue what was seen of it.
pub(super) fn follow(fault: &FollowFault, out: &Telling) -> String {
    let sizes = |id, seen: &u64, found: &u64| {
        let told = [("seen", seen.to_string()), ("found", found.to_string())];
        out.word(id, &told)
    };
    let unread = |error: &dyn std::fmt::Display| {
        out.word("chronicle-audit-unread", &[("reason", error.to_string())])
    };
    match fault {
        FollowFault::Io(error) => unread(error),
        FollowFault::Read(fault) => unread(fault),
        FollowFault::NoCheckpoint => out.word(
            "chronicle-audit-missing",
            &[("path", "checkpoint".to_owned())],
        ),
        FollowFault::Checkpoint(fault) => {
            let reason = checkpoint(fault, out);
            out.word("chronicle-audit-checkpoint", &[("reason", reason)])
        }
        FollowFault::Rewound { seen, found } => sizes("chronicle-follow-rewound", seen, found),
        FollowFault::Damaged => out.word("chronicle-audit-root", &[]),
        FollowFault::Split { seen, found } => sizes("chronicle-follow-split", seen, found),
    }
}
