//! The log: opened, made longer, cosigned.
//!
//! A batch is files first, then a checkpoint that speaks of them. Until the new checkpoint has its name the old one holds,
//! and what was written beyond it is swept away when the log is opened again.

mod grow;
mod load;

use std::io;

use self::{grow::Grown, load::State};
use crate::log::{
    bundle::MAX_ENTRY_BYTES,
    checkpoint::{CheckpointFault, SignedCheckpoint},
    disk::{Disk, put},
    keys::{LogKey, LogSigner, WitnessKey},
    overlap::first_difference,
    place::Place,
    proof_file::ProofFile,
    prove::{self, ProveFault},
    serve::{CHECKPOINT, COSIGNED, read_within},
    tiles::{ReadFault, read_bundle},
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

    /// Attaches the cosignatures that a witness answered with when it was asked to cosign this checkpoint of the log. It
    /// is kept, with those that it had, as the last cosigned one, unless a larger one is; and if the log has not grown
    /// since, the log's checkpoint bears them too. Gives the cosigned checkpoint.
    ///
    /// # Errors
    ///
    /// When it is no checkpoint of this log, a cosignature is wrong or of no known witness, or the disk fails.
    pub fn attach(
        &mut self,
        asked: &SignedCheckpoint,
        answer: &[u8],
        witnesses: &[WitnessKey],
    ) -> Result<SignedCheckpoint, AppendFault> {
        self.resolve()?;
        let current = asked.says_the_same(&self.state.checkpoint);
        let cosigned = self.state.cosigned.as_ref();
        let mut checkpoint = match cosigned.filter(|cosigned| cosigned.says_the_same(asked)) {
            Some(cosigned) => cosigned.clone(),
            None => SignedCheckpoint::open(&asked.to_bytes(), &self.key())?,
        };
        checkpoint.attach(answer, witnesses)?;
        if cosigned.is_none_or(|cosigned| cosigned.size() <= checkpoint.size()) {
            self.keep(&checkpoint, current)?;
        }
        Ok(checkpoint)
    }

    /// Keeps a cosigned checkpoint.
    fn keep(&mut self, checkpoint: &SignedCheckpoint, current: bool) -> Result<(), AppendFault> {
        let mut files = vec![(COSIGNED.to_owned(), checkpoint.to_bytes())];
        if current {
            files.push(checkpoint_file(checkpoint));
        }
        self.in_doubt = true;
        put(&mut self.disk, &files)?;
        self.in_doubt = false;
        self.state.cosigned = Some(checkpoint.clone());
        if current {
            self.state.checkpoint = checkpoint.clone();
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

    /// Reads the entry at an index.
    ///
    /// # Errors
    ///
    /// When the disk fails, or the file is damaged.
    pub fn entry(&self, index: u64) -> Result<Option<Vec<u8>>, ReadFault> {
        if index >= self.size() {
            return Ok(None);
        }
        let (first, entries) = read_bundle(&self.disk, index, self.size())?;
        let at = usize::try_from(index - first).unwrap_or(usize::MAX);
        Ok(entries.into_iter().nth(at))
    }

    /// Makes the offline proof of the entry at an index, under the checkpoint as it is now.
    ///
    /// # Errors
    ///
    /// When there is no such entry, or the files are damaged.
    pub fn proof(&self, index: u64) -> Result<ProofFile, ProveFault> {
        self.proof_under(&self.state.checkpoint, index)
    }

    /// Makes the offline proof of the entry at an index, under this checkpoint of the log, which may be an older one.
    ///
    /// # Errors
    ///
    /// When there is no such entry, or the files are damaged.
    pub fn proof_under(
        &self,
        checkpoint: &SignedCheckpoint,
        index: u64,
    ) -> Result<ProofFile, ProveFault> {
        prove::proof_file(&self.disk, checkpoint, index)
    }

    /// Makes the request that asks a witness, which has cosigned the log at the old size, to cosign it as it is now.
    ///
    /// # Errors
    ///
    /// When the old size is larger than the log, or the files are damaged.
    pub fn request(&self, old: u64) -> Result<Vec<u8>, ProveFault> {
        let proof = prove::consistency(&self.disk, &self.state.checkpoint, old)?;
        Ok(crate::log::client::request(
            old,
            &proof,
            &self.state.checkpoint,
        ))
    }

    /// Answers `checkpoint`, `tile/<L>/<N>[.p/<W>]` and `tile/entries/<N>[.p/<W>]`, as far as the checkpoint reaches;
    /// nothing for any other path.
    ///
    /// # Errors
    ///
    /// When the disk fails, or the file is damaged.
    pub fn read(&self, path: &str) -> Result<Option<Vec<u8>>, ReadFault> {
        if path == CHECKPOINT {
            return Ok(Some(self.state.checkpoint.to_bytes()));
        }
        Place::parse(path).map_or(Ok(None), |place| {
            read_within(&self.disk, self.size(), place)
        })
    }
}

fn checkpoint_file(checkpoint: &SignedCheckpoint) -> (String, Vec<u8>) {
    (CHECKPOINT.to_owned(), checkpoint.to_bytes())
}
