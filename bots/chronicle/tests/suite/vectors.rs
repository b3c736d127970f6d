//! Vectors from outside: every proof gets the verdict that its maker gives it. Their source is in `tests/vectors`.

use std::{collections::BTreeMap, fs};

use secta_bot_chronicle::log::{
    Hash,
    merkle::{check_consistency, check_inclusion, check_subtree, check_subtree_inclusion},
    subtree::Subtree,
};
use serde::{Deserialize, de::DeserializeOwned};
use sha2::{Digest, Sha256};

/// The verdicts of one file: how many proofs hold, and how many do not.
#[derive(Debug, PartialEq)]
struct Count {
    good: usize,
    wrong: usize,
}

/// Checks every vector of a file with `holds`, which gives the expected and the found verdict.
fn check<V: DeserializeOwned>(file: &str, holds: impl Fn(&V) -> (bool, bool)) -> Count {
    let path = format!("{}/tests/vectors/{file}.json", env!("CARGO_MANIFEST_DIR"));
    let text = fs::read_to_string(path).expect("the vectors are there");
    let vectors: BTreeMap<String, V> = serde_json::from_str(&text).expect("vectors");
    let mut count = Count { good: 0, wrong: 0 };
    for (name, vector) in &vectors {
        let (expected, found) = holds(vector);
        assert_eq!(found, expected, "{file}: {name}");
        count.good += usize::from(found);
        count.wrong += usize::from(!found);
    }
    count
}

/// A hash of a vector. Where none is, nothing can be proven; for one of another length, which is there to be wrong or not
/// to be looked at, another hash stands in, so that its vector too is put before the verifier.
fn hash(text: &str) -> Option<Hash> {
    let stand_in = || Hash(Sha256::digest(format!("not {text}")).into());
    (!text.is_empty()).then(|| Hash::parse_hash(text).unwrap_or_else(|_| stand_in()))
}

fn hashes(proof: &Option<Vec<String>>) -> Option<Vec<Hash>> {
    let lines = proof.as_deref().unwrap_or_default().iter();
    lines.map(|line| hash(line)).collect()
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Inclusion {
    leaf_idx: u64,
    tree_size: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

impl Inclusion {
    fn holds(&self) -> Option<()> {
        let tree = (self.tree_size, hash(&self.root)?);
        let leaf = (self.leaf_idx, hash(&self.leaf_hash)?);
        check_inclusion(&hashes(&self.proof)?, tree, leaf).ok()
    }
}

#[test]
fn the_98_inclusion_vectors_get_their_verdicts() {
    let count = check("inclusion", |vector: &Inclusion| {
        (!vector.want_err, vector.holds().is_some())
    });
    assert_eq!(count, Count { good: 6, wrong: 92 });
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Consistency {
    size1: u64,
    size2: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

impl Consistency {
    fn holds(&self) -> Option<()> {
        let old = (self.size1, hash(&self.root1)?);
        let new = (self.size2, hash(&self.root2)?);
        check_consistency(&hashes(&self.proof)?, new, old).ok()
    }
}

#[test]
fn the_98_consistency_vectors_get_their_verdicts() {
    let count = check("consistency", |vector: &Consistency| {
        (!vector.want_err, vector.holds().is_some())
    });
    assert_eq!(count, Count { good: 6, wrong: 92 });
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SubtreeInclusion {
    leaf_idx: u64,
    start: u64,
    end: u64,
    root: String,
    leaf_hash: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

impl SubtreeInclusion {
    fn holds(&self) -> Option<()> {
        let subtree = Subtree::new(self.start, self.end)?;
        let leaf = (self.leaf_idx, hash(&self.leaf_hash)?);
        let proof = hashes(&self.proof)?;
        check_subtree_inclusion(&proof, (subtree, hash(&self.root)?), leaf).ok()
    }
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct SubtreeConsistency {
    start: u64,
    end: u64,
    size: u64,
    root1: String,
    root2: String,
    proof: Option<Vec<String>>,
    want_err: bool,
}

impl SubtreeConsistency {
    fn holds(&self) -> Option<()> {
        let part = (Subtree::new(self.start, self.end)?, hash(&self.root1)?);
        let tree = (self.size, hash(&self.root2)?);
        check_subtree(&hashes(&self.proof)?, tree, part).ok()
    }
}

#[test]
fn the_322_subtree_vectors_get_their_verdicts() {
    let inclusion = check("subtree_inclusion", |vector: &SubtreeInclusion| {
        (!vector.want_err, vector.holds().is_some())
    });
    let consistency = check("subtree_consistency", |vector: &SubtreeConsistency| {
        (!vector.want_err, vector.holds().is_some())
    });
    let expected = Count {
        good: 12,
        wrong: 192,
    };
    assert_eq!(inclusion, expected);
    let expected = Count {
        good: 12,
        wrong: 106,
    };
    assert_eq!(consistency, expected);
}
