//! The log: opened, made longer, cosigned.
//!
//! A batch is files first, then a checkpoint that speaks of them. Until the new checkpoint has its name the old one holds,
//! and what was written beyond it is swept away when the log is opened again.

mod cosign;
mod grow;
mod load;
mod show;

use std::io;

use self::{grow::Grown, load::State};
use crate::log::{
    bundle::MAX_ENTRY_BYTES,
    checkpoint::{CheckpointFault, SignedCheckpoint},
    disk::{Disk, put},
    keys::{LogKey, LogSigner},
    overlap::first_difference,
    serve::CHECKPOINT,
    tiles::ReadFault,
};

pub use self::load::OpenFault;

/// Why entries could not be appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendFault {
    /// Entries before them are missing.
    #[error("the batch begins at {start}, but the log has only {size} entries")]
    Gap {
        /// Where the batch begins.
        start: u64,
        /// How many entries the log has.
        size: u64,
    },
    /// The log has another entry there, for good.
    #[error("the log has another entry at {index}")]
    Differs {
        /// The entry's index.
        index: u64,
    },
    /// An entry is too long.
    #[error("entry {index} has {bytes} bytes, more than {MAX_ENTRY_BYTES}")]
    TooLong {
        /// The entry's index.
        index: u64,
        /// How long it is.
        bytes: usize,
    },
    /// The log cannot become larger.
    #[error("the log is full")]
    Full,
    /// The disk failed; what was not appended can be appended again.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The log could not be read.
    #[error(transparent)]
    Read(#[from] ReadFault),
    /// The log could not be read again after the disk had failed.
    #[error(transparent)]
    Open(#[from] OpenFault),
    /// No checkpoint could be made, or a cosignature is wrong.
    #[error(transparent)]
    Checkpoint(#[from] CheckpointFault),
}

/// A log that is written here.
pub struct Log<D> {
    disk: D,
    signer: LogSigner,
    state: State,
    /// Whether the disk failed, so that only it knows which checkpoint holds.
    in_doubt: bool,
}

impl<D: Disk> Log<D> {
    /// Opens the log on this disk, or begins one. What a death left beyond the checkpoint is swept away.
    ///
    /// # Errors
    ///
    /// When the disk fails, or what it holds is not the log that this signer wrote.
    pub fn open(mut disk: D, signer: LogSigner) -> Result<Self, OpenFault> {
        let state = State::load(&mut disk, &signer)?;
        Ok(Self {
            disk,
            signer,
            state,
            in_doubt: false,
        })
    }

    /// How many entries the log has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.state.checkpoint.size()
    }

    /// The checkpoint, with the cosignatures that were attached to it.
    #[must_use]
    pub fn checkpoint(&self) -> &SignedCheckpoint {
        &self.state.checkpoint
    }

    /// The last checkpoint that bears cosignatures: the log may have grown since.
    #[must_use]
    pub fn cosigned(&self) -> Option<&SignedCheckpoint> {
        self.state.cosigned.as_ref()
    }

    /// The key that verifies the log's checkpoints.
    #[must_use]
    pub fn key(&self) -> LogKey {
        self.signer.key()
    }

    /// The disk it is on.
    #[must_use]
    pub fn disk(&self) -> &D {
        &self.disk
    }

    /// Closes the log; gives its disk back.
    #[must_use]
    pub fn close(self) -> D {
        self.disk
    }

    /// Appends a batch that begins at this index: when it returns, the entries and a checkpoint of them are on the disk.
    /// Entries that the log has already must be the same; a batch without new ones changes nothing.
    ///
    /// # Errors
    ///
    /// When entries before it are missing, the log has others in their places, or the disk fails. Then none of the
    /// batch is in the log, or, if the disk failed at the very end, all of it.
    pub fn append<E: AsRef<[u8]>>(
        &mut self,
        start: u64,
        entries: &[E],
    ) -> Result<&SignedCheckpoint, AppendFault> {
        self.resolve()?;
        let entries: Vec<&[u8]> = entries.iter().map(AsRef::as_ref).collect();
        let size = self.size();
        let known = size
            .checked_sub(start)
            .ok_or(AppendFault::Gap { start, size })?;
        if let Some(index) = first_difference(&self.disk, size, start, &entries)? {
            return Err(AppendFault::Differs { index });
        }
        let known = usize::try_from(known).unwrap_or(usize::MAX);
        if let Some(new @ [_, ..]) = entries.get(known..) {
            let grown = Grown::new(&self.state, new)?;
            self.write(grown)?;
        }
        Ok(&self.state.checkpoint)
    }

    fn write(&mut self, grown: Grown) -> Result<(), AppendFault> {
        let (size, root) = (grown.edge.size(), grown.edge.root());
        let checkpoint = SignedCheckpoint::sign(&self.signer, size, root)?;
        self.in_doubt = true;
        put(&mut self.disk, &grown.files)?;
        put(&mut self.disk, &[checkpoint_file(&checkpoint)])?;
        self.in_doubt = false;
        self.state.edge = grown.edge;
        self.state.bundle = grown.bundle;
        self.state.checkpoint = checkpoint;
        for folder in &grown.outgrown {
            // What stays is swept away when the log is opened; it is right, only of no more use.
            let _ = self.disk.remove(folder);
        }
        Ok(())
    }

    /// Learns from the disk which checkpoint holds, if it failed when one was written.
    fn resolve(&mut self) -> Result<(), OpenFault> {
        if self.in_doubt {
            self.state = State::load(&mut self.disk, &self.signer)?;
            self.in_doubt = false;
        }
        Ok(())
    }
}

fn checkpoint_file(checkpoint: &SignedCheckpoint) -> (String, Vec<u8>) {
    (CHECKPOINT.to_owned(), checkpoint.to_bytes())
}
