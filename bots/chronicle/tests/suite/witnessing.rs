//! A witness sees that a log only grows, and says so once it remembers it.

use secta_bot_chronicle::log::{
    Log, LogSigner, Memory, Policy, Refusal, SignedCheckpoint, Status, Witness, conflict_size,
    request, verify,
};

use crate::making::{
    NOW_S, attach, cosigned, entries, entry, grown, key, log_of, other_log_of, signer, witness,
    witness_signer,
};

fn refused(witness: &mut Witness<Memory>, body: &[u8]) -> Refusal {
    let before = witness.disk().clone();
    let refusal = witness.add_checkpoint(body, NOW_S).expect_err("a refusal");
    assert_eq!(witness.disk(), &before, "a refusal changes nothing");
    refusal
}

/// A witness that has cosigned a log of this size.
fn having_seen(log: &Log<Memory>) -> Witness<Memory> {
    let mut witness = witness(1);
    witness
        .add_checkpoint(&log.request(0).unwrap(), NOW_S)
        .unwrap();
    witness
}

#[test]
fn a_growing_log_is_cosigned_again_and_again() {
    let mut log = log_of(0);
    let mut witness = witness(1);
    let mut old = 0;
    for (size, now_s) in [
        (0, NOW_S),
        (1, NOW_S),
        (300, NOW_S + 5),
        (300, NOW_S + 9),
        (1024, NOW_S + 10),
    ] {
        log = grown(log.close(), &[size]);
        let answer = witness
            .add_checkpoint(&log.request(old).unwrap(), now_s)
            .unwrap();
        let cosigned = attach(&mut log, &answer, &[witness.key()]).unwrap();
        let cosigned = cosigned.cosignatures(&[witness.key()]).unwrap();
        assert_eq!((cosigned.len(), cosigned[0].time_s), (1, now_s));
        old = size;
    }
    let text = String::from_utf8(log.read("checkpoint").unwrap().unwrap()).unwrap();
    assert_eq!(text.matches("— witness.example/w1 ").count(), 1);
    let again = Log::open(log.close(), signer()).unwrap();
    assert_eq!(
        again
            .checkpoint()
            .cosignatures(&[witness.key()])
            .unwrap()
            .len(),
        1
    );
}

#[test]
fn what_is_cosigned_is_on_the_disk_and_shown() {
    let log = log_of(300);
    let witness = having_seen(&log);
    let again = Witness::open(witness.close(), witness_signer(1), [key()]).unwrap();
    let (path, bytes) = again.disk().files.iter().next().unwrap();
    assert_eq!(again.read(path).unwrap().as_ref(), Some(bytes));
    let shown = SignedCheckpoint::open(bytes, &key()).unwrap();
    assert!(shown.says_the_same(log.checkpoint()));
    assert_eq!(shown.cosignatures(&[again.key()]).unwrap().len(), 1);
    assert_eq!(again.read("../checkpoint").unwrap(), None);
    assert_eq!(
        again.read(&path.replace("checkpoint", "other")).unwrap(),
        None
    );
}

#[test]
fn a_rewound_log_is_not_cosigned() {
    let mut witness = having_seen(&log_of(300));
    let rewound = log_of(200);
    let refusal = refused(&mut witness, &rewound.request(0).unwrap());
    assert_eq!(
        (refusal.status(), refusal.body()),
        (Status::Conflict, "300\n".to_owned())
    );
    assert_eq!(conflict_size(refusal.body().as_bytes()), Some(300));
    let body = request(300, &[], rewound.checkpoint());
    let refusal = refused(&mut witness, &body);
    assert!(matches!(
        refusal,
        Refusal::Shrunk {
            old: 300,
            size: 200
        }
    ));
    assert_eq!(refusal.status().code(), 400);
    assert!(rewound.request(300).is_err());
}

#[test]
fn a_split_view_is_not_cosigned() {
    let mut witness = having_seen(&log_of(300));
    let body = other_log_of(300).request(300).unwrap();
    let refusal = refused(&mut witness, &body);
    assert!(matches!(refusal, Refusal::Split { size: 300 }));
    assert_eq!(refusal.status().code(), 422);
    let body = other_log_of(500).request(300).unwrap();
    let refusal = refused(&mut witness, &body);
    assert!(matches!(refusal, Refusal::Unproven(_)));
    assert_eq!(refusal.status().code(), 422);
}

#[test]
fn a_wrong_proof_is_not_believed() {
    let mut witness = having_seen(&log_of(300));
    let log = log_of(700);
    let body = String::from_utf8(log.request(300).unwrap()).unwrap();
    let first = body.lines().nth(1).unwrap();
    for wrong in [
        body.replacen(first, "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=", 1),
        body.replacen(&format!("{first}\n"), "", 1),
        body.replacen(first, &format!("{first}\n{first}"), 1),
    ] {
        let refusal = refused(&mut witness, wrong.as_bytes());
        assert_eq!(refusal.status(), Status::UnprocessableContent, "{refusal}");
    }
    assert!(witness.add_checkpoint(body.as_bytes(), NOW_S).is_ok());
}

