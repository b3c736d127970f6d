//! Whose word a proof is.

use secta_bot_chronicle::log::{LogSigner, Policy, ProofFile, VerifyFault, WitnessKey, verify};

use crate::making::{NOW_S, cosigned, entry, key, log_of, other_log_of, witness_signer};

fn policy(numbers: &[u8], required: usize) -> Policy {
    let keys = numbers.iter().map(|number| witness_signer(*number).key());
    Policy::new(keys.collect(), required).unwrap()
}

#[test]
fn the_witnesses_and_their_times_are_told() {
    let mut log = log_of(9);
    cosigned(&mut log, [1, 2, 3]);
    let proof = log.proof(4).unwrap().to_string();
    let proven = verify(&entry(4), proof.as_bytes(), &key(), &policy(&[1, 3, 4], 2)).unwrap();
    let names: Vec<&str> = proven.cosigned.iter().map(|by| by.witness.name()).collect();
    assert_eq!(names, ["witness.example/w1", "witness.example/w3"]);
    assert!(proven.cosigned.iter().all(|by| by.time_s == NOW_S));
}

#[test]
fn too_few_witnesses_are_not_enough() {
    let mut log = log_of(9);
    cosigned(&mut log, [1, 2]);
    let proof = log.proof(4).unwrap().to_string();
    let fault = verify(&entry(4), proof.as_bytes(), &key(), &policy(&[1, 3, 4], 2)).unwrap_err();
    let expected = "1 of the witnesses have cosigned, but 2 are required";
    assert_eq!(fault.to_string(), expected);
}

#[test]
fn one_witness_who_signs_twice_is_one() {
    let mut log = log_of(9);
    cosigned(&mut log, [1]);
    let mut file = log.proof(4).unwrap();
    let line = String::from_utf8(file.checkpoint.clone()).unwrap();
    let line = line.lines().last().unwrap().to_owned() + "\n";
    file.checkpoint.extend(line.as_bytes());
    let proof = file.to_string();
    let verdict = verify(&entry(4), proof.as_bytes(), &key(), &policy(&[1, 2], 2));
    assert!(matches!(
        verdict,
        Err(VerifyFault::Witnesses {
            found: 1,
            required: 2
        })
    ));
}

#[test]
fn a_wrong_signature_of_a_known_witness_spoils_the_proof() {
    let mut log = log_of(9);
    cosigned(&mut log, [1]);
    let mut other = other_log_of(9);
    cosigned(&mut other, [2]);
    let mut file = log.proof(4).unwrap();
    let foreign = String::from_utf8(other.checkpoint().to_bytes()).unwrap();
    let line = foreign.lines().last().unwrap().to_owned() + "\n";
    file.checkpoint.extend(line.as_bytes());
    let proof = file.to_string();
    assert!(verify(&entry(4), proof.as_bytes(), &key(), &policy(&[1], 1)).is_ok());
    let verdict = verify(&entry(4), proof.as_bytes(), &key(), &policy(&[1, 2], 1));
    let expected = "its checkpoint: the signature of witness.example/w2 is wrong";
    assert_eq!(verdict.unwrap_err().to_string(), expected);
}

#[test]
fn another_entry_another_index_and_another_log_are_not_proven() {
    let log = log_of(9);
    let file = log.proof(4).unwrap();
    let none = Policy::none();
    let text = file.to_string();
    assert!(verify(b"entry 5", text.as_bytes(), &key(), &none).is_err());
    let moved = ProofFile { index: 5, ..file };
    assert!(verify(&entry(4), moved.to_string().as_bytes(), &key(), &none).is_err());
    let stranger = LogSigner::new("example.org/chronicle", &[9; 32]).unwrap();
    assert!(verify(&entry(4), text.as_bytes(), &stranger.key(), &none).is_err());
    let stranger = LogSigner::new("example.org/other", &[7; 32]).unwrap();
    let fault = verify(&entry(4), text.as_bytes(), &stranger.key(), &none).unwrap_err();
    assert!(
        fault.to_string().contains("not of \"example.org/other\""),
        "{fault}"
    );
}

#[test]
fn extra_data_is_carried_and_proves_nothing() {
    let mut file = log_of(9).proof(4).unwrap();
    file.extra = Some(b"page 12".to_vec());
    let proven = verify(
        &entry(4),
        file.to_string().as_bytes(),
        &key(),
        &Policy::none(),
    )
    .unwrap();
    assert_eq!(proven.extra.unwrap(), b"page 12");
}

#[test]
fn keys_are_read_as_they_are_written() {
    let key = key();
    assert_eq!(
        secta_bot_chronicle::log::LogKey::parse(&key.to_string()),
        Ok(key.clone())
    );
    let witness = witness_signer(1).key();
    assert_eq!(WitnessKey::parse(&witness.to_string()), Ok(witness.clone()));
    assert!(WitnessKey::parse(&key.to_string()).is_err());
    let text = witness.to_string();
    for wrong in [
        text.replace('w', "v"),
        text.to_uppercase(),
        text.clone() + "=",
        format!(" {text}"),
    ] {
        assert!(WitnessKey::parse(&wrong).is_err(), "{wrong}");
    }
    let id = text.split('+').nth(1).unwrap();
    let fault = WitnessKey::parse(&text.replacen(id, "00000001", 1)).unwrap_err();
    assert!(
        fault.to_string().starts_with("its id is 00000001"),
        "{fault}"
    );
    // A key from the specification of signed notes.
    let known = "example.com/foo+530d903a+AekyeRrm56hApGFkyQR4ZCbV54Id2LKaANYcrnKv3U2k";
    let parsed = secta_bot_chronicle::log::LogKey::parse(known).unwrap();
    assert_eq!(
        (parsed.name(), parsed.to_string().as_str()),
        ("example.com/foo", known)
    );
}

#[test]
fn a_name_that_could_not_stand_in_a_signature_line_is_refused() {
    for name in ["", "a b", "a+b", "a\nb", "a\u{7f}b", "a\u{2003}b"] {
        assert!(LogSigner::new(name, &[7; 32]).is_err(), "{name:?}");
    }
}
