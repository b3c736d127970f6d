//! Why a witness does not cosign, and how it says so over HTTP.

use std::io;

use crate::log::{checkpoint::CheckpointFault, merkle::Unproven, witness::request::RequestFault};

/// The content type of an answer that tells a size.
pub const SIZE_TYPE: &str = "text/x.tlog.size";

/// The HTTP statuses of the protocol.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
#[repr(u16)]
pub enum Status {
    /// It is cosigned.
    Ok = 200,
    /// The request is malformed.
    BadRequest = 400,
    /// The log has not signed.
    Forbidden = 403,
    /// The log is unknown.
    NotFound = 404,
    /// Another size was cosigned last.
    Conflict = 409,
    /// The checkpoint does not continue the last one.
    UnprocessableContent = 422,
    /// The witness failed.
    InternalServerError = 500,
}

impl Status {
    /// The number.
    #[must_use]
    pub fn code(self) -> u16 {
        self as u16
    }
}

/// Why a witness does not cosign.
#[derive(Debug, thiserror::Error)]
pub enum Refusal {
    /// The request is malformed.
    #[error("the request: {0}")]
    Malformed(#[from] RequestFault),
    /// The old size is larger than the new one.
    #[error("the log had {old} entries and has {size}")]
    Shrunk {
        /// The old size.
        old: u64,
        /// The new size.
        size: u64,
    },
    /// The log is unknown.
    #[error("the log {0:?} is unknown")]
    UnknownLog(String),
    /// The log has not signed the checkpoint.
    #[error("the checkpoint: {0}")]
    Unsigned(CheckpointFault),
    /// Another size was cosigned last.
    #[error("the last checkpoint had {last} entries")]
    Moved {
        /// The size that was.
        last: u64,
    },
    /// The log shows another tree of the same size.
    #[error("a split view: another tree of {size} entries")]
    Split {
        /// The size.
        size: u64,
    },
    /// There is a proof where nothing is to be proven.
    #[error("there is nothing to prove, but there is a proof")]
    NeedlessProof,
    /// The proof does not show that the log only grew.
    #[error("it does not show that the log only grew: {0}")]
    Unproven(#[from] Unproven),
    /// What the witness remembers cannot be read: it cannot know whether it may sign.
    #[error("what was cosigned last cannot be read: {0}")]
    Stored(String),
    /// What it would sign cannot be stored.
    #[error("it cannot be stored: {0}")]
    Io(#[from] io::Error),
    /// It could not be signed.
    #[error(transparent)]
    NotSigned(#[from] CheckpointFault),
    /// The time is not known.
    #[error("the time is not known")]
    NoTime,
}

impl Refusal {
    /// The HTTP status that says it.
    #[must_use]
    pub fn status(&self) -> Status {
        match self {
            Self::Malformed(_) | Self::Shrunk { .. } => Status::BadRequest,
            Self::UnknownLog(_) => Status::NotFound,
            Self::Unsigned(_) => Status::Forbidden,
            Self::Moved { .. } => Status::Conflict,
            Self::Split { .. } | Self::NeedlessProof | Self::Unproven(_) => {
                Status::UnprocessableContent
            }
            Self::Stored(_) | Self::Io(_) | Self::NotSigned(_) | Self::NoTime => {
                Status::InternalServerError
            }
        }
    }

    /// The body of the answer: the size alone with status 409 (of the type [`SIZE_TYPE`]), or the reason in words.
    #[must_use]
    pub fn body(&self) -> String {
        match self {
            Self::Moved { last } => format!("{last}\n"),
            other => format!("{other}\n"),
        }
    }
}
