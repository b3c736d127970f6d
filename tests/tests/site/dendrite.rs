//! One member's way on the site beside Dendrite.

use secta_tests::{browser::View, homeserver::Kind};

use crate::town::Town;

#[tokio::test]
async fn a_member_of_a_dendrite_signs_in_by_a_code_and_is_heard_in_the_room() {
    let town = Town::start_with(Kind::Dendrite, |_| ()).await;
    let (anna, boris) = (&town.anna, &town.boris);
    let home = town.home_that_shows("Меня зовут boris").await;
    let tab = town.tab(&View::phone()).await;
    town.signs_in(&tab, anna, &home).await;
    tab.follow("Написать").await;
    tab.fill("Текст", "Написано рядом с **Dendrite**").await;
    tab.follow("Отправить").await;
    tab.assert_shows(&["Написано рядом с Dendrite"]).await;
    let post = boris.hears(&boris.stream, "Написано рядом").await;
    tab.fill("Ваш комментарий", "И отвечено на сайте").await;
    tab.follow("Отправить").await;
    tab.assert_shows(&["И отвечено на сайте"]).await;
    let page = tab.at().await;
    let comment = boris.hears(&boris.stream, "И отвечено на сайте").await;
    assert_eq!(comment.relates_to(), Some(post.id()));
    boris
        .member
        .say_in_thread(&boris.stream, post.id(), "Услышано в комнате")
        .await;
    tab.until_page_shows(
        page.split('?').next().unwrap_or(&page),
        "Услышано в комнате",
    )
    .await;
    assert_eq!(tab.complaints().await, [""; 0]);
}
