//! A log and its witnesses.

use super::{AppendFault, Log, checkpoint_file};
use crate::log::{
    checkpoint::SignedCheckpoint,
    client,
    disk::{Disk, put},
    keys::WitnessKey,
    prove::{self, ProveFault},
    serve::COSIGNED,
};

impl<D: Disk> Log<D> {
    /// Makes the request that asks a witness, which has cosigned the log at the old size, to cosign it as it is now.
    ///
    /// # Errors
    ///
    /// When the old size is larger than the log, or the files are damaged.
    pub fn request(&self, old: u64) -> Result<Vec<u8>, ProveFault> {
        let proof = prove::consistency(&self.disk, &self.state.checkpoint, old)?;
        Ok(client::request(old, &proof, &self.state.checkpoint))
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
}
