//! Subtrees: ranges of a log that a proof can speak of without the rest of it, as
//! [merkle tree certificates](https://datatracker.ietf.org/doc/html/draft-ietf-plants-merkle-tree-certs-03#section-4)
//! have them.

use tlog_tiles::{EMPTY_HASH, Error, Hash, HashReader, node_hash, tree_hash};

use crate::log::merkle::Unproven;

/// Entries from `start` until before `end`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Subtree {
    start: u64,
    end: u64,
}

impl Subtree {
    /// Takes a range as a subtree: its start is a multiple of the smallest power of two that is not below its length.
    /// Nothing when it is no subtree.
    #[must_use]
    pub fn new(start: u64, end: u64) -> Option<Self> {
        let length = end.checked_sub(start)?;
        let aligned = match length.checked_next_power_of_two() {
            Some(power) => start.is_multiple_of(power),
            None => start == 0,
        };
        (aligned || length == 0).then_some(Self { start, end })
    }

    /// The first entry.
    #[must_use]
    pub fn start(self) -> u64 {
        self.start
    }

    /// What comes after the last entry.
    #[must_use]
    pub fn end(self) -> u64 {
        self.end
    }

    /// How many entries it has.
    #[must_use]
    pub fn length(self) -> u64 {
        self.end - self.start
    }

    /// The halves of a part of the tree: the left one is the largest full tree that leaves something to the right.
    fn halves(self) -> (Self, Self) {
        let middle = self.start + (1 << (self.length() - 1).ilog2());
        let half = |start, end| Self { start, end };
        (half(self.start, middle), half(middle, self.end))
    }
}

/// Hashes of a tree as the subtree that begins at `start` sees them.
pub(crate) struct Shifted<'a, R> {
    pub(crate) tree: &'a R,
    pub(crate) start: u64,
}

impl<R: HashReader> HashReader for Shifted<'_, R> {
    fn read_hashes(&self, indexes: &[u64]) -> Result<Vec<Hash>, Error> {
        let shift = |index: &u64| {
            let (level, number) = tlog_tiles::split_stored_hash_index(*index);
            tlog_tiles::stored_hash_index(level, number + (self.start >> level))
        };
        let shifted: Vec<u64> = indexes.iter().map(shift).collect();
        self.tree.read_hashes(&shifted)
    }
}

/// The root of a subtree.
pub(crate) fn root(tree: &impl HashReader, part: Subtree) -> Result<Hash, Error> {
    let start = part.start;
    tree_hash(part.length(), &Shifted { tree, start })
}

/// Makes the proof that a subtree is a part of the tree of this size.
pub(crate) fn prove(
    tree: &impl HashReader,
    subtree: Subtree,
    size: u64,
) -> Result<Vec<Hash>, Error> {
    let mut proof = Vec::new();
    if subtree.length() == 0 {
        return Ok(proof);
    }
    let mut part = Subtree {
        start: 0,
        end: size,
    };
    let mut rest = subtree;
    while rest != part {
        let (left, right) = part.halves();
        let (inside, beside) = if rest.end <= left.end {
            (left, right)
        } else {
            (right, left)
        };
        rest.start = rest.start.max(inside.start);
        proof.push(root(tree, beside)?);
        part = inside;
    }
    if rest != subtree {
        proof.push(root(tree, rest)?);
    }
    proof.reverse();
    Ok(proof)
}

/// Verifies that a subtree with this root is a part of the tree of this size with that root.
///
/// # Errors
///
/// When the proof does not show it.
pub fn check_subtree(
    proof: &[Hash],
    (size, root): (u64, Hash),
    (subtree, subtree_root): (Subtree, Hash),
) -> Result<(), Unproven> {
    if subtree.end > size {
        return Err(Unproven::Beyond);
    }
    if subtree.length() == 0 {
        let holds = proof.is_empty() && subtree_root == EMPTY_HASH;
        return holds.then_some(()).ok_or(Unproven::Wrong);
    }
    let whole = Subtree {
        start: 0,
        end: size,
    };
    let known = Some(subtree_root);
    let (part, tree) = climb(proof, whole, subtree, known).ok_or(Unproven::Wrong)?;
    let holds = part == subtree_root && tree == root;
    holds.then_some(()).ok_or(Unproven::Wrong)
}

/// The roots of `wanted` and of the `part` of the tree that it is in, as the proof has them. `known` is the root of
/// `wanted` as long as it is whole: then no hash of the proof is spent on it.
fn climb(
    proof: &[Hash],
    part: Subtree,
    wanted: Subtree,
    known: Option<Hash>,
) -> Option<(Hash, Hash)> {
    if wanted == part {
        let root = match (known, proof) {
            (Some(root), []) => root,
            (None, [root]) => *root,
            _ => return None,
        };
        return Some((root, root));
    }
    let (beside, proof) = proof.split_last()?;
    let (left, right) = part.halves();
    if wanted.end <= left.end {
        let (inner, tree) = climb(proof, left, wanted, known)?;
        Some((inner, node_hash(tree, *beside)))
    } else if wanted.start >= right.start {
        let (inner, tree) = climb(proof, right, wanted, known)?;
        Some((inner, node_hash(*beside, tree)))
    } else {
        let rest = Subtree {
            start: right.start,
            ..wanted
        };
        let (inner, tree) = climb(proof, right, rest, None)?;
        Some((node_hash(*beside, inner), node_hash(*beside, tree)))
    }
}
