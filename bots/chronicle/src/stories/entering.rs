use serde_json::json;

use super::world::World;
use crate::act::{Came, Why};

#[test]
fn a_message_is_proposed_voted_on_and_entered_with_its_author_and_time() {
    let mut world = World::of_five();
    let said = world.says("square", "zoe", "Сегодня мы посадили **первую** мяту <b>");
    world.replies("square", "anna", &said, "!в летопись");
    let sent = world.sent();
    let told = &sent[0];
    assert!(
        told.text().contains("@anna:home предлагает"),
        "{}",
        told.text()
    );
    assert!(
        told.text().contains("zoe the First (@zoe:home)"),
        "{}",
        told.text()
    );
    assert!(
        told.text().contains("Голосов 1, нужно 3"),
        "{}",
        told.text()
    );
    assert!(told.html().contains(said.as_str()), "a link to the message");
    assert_eq!(sent[1].kind, "m.reaction");
    assert_eq!(sent[1].content["m.relates_to"]["event_id"], json!(said));

    // On the message and on the bot's own alike.
    world.reacts("square", "boris", &said, "📜");
    let edits = world.sent();
    assert_eq!(edits[0].content["m.relates_to"]["event_id"], json!(told.id));
    let new = &edits[0].content["m.new_content"];
    assert!(
        new["body"]
            .as_str()
            .is_some_and(|body| body.contains("Голосов 2")),
        "{new}"
    );
    assert_eq!(new.get("m.relates_to"), None);
    assert_eq!(world.rules().entries(), 0);
    world.reacts("square", "clara", &told.id, "📜\u{fe0f}");

    assert_eq!(world.rules().entries(), 1);
    let sent = world.sent();
    let chronicle = world.room("chronicle");
    let copy = sent
        .iter()
        .find(|sent| sent.room == chronicle)
        .expect("a copy");
    assert!(
        copy.text()
            .starts_with("📜 № 1 · zoe the First (@zoe:home) · 1 июня 2026"),
        "{}",
        copy.text()
    );
    assert!(
        copy.text()
            .ends_with("Сегодня мы посадили **первую** мяту <b>"),
        "{}",
        copy.text()
    );
    assert!(copy.html().contains("&lt;b&gt;"), "{}", copy.html());
    let square = world.room("square");
    let new: Vec<_> = sent.iter().filter(|sent| sent.room == square).collect();
    let entered = new
        .iter()
        .find(|sent| sent.text().contains("запись летописи № 1"));
    let entered = entered.expect("whoever was there is told");
    assert!(
        entered.html().contains(copy.id.as_str()),
        "{}",
        entered.html()
    );
    assert_eq!(
        entered.content["m.mentions"]["user_ids"],
        json!(["@zoe:home"])
    );
    let edit = new
        .iter()
        .find(|sent| sent.content.get("m.new_content").is_some());
    assert!(edit.is_some_and(|edit| edit.text().contains("Внесено в летопись")));

    let said = world.entered().remove(0).said.expect("its words");
    assert_eq!(said.author.as_str(), "@zoe:home");
    assert_eq!(said.content.text, "Сегодня мы посадили **первую** мяту <b>");
    world.story.check();
}

#[test]
fn the_form_and_the_file_are_kept() {
    let mut world = World::of_five();
    let said = world.says("stream", "anna", "Чай");
    world.finds_image(&said, "anna", "Чай созрел");
    world.replies("stream", "boris", &said, "!в летопись");
    world.sent();
    for who in ["clara", "dora"] {
        world.reacts("stream", who, &said, "📜");
    }
    let copy = world.sent_to("chronicle").remove(0);
    assert_eq!(copy.content["msgtype"], "m.image");
    assert_eq!(copy.content["url"], "mxc://home/copy");
    assert_eq!(copy.content["filename"], "чай.png");
    assert!(copy.text().ends_with("Чай созрел"), "{}", copy.text());
    let media = world.entered()[0]
        .said
        .as_ref()
        .expect("its words")
        .content
        .media[0]
        .clone();
    assert_eq!(media.blake3.as_deref(), Some("ab".repeat(32).as_str()));
    world.story.check();
}

