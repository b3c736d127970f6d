use super::*;

fn key(n: u8) -> MemberKey {
    MemberKey::from_secret(&[n; 32]).expect("a key")
}

#[test]
fn a_key_comes_back_from_its_file_with_comments_around_it() {
    let text = format!("# made today\n\n  {}\r\n", key(1).to_line());
    let again = MemberKey::read(&text).expect("a key");
    assert_eq!(again.member(), key(1).member());
    assert!(key(1).to_line().starts_with("AGE-SECRET-KEY-1"));
    assert_eq!(
        MemberKey::read("# nothing").err(),
        Some(KeyFault::NoIdentity)
    );
    let two = format!("{}\n{}\n", key(1).to_line(), key(2).to_line());
    assert_eq!(MemberKey::read(&two).err(), Some(KeyFault::Several));
    let short = &key(1).to_line()[..40];
    assert_eq!(MemberKey::read(short).err(), Some(KeyFault::NoIdentity));
}

#[test]
fn age_reads_the_same_key_and_wraps_for_the_same_recipient() {
    let identity: x25519::Identity = key(1).to_line().parse().expect("age's key");
    let recipient = key(1).member().recipient().expect("a recipient");
    assert_eq!(identity.to_public().to_string(), recipient.to_string());
}

#[test]
fn a_public_part_comes_back_and_a_mistyped_letter_is_noticed() {
    let text = key(1).member().to_string();
    assert!(text.starts_with("secta-member1"), "{text}");
    assert_eq!(text.parse(), Ok(key(1).member()));
    assert_eq!(format!(" {text}\n").parse(), Ok(key(1).member()));
    let last = text.len() - 1;
    for at in 13..last {
        let mut letters: Vec<u8> = text.clone().into_bytes();
        letters[at] = if letters[at] == b'q' { b'p' } else { b'q' };
        let wrong = String::from_utf8(letters).expect("letters");
        assert_eq!(wrong.parse::<Member>(), Err(KeyFault::NoMember), "{at}");
    }
    assert_eq!("secta-member1".parse::<Member>(), Err(KeyFault::NoMember));
    let other = key(1).member().recipient().expect("one").to_string();
    assert_eq!(other.parse::<Member>(), Err(KeyFault::NoMember));
}

#[test]
fn a_key_that_anybody_can_sign_for_is_refused() {
    let mut all = key(1).member().to_bytes();
    all[..32].fill(0);
    all[0] = 1;
    assert_eq!(Member::of_bytes(&all), Err(KeyFault::Weak));
}

#[test]
fn a_key_never_shows_its_secret() {
    let shown = format!("{:?}", key(0x5a));
    assert!(!shown.contains("5a5a5a") && !shown.contains("SECRET"));
}
