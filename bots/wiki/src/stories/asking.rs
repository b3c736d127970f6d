use super::world::World;

#[test]
fn a_page_is_asked_of_the_view() {
    let mut world = World::new();
    for (said, part) in [
        ("!вики Устав", r#"{"about":"page","title":"Устав"}"#),
        ("!вики [[Устав]]", r#"{"about":"page","title":"Устав"}"#),
        ("!wiki Устав", r#"{"about":"page","title":"Устав"}"#),
        ("!вики", r#"{"about":"wiki"}"#),
        (
            "!вики история Устав",
            r#"{"about":"history","title":"Устав"}"#,
        ),
        (
            "!вики найти как  вступить",
            r#"{"about":"find","words":"как вступить"}"#,
        ),
        (
            "!вики править Устав",
            r#"{"about":"source","title":"Устав"}"#,
        ),
    ] {
        world.says("zoe", said);
        assert_eq!(world.answer(), part, "{said}");
    }
    assert_eq!(world.revisions(), []);
    world.story.check();
}

#[test]
fn a_title_that_is_none_is_explained() {
    let mut world = World::new();
    for (typed, part) in [
        ("Устав/..", "«..»"),
        ("Уcтав", "разных алфавитов"),
        ("а|б", "«|»"),
        (&"а".repeat(300), "300 знаков, а можно не больше 120"),
    ] {
        world.says("boris", &format!("!вики {typed}"));
        let answer = world.answer();
        assert!(answer.contains(part), "{typed}: {answer}");
    }
    world.says("boris", "!вики править");
    assert!(world.answer().contains("Какая страница?"));
    world.says("boris", "!вики найти");
    assert!(world.answer().contains("Что искать?"));
    world.story.check();
}

#[test]
fn a_discussion_is_begun_once() {
    let mut world = World::new();
    world.says("zoe", "!вики обсудить Устав");
    assert!(world.answer().contains("может менять страницу"));
    world.says("boris", "!вики обсудить Устав");
    let sent = world.sent();
    let texts: Vec<&str> = sent.iter().map(|sent| sent.text()).collect();
    assert!(
        texts.iter().any(|text| text.contains(r#""about":"talk""#)),
        "{texts:?}"
    );
    world.says("clara", "!вики обсудить Устав");
    assert!(world.answer().contains("matrix.to"));
    world.story.check();
}
