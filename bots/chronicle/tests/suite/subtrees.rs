//! Proofs of subtrees, all of them in trees of up to 130 entries, folded into one hash each, as the appendix "Subtree
//! Test Vectors" of draft-ietf-plants-merkle-tree-certs has it.

use std::fmt::Write;

use secta_bot_chronicle::log::{
    Hash, Log, Memory, SignedCheckpoint, consistency,
    merkle::{check_consistency, check_subtree},
    subtree::Subtree,
    subtree_consistency, subtree_inclusion,
};
use sha2::{Digest, Sha256};

use crate::making::signer;

const LARGEST: u64 = 130;

/// The logs of the entries 0, 1, 2 …, each of one byte, one entry longer each; their files are those of the last.
fn logs() -> (Memory, Vec<SignedCheckpoint>) {
    let mut log = Log::open(Memory::default(), signer()).unwrap();
    let mut checkpoints = vec![log.checkpoint().clone()];
    for number in 0..LARGEST {
        let entry = [number as u8];
        checkpoints.push(log.append(number, &[entry]).unwrap().clone());
    }
    (log.close(), checkpoints)
}

fn subtrees(size: u64) -> impl Iterator<Item = Subtree> {
    (0..=size).flat_map(|end| (0..=end).filter_map(move |start| Subtree::new(start, end)))
}

fn hex(hash: Hash) -> String {
    hash.0.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").unwrap();
        text
    })
}

fn line(beginning: String, proof: &[Hash]) -> String {
    let hashes = proof.iter().map(|hash| format!(" {}", hex(*hash)));
    beginning + &hashes.collect::<String>() + "\n"
}

fn fold(lines: &str) -> String {
    format!("{:x}", Sha256::digest(lines))
}

#[test]
fn every_subtree_has_the_root_and_the_inclusion_proofs_of_the_draft() {
    let (files, checkpoints) = logs();
    let whole = checkpoints.last().unwrap();
    let (mut roots, mut proofs) = (String::new(), String::new());
    for subtree in subtrees(LARGEST) {
        let range = format!("[{}, {})", subtree.start(), subtree.end());
        let (_, root) = subtree_consistency(&files, whole, subtree).unwrap();
        roots += &format!("{range} {}\n", hex(root));
        for index in subtree.start()..subtree.end() {
            let (proof, _) = subtree_inclusion(&files, whole, subtree, index).unwrap();
            proofs += &line(format!("{index} {range}"), &proof);
        }
    }
    let expected = "b82806ad4265bb151c1119c0f4db437bb4d1a1f887b3a7fba1cd4ebf552e3e81";
    assert_eq!(fold(&roots), expected);
    let expected = "ac2a8f989e44d99e399db448050ff5f19757df53cfb716aa81015d3955d8163f";
    assert_eq!(fold(&proofs), expected);
}

#[test]
fn every_subtree_of_every_tree_has_the_consistency_proof_of_the_draft() {
    let (files, checkpoints) = logs();
    let mut proofs = String::new();
    for checkpoint in &checkpoints {
        let size = checkpoint.size();
        for subtree in subtrees(size) {
            let (proof, _) = subtree_consistency(&files, checkpoint, subtree).unwrap();
            let range = format!("[{}, {}) {size}", subtree.start(), subtree.end());
            proofs += &line(range, &proof);
        }
    }
    let expected = "10fa99b37bf9bf9ffa26b412fbd98bd75363256d0b75d61bc4538b9c9c5a0a74";
    assert_eq!(fold(&proofs), expected);
}

#[test]
fn a_log_is_a_subtree_of_what_it_grows_into() {
    let (files, checkpoints) = logs();
    let new = checkpoints.last().unwrap();
    let tree = (new.size(), new.root());
    for old in &checkpoints[1..] {
        let subtree = Subtree::new(0, old.size()).unwrap();
        let (proof, root) = subtree_consistency(&files, new, subtree).unwrap();
        assert_eq!(root, old.root());
        assert_eq!(proof, consistency(&files, new, old.size()).unwrap());
        check_subtree(&proof, tree, (subtree, root)).unwrap();
        check_consistency(&proof, tree, (old.size(), root)).unwrap();
    }
}
