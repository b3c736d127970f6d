//! The [offline proof](https://c2sp.org/tlog-proof): an index, hashes and a checkpoint, in one file.

use std::{fmt, str::FromStr};

use crate::log::{
    Hash,
    text::{base64, decimal, hashes, to_base64, write_hashes},
};

/// The first line.
const HEADER: &str = "c2sp.org/tlog-proof@v1";

/// What is wrong with the form of a proof.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ProofFileFault {
    /// It is no text.
    #[error("it is not UTF-8")]
    Text,
    /// Its first line is another.
    #[error("it does not begin with {HEADER}")]
    Header,
    /// The line of extra data is no base64.
    #[error("its extra data is no base64")]
    Extra,
    /// The line of the index is missing or no number.
    #[error("its index is missing or no number")]
    Index,
    /// A line is no hash, or is one too many.
    #[error("its hash {0} is none, or is one too many")]
    Hash(usize),
    /// No empty line and no checkpoint follow.
    #[error("it has no checkpoint")]
    Checkpoint,
}

/// A proof, read but not verified.
#[derive(Clone, Debug, PartialEq)]
pub struct ProofFile {
    /// What an application put beside it; nothing proves it.
    pub extra: Option<Vec<u8>>,
    /// The index of the entry.
    pub index: u64,
    /// The hashes from the leaf's sibling to the root's child.
    pub hashes: Vec<Hash>,
    /// The checkpoint, a signed note.
    pub checkpoint: Vec<u8>,
}

impl ProofFile {
    /// Reads the bytes of a file.
    ///
    /// # Errors
    ///
    /// When they have another form.
    pub fn read(bytes: &[u8]) -> Result<Self, ProofFileFault> {
        let text = std::str::from_utf8(bytes).map_err(|_| ProofFileFault::Text)?;
        text.parse()
    }
}

impl FromStr for ProofFile {
    type Err = ProofFileFault;

    fn from_str(text: &str) -> Result<Self, ProofFileFault> {
        let parts = text.split_once("\n\n");
        let mut lines = parts.map_or(text, |(head, _)| head).split('\n').peekable();
        if lines.next() != Some(HEADER) {
            return Err(ProofFileFault::Header);
        }
        let extra = lines.next_if(|line| line.starts_with("extra"));
        let extra = extra.map(|line| {
            let data = line.strip_prefix("extra ").and_then(base64);
            data.ok_or(ProofFileFault::Extra)
        });
        let index = lines.next().and_then(|line| line.strip_prefix("index "));
        let extra = extra.transpose()?;
        let index = index.and_then(decimal).ok_or(ProofFileFault::Index)?;
        let hashes = hashes(lines).map_err(ProofFileFault::Hash)?;
        let (_, checkpoint) = parts.ok_or(ProofFileFault::Checkpoint)?;
        Ok(Self {
            extra,
            index,
            hashes,
            checkpoint: checkpoint.as_bytes().to_vec(),
        })
    }
}

impl fmt::Display for ProofFile {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{HEADER}")?;
        if let Some(extra) = &self.extra {
            writeln!(f, "extra {}", to_base64(extra))?;
        }
        writeln!(f, "index {}", self.index)?;
        writeln!(f, "{}", write_hashes(&self.hashes))?;
        f.write_str(&String::from_utf8_lossy(&self.checkpoint))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn proof() -> ProofFile {
        ProofFile {
            extra: Some(b"for whom".to_vec()),
            index: 73_894,
            hashes: vec![Hash([1; 32]), Hash([2; 32])],
            checkpoint: b"example.com/log\n0\n\n".to_vec(),
        }
    }

    #[test]
    fn a_proof_is_read_as_it_is_written() {
        for extra in [None, Some(Vec::new()), Some(b"?".to_vec())] {
            let proof = ProofFile { extra, ..proof() };
            assert_eq!(proof.to_string().parse(), Ok(proof));
        }
    }

    #[test]
    fn any_other_form_is_refused_with_its_reason() {
        let text = proof().to_string();
        let first = Hash([1; 32]).to_string();
        for (from, to, fault) in [
            ("@v1", "@v2", ProofFileFault::Header),
            (HEADER, "", ProofFileFault::Header),
            ("extra ", "extra", ProofFileFault::Extra),
            ("extra ", "extra  ", ProofFileFault::Extra),
            ("index 7", "index 07", ProofFileFault::Index),
            ("index 7", "index -7", ProofFileFault::Index),
            ("index 7", "Index 7", ProofFileFault::Index),
            (&first, "AQ==", ProofFileFault::Hash(1)),
            (&first, &format!("{first} "), ProofFileFault::Hash(1)),
            (&first, &format!("{first}\r"), ProofFileFault::Hash(1)),
            (
                &first,
                &vec![first.as_str(); 63].join("\n"),
                ProofFileFault::Hash(64),
            ),
            ("\n\n", "\n", ProofFileFault::Hash(3)),
        ] {
            let wrong = text.replacen(from, to, 1);
            assert_eq!(wrong.parse::<ProofFile>(), Err(fault), "{wrong}");
        }
        let cut = text.split_once("\n\n").unwrap().0;
        assert_eq!(cut.parse::<ProofFile>(), Err(ProofFileFault::Checkpoint));
        assert_eq!(ProofFile::read(b"\xff"), Err(ProofFileFault::Text));
    }
}
