//! Whose cosignatures are enough.

use crate::log::{
    checkpoint::{CheckpointFault, Cosigned, SignedCheckpoint},
    keys::WitnessKey,
};

/// What is wrong with a policy.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PolicyFault {
    /// More witnesses are required than there are.
    #[error("{required} witnesses are required, but only {known} are known")]
    TooMany {
        /// How many are required.
        required: usize,
        /// How many are known.
        known: usize,
    },
    /// A key stands in it twice, under one name or two: it would count twice.
    #[error("the key of {0} stands in it twice")]
    Repeated(String),
}

/// Witnesses that are trusted, and how many of them are enough.
#[derive(Clone, Debug)]
pub struct Policy {
    witnesses: Vec<WitnessKey>,
    required: usize,
}

impl Policy {
    /// Requires so many of these witnesses.
    ///
    /// # Errors
    ///
    /// When they are too few, or one of them would count twice.
    pub fn new(witnesses: Vec<WitnessKey>, required: usize) -> Result<Self, PolicyFault> {
        if required > witnesses.len() {
            return Err(PolicyFault::TooMany {
                required,
                known: witnesses.len(),
            });
        }
        for (number, witness) in witnesses.iter().enumerate() {
            let same = |other: &WitnessKey| other.as_bytes() == witness.as_bytes();
            if witnesses[..number].iter().any(same) {
                return Err(PolicyFault::Repeated(witness.name().to_owned()));
            }
        }
        Ok(Self {
            witnesses,
            required,
        })
    }

    /// Requires no witness: the log's word is enough.
    #[must_use]
    pub fn none() -> Self {
        Self {
            witnesses: Vec::new(),
            required: 0,
        }
    }

    /// How many witnesses are required.
    #[must_use]
    pub fn required(&self) -> usize {
        self.required
    }

    /// The cosignatures of its witnesses that a checkpoint bears.
    ///
    /// # Errors
    ///
    /// When one of them is wrong.
    pub fn cosignatures(
        &self,
        checkpoint: &SignedCheckpoint,
    ) -> Result<Vec<Cosigned>, CheckpointFault> {
        checkpoint.cosignatures(&self.witnesses)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::log::keys::WitnessSigner;

    fn witness(name: &str, secret: u8) -> WitnessKey {
        WitnessSigner::new(name, &[secret; 32]).unwrap().key()
    }

    #[test]
    fn a_key_under_two_names_is_one_witness() {
        let witnesses = vec![witness("w/1", 1), witness("w/2", 1)];
        let fault = Policy::new(witnesses, 1).unwrap_err();
        assert_eq!(fault, PolicyFault::Repeated("w/2".to_owned()));
    }

    #[test]
    fn no_more_witnesses_can_be_required_than_there_are() {
        let fault = Policy::new(vec![witness("w/1", 1)], 2).unwrap_err();
        let expected = PolicyFault::TooMany {
            required: 2,
            known: 1,
        };
        assert_eq!(fault, expected);
    }
}