#[test]
fn from_nothing_there_is_nothing_to_prove() {
    let log = log_of(300);
    let body = request(0, &[log.checkpoint().root()], log.checkpoint());
    let refusal = refused(&mut witness(1), &body);
    assert!(matches!(refusal, Refusal::NeedlessProof));
    assert_eq!(refusal.status().code(), 422);
}

#[test]
fn an_empty_log_with_a_root_is_not_cosigned() {
    let empty = SignedCheckpoint::sign(&signer(), 0, log_of(3).checkpoint().root()).unwrap();
    let refusal = refused(&mut witness(1), &request(0, &[], &empty));
    assert_eq!(refusal.status().code(), 422);
}

#[test]
fn an_unknown_log_is_not_cosigned() {
    let signer = LogSigner::new("example.org/unknown", &[9; 32]).unwrap();
    let log = Log::open(Memory::default(), signer).unwrap();
    let refusal = refused(&mut witness(1), &log.request(0).unwrap());
    assert_eq!(refusal.status().code(), 404);
}

#[test]
fn what_the_log_has_not_signed_is_not_cosigned() {
    let impostor = LogSigner::new("example.org/chronicle", &[9; 32]).unwrap();
    let log = Log::open(Memory::default(), impostor).unwrap();
    let refusal = refused(&mut witness(1), &log.request(0).unwrap());
    assert_eq!(refusal.status().code(), 403);
    let body = String::from_utf8(log_of(300).request(0).unwrap()).unwrap();
    let refusal = refused(
        &mut witness(1),
        body.replace("\n300\n", "\n301\n").as_bytes(),
    );
    assert_eq!(refusal.status().code(), 403);
}

#[test]
fn a_malformed_request_is_refused() {
    let body = String::from_utf8(log_of(300).request(0).unwrap()).unwrap();
    for wrong in [
        String::new(),
        body.replacen("old 0", "old 00", 1),
        body.replacen("old 0", "old -1", 1),
        body.replacen("old 0", "new 0", 1),
        body.replacen("old 0\n", "", 1),
        body.replacen("old 0\n", "old 0\nAAAA\n", 1),
        body.replacen(
            "old 0\n",
            &format!(
                "old 0\n{}",
                "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n".repeat(64)
            ),
            1,
        ),
        body.replacen("\n\n", "\n", 1),
        body.trim_end().to_owned(),
        body.split_once("\n\n").unwrap().0.to_owned(),
        body.replace("\n300\n", "\n0300\n"),
    ] {
        let refusal = refused(&mut witness(1), wrong.as_bytes());
        assert_eq!(refusal.status(), Status::BadRequest, "{wrong}");
    }
    assert_eq!(
        refused(&mut witness(1), b"\xff").status(),
        Status::BadRequest
    );
}

#[test]
fn a_witness_that_cannot_read_what_it_remembers_signs_nothing() {
    let log = log_of(300);
    let mut disk = having_seen(&log).close();
    disk.files.values_mut().next().unwrap()[30] ^= 1;
    let mut witness = Witness::open(disk, witness_signer(1), [key()]).unwrap();
    let refusal = refused(&mut witness, &log.request(300).unwrap());
    assert_eq!(refusal.status().code(), 500);
    assert!(matches!(
        witness.add_checkpoint(b"", 0),
        Err(Refusal::NoTime)
    ));
}

#[test]
fn an_answer_that_is_no_cosignature_of_a_known_witness_is_not_attached() {
    let mut log = log_of(300);
    let answer = witness(1)
        .add_checkpoint(&log.request(0).unwrap(), NOW_S)
        .unwrap();
    let text = String::from_utf8(answer.clone()).unwrap();
    let before = log.checkpoint().to_bytes();
    assert!(attach(&mut log, &answer, &[witness_signer(2).key()]).is_err());
    for wrong in [
        String::new(),
        "\n".to_owned(),
        text.trim_end().to_owned(),
        text.replacen("— ", "- ", 1),
        format!("a line more\n\n{text}"),
        format!("\n{text}"),
    ] {
        let attached = attach(&mut log, wrong.as_bytes(), &[witness_signer(1).key()]);
        assert!(attached.is_err(), "{wrong:?}");
    }
    let other = witness(1).add_checkpoint(&other_log_of(300).request(0).unwrap(), NOW_S);
    assert!(attach(&mut log, &other.unwrap(), &[witness_signer(1).key()]).is_err());
    assert_eq!(log.checkpoint().to_bytes(), before);
    assert!(log.cosigned().is_none());
    let unknown = witness(2).add_checkpoint(&log.request(0).unwrap(), NOW_S);
    let both = [unknown.unwrap(), answer].concat();
    attach(&mut log, &both, &[witness_signer(1).key()]).unwrap();
    assert_eq!(log.checkpoint().others(), 1);
}

