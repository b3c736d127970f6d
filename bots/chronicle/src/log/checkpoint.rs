//! Checkpoints: what a log promises, signed by it and cosigned by witnesses.

use signed_note::{Note, NoteError, Signature, Signer, Verifier, VerifierList};
use tlog_tiles::{Checkpoint, Hash};

use crate::log::keys::{LogKey, LogSigner, WitnessKey};

/// What is wrong with a checkpoint.
#[derive(Debug, thiserror::Error)]
pub enum CheckpointFault {
    /// It is no signed note of the right form.
    #[error("it is no signed note")]
    Note,
    /// Its text is not that of a checkpoint.
    #[error("its text is no origin, size and root")]
    Text,
    /// It belongs to another log.
    #[error("it is of the log {found:?}, not of {expected:?}")]
    Origin {
        /// The log that is asked for.
        expected: String,
        /// The log that it names.
        found: String,
    },
    /// The log has not signed it.
    #[error("the log has not signed it")]
    Unsigned,
    /// A signature of a known key is wrong.
    #[error("the signature of {0} is wrong")]
    Forged(String),
    /// No key of those that are known has made its cosignatures.
    #[error("no known witness has cosigned it")]
    NotCosigned,
    /// A signature could not be made.
    #[error("it could not be signed")]
    NotSigned,
}

impl From<NoteError> for CheckpointFault {
    fn from(error: NoteError) -> Self {
        match error {
            NoteError::InvalidSignature { name, .. } => Self::Forged(name),
            NoteError::UnverifiedNote => Self::Unsigned,
            NoteError::SignatureError(_) | NoteError::InvalidSigner => Self::NotSigned,
            NoteError::MalformedNote
            | NoteError::MismatchedVerifier
            | NoteError::VerificationError(_) => Self::Note,
        }
    }
}

/// A cosignature that holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cosigned {
    /// The witness.
    pub witness: WitnessKey,
    /// When it cosigned, in seconds since 1970.
    pub time_s: u64,
}

/// A checkpoint that its log has signed.
#[derive(Clone, Debug)]
pub struct SignedCheckpoint {
    origin: String,
    size: u64,
    root: Hash,
    text: Vec<u8>,
    signature: Signature,
    others: Vec<Signature>,
}

impl SignedCheckpoint {
    /// Signs that the log has this size and this root.
    ///
    /// # Errors
    ///
    /// When no signature could be made.
    pub fn sign(signer: &LogSigner, size: u64, root: Hash) -> Result<Self, CheckpointFault> {
        let key = signer.key();
        let checkpoint =
            Checkpoint::new(key.name(), size, root, "").map_err(|_| CheckpointFault::Text)?;
        let mut note = Note::new(&checkpoint.to_bytes(), &[])?;
        note.add_sigs(&[signer])?;
        Self::open(&note.to_bytes(), &key)
    }

    /// Reads a checkpoint and verifies the log's signature; other signatures are kept and not looked at.
    ///
    /// # Errors
    ///
    /// When it has another form, is of another log, or is not rightly signed.
    pub fn open(bytes: &[u8], key: &LogKey) -> Result<Self, CheckpointFault> {
        let note = Note::from_bytes(bytes)?;
        let checkpoint = parse(&note)?;
        if checkpoint.origin() != key.name() {
            return Err(CheckpointFault::Origin {
                expected: key.name().to_owned(),
                found: checkpoint.origin().to_owned(),
            });
        }
        let (mut signatures, others) = note.verify(&known([key.clone()]))?;
        Ok(Self {
            origin: checkpoint.origin().to_owned(),
            size: checkpoint.size(),
            root: *checkpoint.hash(),
            text: note.text().to_owned(),
            signature: signatures.pop().ok_or(CheckpointFault::Unsigned)?,
            others,
        })
    }

    /// The log it is of.
    #[must_use]
    pub fn origin(&self) -> &str {
        &self.origin
    }

