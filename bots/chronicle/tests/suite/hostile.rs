//! Nothing that comes from outside makes the log panic.

use proptest::prelude::*;
use secta_bot_chronicle::log::{
    Hash, LogKey, Place, Policy, ProofFile, Refusal, SignedCheckpoint, WitnessKey, audit, bundle,
    conflict_size, follow, inclusion,
    merkle::{check_consistency, check_inclusion, check_subtree, check_subtree_inclusion},
    request,
    subtree::Subtree,
    verify,
};

use crate::making::{NOW_S, attach, cosigned, key, log_of, signer, witness, witness_signer};

/// Puts bytes wherever bytes from outside are read.
fn put_everywhere(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    let _ = (LogKey::parse(&text), WitnessKey::parse(&text));
    let _ = (Place::parse(&text), conflict_size(bytes));
    let _ = (ProofFile::read(bytes), bundle::entries(bytes).count());
    let _ = SignedCheckpoint::open(bytes, &key());
    let _ = verify(b"entry", bytes, &key(), &Policy::none());
    let _ = witness(1).add_checkpoint(bytes, NOW_S);
    let _ = attach(&mut log_of(3), bytes, &[witness_signer(1).key()]);
    let mut disk = log_of(3).close();
    for path in ["tile/0/000.p/3", "tile/entries/000.p/3", "checkpoint"] {
        disk.files.insert(path.to_owned(), bytes.to_vec());
        assert!(audit(&disk, &key(), &[]).is_err());
    }
}

fn hash() -> impl Strategy<Value = Hash> {
    any::<[u8; 32]>().prop_map(Hash)
}

/// Sizes small and as large as numbers are.
fn size() -> impl Strategy<Value = u64> {
    prop_oneof![
        0_u64..20,
        any::<u64>(),
        (u64::MAX - 3)..=u64::MAX,
        (0_u32..64).prop_map(|bit| 1 << bit)
    ]
}

proptest! {
    #[test]
    fn any_bytes_are_refused_or_read(bytes in prop::collection::vec(any::<u8>(), 0..300)) {
        put_everywhere(&bytes);
    }

    #[test]
    fn good_bytes_with_a_piece_replaced_are_refused_or_read(
        which in 0_usize..4,
        at in any::<prop::sample::Index>(),
        length in 0_usize..9,
        piece in "[\n+ —=0-9A-Za-z\u{0}]{0,6}",
    ) {
        let mut log = log_of(300);
        cosigned(&mut log, [1]);
        let mut bytes = match which {
            0 => log.checkpoint().to_bytes(),
            1 => log.proof(7).unwrap().to_string().into_bytes(),
            2 => log.request(5).unwrap(),
            _ => log.key().to_string().into_bytes(),
        };
        let at = at.index(bytes.len());
        let end = (at + length).min(bytes.len());
        bytes.splice(at..end, piece.bytes());
        put_everywhere(&bytes);
    }

    #[test]
    fn no_numbers_make_a_proof_of_random_hashes_hold(
        proof in prop::collection::vec(hash(), 0..80),
        numbers in (size(), size(), size()),
        roots in (hash(), hash()),
    ) {
        let (a, b, c) = numbers;
        let holds = [
            check_inclusion(&proof, (a, roots.0), (b, roots.1)).is_ok(),
            check_consistency(&proof, (a, roots.0), (b, roots.1)).is_ok(),
            Subtree::new(a, b).is_some_and(|part| {
                check_subtree(&proof, (c, roots.0), (part, roots.1)).is_ok()
                    || check_subtree_inclusion(&proof, (part, roots.0), (c, roots.1)).is_ok()
            }),
        ];
        prop_assert_eq!(holds, [false; 3]);
    }

    #[test]
    fn a_log_that_signs_a_size_that_no_log_has_is_refused(size in 20_u64..=u64::MAX) {
        let root = log_of(3).checkpoint().root();
        let lie = SignedCheckpoint::sign(&signer(), size, root).unwrap();
        let mut disk = log_of(3).close();
        let seen = log_of(3).checkpoint().clone();
        disk.files.insert("checkpoint".to_owned(), lie.to_bytes());
        prop_assert!(audit(&disk, &key(), &[]).is_err());
        prop_assert!(follow(&disk, &key(), Some(&seen)).is_err());
        prop_assert!(inclusion(&disk, &lie, 1).is_err());
        prop_assert!(inclusion(&disk, &lie, size - 1).is_err());
        let mut witness = witness(1);
        witness.add_checkpoint(&log_of(3).request(0).unwrap(), NOW_S).unwrap();
        let body = request(3, &[root], &lie);
        let refusal = witness.add_checkpoint(&body, NOW_S).unwrap_err();
        prop_assert!(matches!(refusal, Refusal::Unproven(_)));
    }
}

#[test]
fn a_line_that_never_ends_is_refused() {
    put_everywhere(&vec![b'A'; 2_000_000]);
    let many = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(50_000);
    put_everywhere(format!("c2sp.org/tlog-proof@v1\nindex 0\n{many}\n").as_bytes());
    put_everywhere(format!("old 0\n{many}\n").as_bytes());
}
