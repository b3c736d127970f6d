//! The right side of the tree: the hashes of the tiles that are not full yet.

use tlog_tiles::{EMPTY_HASH, Hash, node_hash};

use crate::log::place::{Kind, Place, WIDTH, count};

/// The partial tiles of a tree, level by level: all that is needed to make it grow and to know its root.
#[derive(Clone, Debug, Default)]
pub struct Edge {
    size: u64,
    levels: Vec<Vec<Hash>>,
}

impl Edge {
    /// Puts an edge together from the partial tiles of a tree of this size, which `read` gives.
    ///
    /// # Errors
    ///
    /// What `read` fails with.
    pub fn load<E>(
        size: u64,
        mut read: impl FnMut(Place) -> Result<Vec<Hash>, E>,
    ) -> Result<Self, E> {
        let mut levels = Vec::new();
        for level in (0..8).take_while(|level| count(size, *level) > 0) {
            let number = count(size, level) / WIDTH;
            let partial = Place::within(Kind::Hashes(level), number, size);
            levels.push(partial.map_or(Ok(Vec::new()), &mut read)?);
        }
        Ok(Self { size, levels })
    }

    /// How many entries the tree has.
    #[must_use]
    pub fn size(&self) -> u64 {
        self.size
    }

    /// Adds a leaf; every tile that it fills is given to `full`.
    pub fn push(&mut self, leaf: Hash, mut full: impl FnMut(Place, Vec<Hash>)) {
        self.size += 1;
        let mut next = Some(leaf);
        for level in 0..8 {
            let Some(hash) = next.take() else { break };
            if self.levels.len() == usize::from(level) {
                self.levels.push(Vec::new());
            }
            let hashes = &mut self.levels[usize::from(level)];
            hashes.push(hash);
            if hashes.len() as u64 == WIDTH {
                let hashes = std::mem::take(hashes);
                next = Some(root(&hashes));
                let number = count(self.size, level) / WIDTH - 1;
                let kind = Kind::Hashes(level);
                full(
                    Place {
                        kind,
                        number,
                        width: WIDTH,
                    },
                    hashes,
                );
            }
        }
    }

    /// Gives the partial tiles.
    pub fn partials(&self) -> impl Iterator<Item = (Place, &[Hash])> {
        (0..).zip(&self.levels).filter_map(|(level, hashes)| {
            let number = count(self.size, level) / WIDTH;
            let place = Place::within(Kind::Hashes(level), number, self.size)?;
            Some((place, hashes.as_slice()))
        })
    }

    /// The root of the tree.
    #[must_use]
    pub fn root(&self) -> Hash {
        // What is to the right of a level's hashes is one smaller subtree, and stands after them as if it were one more.
        let mut right: Option<Hash> = None;
        for hashes in &self.levels {
            let all: Vec<Hash> = hashes.iter().copied().chain(right).collect();
            right = (!all.is_empty()).then(|| root(&all));
        }
        right.unwrap_or(EMPTY_HASH)
    }
}

/// The root over hashes of one level, of which the last may stand for a smaller subtree.
#[must_use]
pub fn root(hashes: &[Hash]) -> Hash {
    match hashes {
        [] => EMPTY_HASH,
        [only] => *only,
        _ => {
            let (left, right) = hashes.split_at(hashes.len().next_power_of_two() / 2);
            node_hash(root(left), root(right))
        }
    }
}

/// The bytes of a tile.
#[must_use]
pub fn tile_bytes(hashes: &[Hash]) -> Vec<u8> {
    hashes.iter().flat_map(|hash| hash.0).collect()
}

/// The hashes of a tile's bytes, or nothing when the bytes are no whole hashes.
#[must_use]
pub fn tile_hashes(bytes: &[u8]) -> Option<Vec<Hash>> {
    let (hashes, rest) = bytes.as_chunks();
    rest.is_empty()
        .then(|| hashes.iter().map(|hash| Hash(*hash)).collect())
}

#[cfg(test)]
mod tests {
    use tlog_tiles::record_hash;

    use super::*;

    /// The root as RFC 6962, section 2.1 defines it.
    fn defined_root(leaves: &[Hash]) -> Hash {
        root(leaves)
    }

    #[test]
    fn the_root_of_the_edge_is_the_root_of_all_leaves() {
        let leaves: Vec<Hash> = (0..700_u64)
            .map(|n| record_hash(&n.to_be_bytes()))
            .collect();
        let mut edge = Edge::default();
        assert_eq!(edge.root(), EMPTY_HASH);
        for (number, leaf) in leaves.iter().enumerate() {
            edge.push(*leaf, |_, _| {});
            assert_eq!(edge.root(), defined_root(&leaves[..=number]));
        }
    }

    #[test]
    fn every_256th_leaf_fills_a_tile_and_every_65536th_one_above_it() {
        let mut edge = Edge::default();
        let mut filled = Vec::new();
        for number in 0..65_536_u64 {
            edge.push(Hash([number as u8; 32]), |place, _| {
                filled.push(place.path())
            });
        }
        assert_eq!(filled.len(), 257);
        assert_eq!(filled[0], "tile/0/000");
        assert_eq!(filled[255..], ["tile/0/255", "tile/1/000"]);
        let partials: Vec<String> = edge.partials().map(|(place, _)| place.path()).collect();
        assert_eq!(partials, ["tile/2/000.p/1"]);
    }
}