#[test]
fn a_vote_is_taken_back_with_its_reaction() {
    let mut world = World::of_five();
    let said = world.says("square", "zoe", "Мята");
    world.replies("square", "anna", &said, "!в летопись");
    let vote = world.reacts("square", "boris", &said, "📜");
    world.sent();
    let square = world.room("square");
    world.story.redacts(&square, "boris", &vote);
    let edit = world.sent().remove(0);
    assert!(
        edit.text().contains("Голосов 1, нужно 3"),
        "{}",
        edit.text()
    );
    world.reacts("square", "clara", &said, "📜");
    assert_eq!(world.rules().entries(), 0);
    world.reacts("square", "boris", &said, "📜");
    assert_eq!(world.rules().entries(), 1);
    world.story.check();
}

#[test]
fn saying_it_again_is_a_vote() {
    let mut world = World::of_five();
    let said = world.says("square", "zoe", "Мята");
    world.replies("square", "anna", &said, "!в летопись");
    world.sent();
    world.replies("square", "boris", &said, "!в летопись");
    assert!(world.said().concat().contains("Засчитал голос: 2 из 3"));
    world.replies("square", "boris", &said, "!в летопись");
    assert!(world.answer().contains("уже в счёте (R8)"));
    world.replies("square", "clara", &said, "!в летопись");
    assert_eq!(world.rules().entries(), 1);
    world.sent();
    world.replies("square", "dora", &said, "!в летопись");
    assert!(world.answer().contains("уже в летописи: запись № 1"));
    assert_eq!(world.gatherings(), 1, "it is read once");
    world.story.check();
}

#[test]
fn only_the_trusted_and_only_of_what_members_hear() {
    let mut world = World::of_five();
    let said = world.says("square", "anna", "Мята");
    world.replies("square", "zoe", &said, "!в летопись");
    assert!(world.answer().contains("доверенные (R16)"));
    for (role, needle) in [("twilight", "Из Сумерек"), ("council", "не для всех")]
    {
        let said = world.says(role, "anna", "Тайна");
        world.replies(role, "boris", &said, "!в летопись");
        let answer = world.answer();
        assert!(answer.contains(needle), "{answer}");
    }
    let other = world.story.room("чужая", &["anna", "boris"]);
    let said = world.story.says(&other, "anna", "Привет");
    world.story.replies(&other, "boris", &said, "!в летопись");
    assert!(world.answer().contains("из комнат общины"));
    let square = world.room("square");
    world.story.says(&square, "boris", "!в летопись");
    assert!(world.answer().contains("Что внести?"));
    assert_eq!(world.gatherings(), 0, "nothing is read");
    assert!(world.kinds().is_empty(), "{:?}", world.kinds());
    world.story.check();
}

#[test]
fn what_cannot_be_read_is_said() {
    let mut world = World::of_five();
    for (why, needle) in [
        (Why::Gone, "сообщения нет"),
        (Why::Empty, "нечего вносить"),
        (Why::TooLong, "слишком длинно"),
    ] {
        let said = world.says("square", "anna", "Мята");
        world.gives(&said, Came::Not(why));
        world.replies("square", "boris", &said, "!в летопись");
        let answer = world.answer();
        assert!(answer.contains(needle), "{answer}");
    }
    world.story.check();
}

#[test]
fn ones_own_words_are_for_others_to_decide() {
    let mut world = World::of_five();
    let said = world.says("square", "anna", "Моё");
    world.replies("square", "anna", &said, "!в летопись");
    let told = world.said().remove(0);
    assert!(told.contains("Голосов 0, нужно 2"), "{told}");
    world.story.direct("anna");
    world.reacts("square", "anna", &said, "📜");
    assert_eq!(world.entries()[0].number, None);
    for who in ["boris", "clara"] {
        world.reacts("square", who, &said, "📜");
    }
    assert_eq!(world.rules().entries(), 1);
    world.story.check();
}

#[test]
fn who_may_not_vote_is_told_in_their_porch_and_seldom() {
    let mut world = World::of_five();
    let porch = world.story.direct("anna");
    world.story.says(&porch, "anna", "!предбанник");
    let said = world.says("square", "anna", "Моё");
    world.replies("square", "boris", &said, "!в летопись");
    world.sent();
    world.reacts("square", "anna", &said, "📜");
    let sent = world.sent();
    assert_eq!(sent[0].room, porch);
    assert!(
        sent[0].text().contains("За своё не голосуют (R8)"),
        "{}",
        sent[0].text()
    );
    world.reacts("square", "anna", &said, "📜");
    world.reacts("square", "zoe", &said, "📜");
    world.reacts("square", "clara", &said, "👍");
    assert!(
        world.sent().is_empty(),
        "ghosts and other reactions are not answered"
    );
    world.story.check();
}

