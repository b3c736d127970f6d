//! What a log shows: its entries, its proofs and its files.

use super::Log;
use crate::log::{
    checkpoint::SignedCheckpoint,
    disk::Disk,
    place::Place,
    proof_file::ProofFile,
    prove::{self, ProveFault},
    serve::{CHECKPOINT, read_within},
    tiles::{ReadFault, read_bundle},
};

impl<D: Disk> Log<D> {
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
