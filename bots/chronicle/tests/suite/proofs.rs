//! Proofs of any entry in any log hold, and nothing else does.

use std::sync::OnceLock;

use proptest::prelude::*;
use secta_bot_chronicle::log::{
    Log, Memory, Policy, SignedCheckpoint, consistency, inclusion,
    merkle::{check_consistency, check_inclusion},
    prove::proof_file,
    verify,
};
use sha2::{Digest, Sha256};

use crate::making::{cosigned, entries, entry, grown, key, log_of, witness_signer};

const LARGEST: u64 = 1400;

/// A log with all its checkpoints from 0 to the largest size.
fn every_size() -> &'static (Memory, Vec<SignedCheckpoint>) {
    static LOGS: OnceLock<(Memory, Vec<SignedCheckpoint>)> = OnceLock::new();
    LOGS.get_or_init(|| {
        let mut log = log_of(0);
        let mut checkpoints = vec![log.checkpoint().clone()];
        for size in 0..LARGEST {
            checkpoints.push(log.append(size, &[entry(size)]).unwrap().clone());
        }
        (log.close(), checkpoints)
    })
}

/// The leaf hash as RFC 6962, section 2.1 has it.
fn leaf(entry: &[u8]) -> secta_bot_chronicle::log::Hash {
    let hash = Sha256::new().chain_update([0]).chain_update(entry);
    secta_bot_chronicle::log::Hash(hash.finalize().into())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn any_entry_of_a_log_of_any_size_is_proven(size in 1..=LARGEST, at in any::<prop::sample::Index>()) {
        let (files, checkpoints) = every_size();
        let checkpoint = &checkpoints[size as usize];
        let index = at.index(size as usize) as u64;
        let file = proof_file(files, checkpoint, index).unwrap();
        let proven = verify(&entry(index), file.to_string().as_bytes(), &key(), &Policy::none()).unwrap();
        prop_assert_eq!((proven.index, proven.size, proven.root), (index, size, checkpoint.root()));
        let tree = (size, checkpoint.root());
        let leaf = leaf(&entry(index));
        for wrong in [index + 1, index.wrapping_sub(1), index ^ 64, size] {
            prop_assert!(check_inclusion(&file.hashes, tree, (wrong, leaf)).is_err());
        }
    }

    #[test]
    fn any_log_continues_any_log_that_it_was(sizes in (1..=LARGEST, 1..=LARGEST)) {
        let (old, size) = (sizes.0.min(sizes.1), sizes.0.max(sizes.1));
        let (files, checkpoints) = every_size();
        let (before, after) = (&checkpoints[old as usize], &checkpoints[size as usize]);
        let proof = consistency(files, after, old).unwrap();
        let (new_tree, old_tree) = ((size, after.root()), (old, before.root()));
        prop_assert!(check_consistency(&proof, new_tree, old_tree).is_ok());
        if old < size {
            prop_assert!(check_consistency(&proof, new_tree, (old + 1, before.root())).is_err());
            prop_assert!(check_consistency(&proof, new_tree, (old, after.root())).is_err());
            prop_assert!(check_consistency(&proof, old_tree, new_tree).is_err());
        }
        for at in 0..proof.len() {
            let mut wrong = proof.clone();
            wrong[at].0[at % 32] ^= 1 << (at % 8);
            prop_assert!(check_consistency(&wrong, new_tree, old_tree).is_err());
        }
    }

    #[test]
    fn a_proof_with_one_byte_changed_is_refused(
        size in 1_u64..400,
        at in any::<prop::sample::Index>(),
        byte in any::<prop::sample::Index>(),
        change in 1_u8..=255,
    ) {
        let mut log = log_of(size);
        cosigned(&mut log, [1, 2]);
        let index = at.index(size as usize) as u64;
        let mut proof = log.proof(index).unwrap().to_string().into_bytes();
        let witnesses = vec![witness_signer(1).key(), witness_signer(2).key()];
        let policy = Policy::new(witnesses, 2).unwrap();
        prop_assert!(verify(&entry(index), &proof, &key(), &policy).is_ok());
        let byte = byte.index(proof.len());
        proof[byte] ^= change;
        prop_assert!(verify(&entry(index), &proof, &key(), &policy).is_err(), "byte {}", byte);
    }
}

#[test]
fn every_single_bit_of_a_proof_counts() {
    let mut log = log_of(300);
    cosigned(&mut log, [1, 2]);
    let proof = log.proof(77).unwrap().to_string().into_bytes();
    let witnesses = vec![witness_signer(1).key(), witness_signer(2).key()];
    let policy = Policy::new(witnesses, 2).unwrap();
    verify(&entry(77), &proof, &key(), &policy).unwrap();
    for at in 0..proof.len() {
        for bit in 0..8 {
            let mut wrong = proof.clone();
            wrong[at] ^= 1 << bit;
            let verdict = verify(&entry(77), &wrong, &key(), &policy);
            assert!(verdict.is_err(), "bit {bit} of byte {at}");
        }
    }
    for end in 0..proof.len() {
        let verdict = verify(&entry(77), &proof[..end], &key(), &policy);
        assert!(verdict.is_err(), "cut at {end}");
    }
}

#[test]
fn a_proof_in_a_log_of_a_million_entries_is_no_longer_than_a_kilobyte() {
    let mut log = Log::open(Memory::default(), crate::making::signer()).unwrap();
    log.append(0, &entries(0, 1_000_000)).unwrap();
    for index in [0, 1, 77_777, 524_287, 524_288, 999_999] {
        let proof = log.proof(index).unwrap();
        let text = proof.to_string();
        let note = proof.checkpoint.len();
        assert!(text.len() - note <= 1024, "{}", text.len() - note);
        verify(&entry(index), text.as_bytes(), &key(), &Policy::none()).unwrap();
    }
}

#[test]
fn damaged_files_make_no_proofs() {
    let mut disk = grown(Memory::default(), &[700]).close();
    let checkpoint = crate::making::stored(&disk);
    disk.files.get_mut("tile/0/000").unwrap()[40] ^= 1;
    assert!(inclusion(&disk, &checkpoint, 0).is_err());
    assert!(consistency(&disk, &checkpoint, 2).is_err());
    disk.files.remove("tile/0/001");
    let fault = inclusion(&disk, &checkpoint, 300).unwrap_err();
    assert_eq!(fault.to_string(), "tile/0/001 is not there");
}