    /// How many entries the log has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// The root of the log's tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        self.root
    }

    /// How many signatures it has beside the log's, of known keys or not.
    #[must_use]
    pub fn others(&self) -> usize {
        self.others.len()
    }

    /// Whether another checkpoint says the same of the same log, whoever has cosigned it.
    #[must_use]
    pub fn says_the_same(&self, other: &Self) -> bool {
        self.text == other.text
    }

    /// The cosignatures of these witnesses that it bears, one of a witness at most.
    ///
    /// # Errors
    ///
    /// When a cosignature of one of them is wrong.
    pub fn cosignatures(&self, witnesses: &[WitnessKey]) -> Result<Vec<Cosigned>, CheckpointFault> {
        let note = Note::new(&self.text, &self.others)?;
        let signatures = match note.verify(&known(witnesses.iter().cloned())) {
            Err(NoteError::UnverifiedNote) => Vec::new(),
            verified => verified?.0,
        };
        let found = signatures.iter().filter_map(|signature| {
            let time = signature.signature().first_chunk()?;
            let witness = witnesses.iter().find(|key| made(key, signature))?;
            Some(Cosigned {
                witness: witness.clone(),
                time_s: u64::from_be_bytes(*time),
            })
        });
        Ok(found.collect())
    }

    /// Adds the cosignatures that an answer of [`add-checkpoint`](https://c2sp.org/tlog-witness) brings, in the place
    /// of older ones by the same witnesses. Lines by unknown keys are passed over.
    ///
    /// # Errors
    ///
    /// When a line is none, a cosignature is wrong, or none is by a known witness; then it stays as it was.
    pub fn attach(
        &mut self,
        answer: &[u8],
        witnesses: &[WitnessKey],
    ) -> Result<Vec<Cosigned>, CheckpointFault> {
        let note = Note::from_bytes(&[&self.text, &b"\n"[..], answer].concat())?;
        if note.text() != self.text {
            // An empty line in the answer would make its beginning a part of what is verified.
            return Err(CheckpointFault::Note);
        }
        let (new, _) = match note.verify(&known(witnesses.iter().cloned())) {
            Err(NoteError::UnverifiedNote) => return Err(CheckpointFault::NotCosigned),
            verified => verified?,
        };
        let mut cosigned = self.clone();
        let replaced = |old: &Signature| {
            new.iter()
                .any(|new| new.name() == old.name() && new.id() == old.id())
        };
        cosigned.others.retain(|old| !replaced(old));
        cosigned.others.extend(new.iter().cloned());
        let all = cosigned.cosignatures(witnesses)?;
        *self = cosigned;
        Ok(all)
    }

    /// Adds a signature by this signer.
    pub(crate) fn cosign(&self, signer: &dyn Signer) -> Result<Signature, CheckpointFault> {
        let mut note = Note::new(&self.text, &[])?;
        note.add_sigs(&[signer])?;
        let bytes = note.to_bytes();
        let line = bytes.strip_prefix(self.text.as_slice());
        let line = line.and_then(|line| line.strip_prefix(b"\n")?.strip_suffix(b"\n"));
        Ok(Signature::from_bytes(line.unwrap_or_default())?)
    }

    /// The same with this cosignature instead of all others.
    pub(crate) fn with_only(mut self, cosignature: Signature) -> Self {
        self.others = vec![cosignature];
        self
    }

    /// The note, the log's signature first.
    #[must_use]
    pub fn to_bytes(&self) -> Vec<u8> {
        let signatures = std::iter::once(&self.signature).chain(&self.others);
        let mut bytes = self.text.clone();
        bytes.push(b'\n');
        bytes.extend(signatures.flat_map(Signature::to_bytes));
        bytes
    }
}

/// The log that a checkpoint names, before anything is verified.
pub(crate) fn origin(bytes: &[u8]) -> Result<String, CheckpointFault> {
    Ok(parse(&Note::from_bytes(bytes)?)?.origin().to_owned())
}

fn parse(note: &Note) -> Result<Checkpoint, CheckpointFault> {
    Checkpoint::from_bytes(note.text()).map_err(|_| CheckpointFault::Text)
}

fn made(key: &WitnessKey, signature: &Signature) -> bool {
    Verifier::name(key) == signature.name() && key.key_id() == signature.id()
}

fn known<K: Verifier + 'static>(keys: impl IntoIterator<Item = K>) -> VerifierList {
    let boxed = keys
        .into_iter()
        .map(|key| Box::new(key) as Box<dyn Verifier>);
    VerifierList::new(boxed.collect())
}
