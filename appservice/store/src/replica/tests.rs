use super::Replica;

#[test]
fn a_copy_has_after_a_restart_what_it_was_given_to_keep() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.sqlite");
    let replica = Replica::open(&path).expect("a copy");
    let all = [b"a".to_vec(), b"b".to_vec(), b"c".to_vec()];
    replica.keep(0, &all[..2]).expect("kept");
    replica.keep(1, &all[1..]).expect("kept once");
    replica
        .add_drafts(&[b"d".to_vec(), b"e".to_vec()])
        .expect("kept");
    replica.add_wish("add somebody").expect("kept");
    replica.set("name", "old").expect("set");
    replica.set("name", "new").expect("set");
    drop(replica);
    let again = Replica::open(&path).expect("again");
    assert_eq!(again.entries().expect("entries"), all);
    let drafts = again.drafts().expect("drafts");
    assert_eq!(drafts.len(), 2);
    again.drop_draft(drafts[0].0).expect("dropped");
    assert_eq!(again.drafts().expect("drafts"), drafts[1..]);
    let wishes = again.wishes().expect("wishes");
    assert_eq!(wishes[0].1, "add somebody");
    again.drop_wish(wishes[0].0).expect("dropped");
    assert!(again.wishes().expect("wishes").is_empty());
    assert_eq!(again.setting("name").expect("one").as_deref(), Some("new"));
    assert_eq!(again.setting("other").expect("none"), None);
}