#[test]
fn the_cosigned_checkpoint_stays_when_the_log_grows() {
    let mut log = log_of(300);
    cosigned(&mut log, [1]);
    log.append(300, &entries(300, 301)).unwrap();
    assert_eq!(log.checkpoint().others(), 0);
    let log = Log::open(log.close(), signer()).unwrap();
    let seen = log.cosigned().unwrap();
    assert_eq!((seen.size(), seen.others()), (300, 1));
    let policy = Policy::new(vec![witness_signer(1).key()], 1).unwrap();
    let proof = log.proof_under(seen, 299).unwrap().to_string();
    assert!(verify(&entry(299), proof.as_bytes(), &key(), &policy).is_ok());
    let proof = log.proof(299).unwrap().to_string();
    assert!(verify(&entry(299), proof.as_bytes(), &key(), &policy).is_err());
}

#[test]
fn an_answer_that_comes_late_is_kept_unless_a_larger_log_is_cosigned() {
    let (first, second) = (witness_signer(1).key(), witness_signer(2).key());
    let mut log = log_of(300);
    let small = log.checkpoint().clone();
    let late = log.request(0).unwrap();
    log.append(300, &entries(300, 400)).unwrap();
    let answer = witness(1).add_checkpoint(&late, NOW_S).unwrap();
    let kept = log.attach(&small, &answer, &[first]).unwrap();
    assert_eq!((kept.size(), kept.others()), (300, 1));
    assert_eq!(
        (log.cosigned().unwrap().size(), log.checkpoint().others()),
        (300, 0)
    );
    cosigned(&mut log, [1]);
    assert_eq!(log.cosigned().unwrap().size(), 400);
    let answer = witness(2).add_checkpoint(&late, NOW_S).unwrap();
    log.attach(&small, &answer, &[second]).unwrap();
    assert_eq!(log.cosigned().unwrap().size(), 400);
}

#[test]
fn a_checkpoint_of_another_log_gets_no_cosignature_here() {
    let mut log = log_of(300);
    let other = LogSigner::new("example.org/other", &[9; 32]).unwrap();
    let mut witness = Witness::open(Memory::default(), witness_signer(1), [other.key()]).unwrap();
    let other = Log::open(Memory::default(), other).unwrap();
    let answer = witness
        .add_checkpoint(&other.request(0).unwrap(), NOW_S)
        .unwrap();
    assert!(
        log.attach(other.checkpoint(), &answer, &[witness.key()])
            .is_err()
    );
}

#[test]
fn a_log_that_was_put_back_from_a_copy_does_not_go_on_behind_its_witnesses() {
    let mut log = log_of(300);
    cosigned(&mut log, [1]);
    let cosigned = log.disk().files["cosigned"].clone();
    let mut copy = log_of(200).close();
    copy.files.insert("cosigned".to_owned(), cosigned);
    let fault = Log::open(copy, signer()).err().unwrap();
    assert_eq!(
        fault.to_string(),
        "the log has 200 entries, but had 300 when it was cosigned"
    );
}

/// The answer of a witness that signs this text at this time, whatever the text is.
fn signs(text: &[u8], time_s: u64) -> Vec<u8> {
    let signer = witness_signer(1);
    let mut note = signed_note::Note::new(text, &[]).unwrap();
    note.add_sigs(&[&signer.at(time_s)]).unwrap();
    note.to_bytes()[text.len() + 1..].to_vec()
}

#[test]
fn a_cosignature_without_a_time_or_of_more_than_the_checkpoint_is_not_attached() {
    let mut log = log_of(300);
    let witnesses = [witness_signer(1).key()];
    let note = String::from_utf8(log.checkpoint().to_bytes()).unwrap();
    let text = note.split_once("\n\n").unwrap().0.to_owned() + "\n";
    for time_s in [0, u64::MAX] {
        let answer = signs(text.as_bytes(), time_s);
        assert!(attach(&mut log, &answer, &witnesses).is_err(), "{time_s}");
    }
    let more = [
        &b"more\n\n"[..],
        &signs(format!("{text}\nmore\n").as_bytes(), NOW_S),
    ]
    .concat();
    assert!(attach(&mut log, &more, &witnesses).is_err());
    assert!(attach(&mut log, &signs(text.as_bytes(), NOW_S), &witnesses).is_ok());
}