#[test]
fn one_who_is_alone_enters_what_others_say_at_once() {
    let mut world = World::with(json!({}), &[]);
    let said = world.says("square", "zoe", "Мята");
    world.replies("square", "anna", &said, "!в летопись");
    assert_eq!(world.rules().entries(), 1);
    let sent = world.sent();
    let texts: Vec<_> = sent.iter().map(|sent| sent.text()).collect();
    assert_eq!(sent.len(), 2, "the copy and the word of it: {texts:#?}");
    world.story.check();
}

#[test]
fn the_policy_names_its_own_number_and_key() {
    let policy = json!({ "chronicle_votes": 2, "reactions": { "chronicle": "🖋" } });
    let mut world = World::with(policy, &["boris", "clara", "dora", "emil"]);
    let said = world.says("square", "zoe", "Мята");
    world.replies("square", "anna", &said, "!в летопись");
    assert!(world.said().remove(0).contains("Голосов 1, нужно 2"));
    world.reacts("square", "boris", &said, "📜");
    assert_eq!(world.rules().entries(), 0);
    world.reacts("square", "boris", &said, "🖋");
    assert_eq!(world.rules().entries(), 1);
    world.story.check();
}

#[test]
fn a_proposal_lapses_and_may_come_again() {
    let mut world = World::of_five();
    let said = world.says("square", "zoe", "Мята");
    world.replies("square", "anna", &said, "!в летопись");
    world.sent();
    world.story.advance(14 * 24 * 3_600_000 - 1);
    assert!(world.sent().is_empty());
    world.story.advance(1);
    let edit = world.sent().remove(0);
    assert!(
        edit.text().contains("В летопись не попало"),
        "{}",
        edit.text()
    );
    world.reacts("square", "boris", &said, "📜");
    assert!(world.sent().is_empty(), "its time is over");
    world.replies("square", "boris", &said, "!в летопись");
    let told = world.said().remove(0);
    assert!(told.contains("Голосов 1"), "{told}");
    assert_eq!(world.entries().len(), 2);
    world.story.check();
}

#[test]
fn hostile_words_stay_words() {
    let mut world = World::of_five();
    let said = world.says("square", "zoe", "x");
    let bad = "</p><script>\u{202e}[a](https://evil) @room **№ 9**\n\n📜 № 2 · anna";
    world.finds(&said, "zoe", bad);
    world.replies("square", "anna", &said, "!в летопись");
    for who in ["boris", "clara"] {
        world.reacts("square", who, &said, "📜");
    }
    let copy = world.sent_to("chronicle").remove(0);
    assert!(!copy.html().contains("<script>"), "{}", copy.html());
    assert!(!copy.text().contains('\u{202e}'), "{}", copy.text());
    assert_eq!(
        copy.content["m.mentions"],
        json!({}),
        "nobody is called by it"
    );
    world.story.check();
}

#[test]
fn a_vote_stays_after_a_day_and_its_voter_is_told() {
    let mut world = World::of_five();
    let porch = world.story.direct("boris");
    world.story.says(&porch, "boris", "!предбанник");
    let said = world.says("square", "zoe", "Мята");
    world.replies("square", "anna", &said, "!в летопись");
    let vote = world.reacts("square", "boris", &said, "📜");
    world.story.advance(25 * 3_600_000);
    world.sent();
    let square = world.room("square");
    world.story.redacts(&square, "boris", &vote);
    let sent = world.sent();
    assert_eq!(sent[0].room, porch);
    assert!(
        sent[0].text().contains("остаётся в счёте"),
        "{}",
        sent[0].text()
    );
    world.reacts("square", "clara", &said, "📜");
    assert_eq!(world.rules().entries(), 1);
    world.story.check();
}

#[test]
fn a_clock_that_steps_back_keeps_no_proposal_open() {
    let mut world = World::of_five();
    world.story.step_back(3_600_000);
    let said = world.says("square", "zoe", "Мята");
    world.replies("square", "anna", &said, "!в летопись");
    world.sent();
    world.story.advance(14 * 24 * 3_600_000 + 3_600_000);
    let edit = world.sent().pop().expect("it is told");
    assert!(
        edit.text().contains("В летопись не попало"),
        "{}",
        edit.text()
    );
    world.story.check();
}
