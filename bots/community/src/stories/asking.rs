use secta_bot_kit::when::DAY_MS;

use super::world::World;
use crate::memory::Role;

fn asks(world: &mut World, who: &str, text: &str) -> String {
    let porch = world.porch(who);
    world.story.sent();
    world.story.says(&porch, who, text);
    world.story.answer()
}

#[test]
fn a_rank_is_told_with_index_and_invitations() {
    let mut world = World::with_trusted(&["boris"]);
    let answer = asks(&mut world, "anna", "!ранг @boris:home");
    assert!(
        answer.contains("доверенный") && answer.contains("@boris:home"),
        "{answer}"
    );
    let answer = asks(&mut world, "anna", "!ранг");
    assert!(answer.contains("@anna:home"), "{answer}");
    let answer = asks(&mut world, "anna", "!rank @nobody:home");
    assert!(answer.contains("newcomer"), "{answer}");
    world.story.check();
}

#[test]
fn why_tells_the_numbers_of_an_item() {
    let mut world = World::with_trusted(&["boris"]);
    world.comes("clara");
    let candidate = world.candidate("clara", "Здравствуйте");
    let twilight = world.room(Role::Twilight);
    world
        .story
        .replies(&twilight, "anna", &candidate, "!почему");
    let answer = world.story.answer();
    assert!(
        answer.contains("R4") && answer.contains("нужно 2") && answer.contains("версии 1"),
        "{answer}"
    );
    world.story.says(&twilight, "anna", "!почему");
    assert!(world.story.answer().contains("О чём рассказать"));
    world.story.check();
}

#[test]
fn the_rules_are_told_with_todays_magic_number() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    let answer = asks(&mut world, "anna", "!правила");
    assert!(answer.contains("Магическое число сегодня: 2"), "{answer}");
    assert!(answer.contains("2 дня"), "{answer}");
    world.story.check();
}

#[test]
fn the_council_decides_on_supertags_and_posts_are_found_by_them() {
    let mut world = World::with_trusted(&["boris"]);
    let answer = asks(&mut world, "anna", "!супертег Космос");
    assert!(answer.contains("определение через черту"), "{answer}");
    let answer = asks(&mut world, "anna", "!супертег Космос | мало");
    assert!(
        answer.contains("4 знака") && answer.contains("R12"),
        "{answer}"
    );
    let porch = world.porch("anna");
    world.story.says(
        &porch,
        "anna",
        "!супертег Космос | Всё о звёздах, планетах и полётах | астрономия",
    );
    let said = world.said_in(Role::Council);
    assert!(said[0].text().contains("Космос"), "{said:#?}");
    let proposal = said[0].id.clone();
    world.reacts(Role::Council, "boris", &proposal, "👍");
    assert_eq!(
        world.rules().supertags().len(),
        1,
        "{:#?}",
        world.said_in(Role::Council)
    );
    let answer = asks(&mut world, "boris", "!теги");
    assert!(
        answer.contains("Космос") && answer.contains("астрономия"),
        "{answer}"
    );
    let stream = world.room(Role::Stream);
    let post = world
        .story
        .says(&stream, "boris", "Комета летит! #астрономия #кометы");
    let answer = asks(&mut world, "anna", "!лента космос кометы");
    assert!(
        answer.contains(post.as_str()) && answer.contains("Комета летит"),
        "{answer}"
    );
    let answer = asks(&mut world, "anna", "!лента пирожки");
    assert!(answer.contains("постов нет"), "{answer}");
    world.story.check();
}

#[test]
fn a_proposal_nobody_wants_lapses() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    let porch = world.porch("anna");
    world.story.says(
        &porch,
        "anna",
        "!супертег Мыло | Всё о мыле, его варке и его запахе",
    );
    world.story.sent();
    world.story.advance(15 * DAY_MS);
    let said = world.said_in(Role::Council);
    assert!(
        said.iter().any(|sent| sent.text().contains("Не принято")),
        "{said:#?}"
    );
    world.story.check();
}

