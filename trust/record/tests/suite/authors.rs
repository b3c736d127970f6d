//! What authors sign themselves.

use secta_record::{
    ChainFlaw, Chains, Draft, DraftError, Head, Record, Whose, author, verify, verify_all,
};
use serde_json::json;

use crate::making::{chain, draft, forged, founding, next, signer};

fn signed(number: u64) -> Draft {
    let community = founding(1).id();
    let draft = draft(Some(community), "vote", number);
    draft.signed_by_author(&signer(9)).unwrap()
}

#[test]
fn an_authors_signature_holds_wherever_the_node_puts_the_act() {
    let records = chain(1, 3);
    for head in [None, Some(Head::of(&records[2]))] {
        let record = signed(5).sign(&signer(2), head).unwrap().into_record();
        assert!(verify(record).is_ok());
    }
}

#[test]
fn the_statement_is_the_envelope_without_what_is_the_nodes() {
    let record = signed(5).sign(&signer(2), None).unwrap();
    let statement = String::from_utf8(author::statement(record.envelope()).unwrap()).unwrap();
    let mut expected = record.envelope().to_value();
    for field in ["node", "seq", "previous", "evidence", "author_signature"] {
        expected.as_object_mut().unwrap().remove(field);
    }
    let text = secta_record::canonical::write(&expected).unwrap();
    assert_eq!(statement, format!("secta/author/1\n{text}"));
}

#[test]
fn a_node_can_neither_change_nor_sign_what_an_author_did_not_sign() {
    let changes: [fn(&mut Draft); 8] = [
        |draft| draft.community = None,
        |draft| draft.log = "wiki".into(),
        |draft| draft.kind = "unvote".into(),
        |draft| draft.time_ms += 1,
        |draft| draft.author = "@boris:example.org".into(),
        |draft| draft.author_key = Some(signer(8).public()),
        |draft| draft.references.push(founding(1).id().into()),
        |draft| drop(draft.extra.insert("later".into(), json!(1))),
    ];
    for (number, change) in changes.into_iter().enumerate() {
        let mut draft = signed(5);
        change(&mut draft);
        let record = forged(draft.clone(), 2, None);
        assert!(
            matches!(draft.sign(&signer(2), None), Err(DraftError::Forged(_))),
            "change {number}"
        );
        let verdicts = [verify(record.clone()), verify_all(vec![record]).remove(0)];
        for verdict in verdicts {
            assert_eq!(verdict.unwrap_err().whose, Whose::Author, "change {number}");
        }
    }
}

#[test]
fn a_node_cannot_record_one_statement_twice() {
    let founding = founding(1);
    let mut chains = Chains::any();
    chains.append(&founding).unwrap();
    let first = signed(5)
        .sign(&signer(1), Some(Head::of(&founding)))
        .unwrap();
    chains.append(&first).unwrap();
    let again = signed(5).sign(&signer(1), Some(Head::of(&first))).unwrap();
    let before = chains.clone();
    assert_eq!(
        chains.append(&again).unwrap_err().flaw,
        ChainFlaw::RepeatedStatement
    );
    assert_eq!(chains, before);
    chains.append(&next(1, &first, 6)).unwrap();
}

#[test]
fn a_wrong_nodes_signature_is_told_from_a_wrong_authors() {
    let record = signed(5).sign(&signer(2), None).unwrap().into_record();
    let other = signed(6).sign(&signer(2), None).unwrap();
    let record = Record::read(record.text(), other.signature(), None).unwrap();
    assert_eq!(verify(record).unwrap_err().whose, Whose::Node);
}