#[test]
fn open_cases_and_the_log_are_listed() {
    let mut world = World::with_trusted(&["boris", "clara"]);
    assert!(asks(&mut world, "anna", "!дела совета").contains("нет"));
    assert!(asks(&mut world, "anna", "!журнал").contains("пуст"));
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "clara", "Спорный пост");
    world.reacts(Role::Stream, "anna", &post, "🔇");
    let answer = asks(&mut world, "boris", "!дела");
    assert!(
        answer.contains("@clara:home") && answer.contains("R10"),
        "{answer}"
    );
    let council = world.room(Role::Council);
    assert!(answer.contains(council.as_str()), "{answer}");
    world.comes("zoe");
    let answer = asks(&mut world, "zoe", "!дела");
    assert!(
        answer.contains("@clara:home") && !answer.contains(council.as_str()),
        "{answer}"
    );
    let answer = asks(&mut world, "boris", "!журнал");
    assert!(answer.contains("дело открыто"), "{answer}");
    world.story.check();
}

#[test]
fn wallets_are_checked_and_shown_in_thanks() {
    let mut world = World::with_trusted(&["boris"]);
    let answer = asks(
        &mut world,
        "boris",
        "!кошелёк добавить btc 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNb",
    );
    assert!(answer.contains("контрольная сумма"), "{answer}");
    let answer = asks(
        &mut world,
        "boris",
        "!кошелёк добавить btc 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa",
    );
    assert!(answer.contains("записан"), "{answer}");
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "boris", "Полезный пост");
    world.story.sent();
    world.story.replies(&stream, "anna", &post, "!спасибо");
    assert!(world.story.answers()[0].contains("1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa"));
    asks(&mut world, "boris", "!кошелёк удалить btc");
    assert!(asks(&mut world, "boris", "!кошелёк").contains("Кошельков у вас нет"));
    world.story.check();
}

#[test]
fn a_profile_is_written_and_shown() {
    let mut world = World::with_trusted(&["boris"]);
    asks(&mut world, "boris", "!профиль Садовник, играю на баяне");
    let answer = asks(&mut world, "anna", "!профиль @boris:home");
    assert!(answer.contains("играю на баяне"), "{answer}");
    world.story.check();
}

#[test]
fn a_published_post_is_withdrawn_by_reply_and_gone() {
    let mut world = World::opened();
    let porch = world.porch("anna");
    let post = world.posts("anna", "Ошибочный пост");
    let copy = world.said_in(Role::Stream)[0].id.clone();
    world.story.replies(&porch, "anna", &post, "!отозвать");
    assert!(world.story.erased().contains(&copy.as_str()));
    assert!(
        world
            .story
            .sent()
            .iter()
            .any(|sent| sent.text().contains("Отозвано"))
    );
    world.story.check();
}

#[test]
fn nobody_withdraws_what_is_anothers() {
    let mut world = World::with_trusted(&["boris"]);
    let stream = world.room(Role::Stream);
    let post = world.story.says(&stream, "anna", "Моё");
    world.story.sent();
    world.story.replies(&stream, "boris", &post, "!отозвать");
    assert!(world.story.answer().contains("чужая"));
    world.story.check();
}

#[test]
fn an_edit_of_a_published_post_is_recorded_and_the_votes_stay() {
    let mut world = World::with_trusted(&["boris"]);
    let porch = world.porch("anna");
    let post = world.posts("anna", "Было так");
    let copy = world.said_in(Role::Stream)[0].id.clone();
    world.reacts(Role::Stream, "boris", &copy, "👍");
    world.story.sent();
    world
        .story
        .edits(&porch, "anna", &post, "!пост Стало иначе");
    let said = world.said_in(Role::Stream);
    assert_eq!(said[0].content["m.new_content"]["body"], "Стало иначе");
    let stream = world.room(Role::Stream);
    world.story.replies(&stream, "boris", &copy, "!почему");
    let answer = world.story.answer();
    assert!(
        answer.contains("👍 1") && answer.contains("Изменено после публикации"),
        "{answer}"
    );
    world.story.check();
}
