use secta_bot_kit::{
    Lang, UserId,
    web::{Answer, Deed, Form},
};
use secta_site::ports::Desk;

use super::town::Town;

impl Town {
    pub(super) fn form(&self, by: &str, deed: Deed) -> Form {
        Form {
            community: self.id,
            by: UserId::new(by),
            lang: Lang::Ru,
            deed,
        }
    }

    /// Files a form while the node runs.
    async fn files(&self, id: &str, form: Form) -> Option<Answer> {
        let desk = self.accounts.desk();
        let (answer, _) = tokio::join!(desk.file(id, form), async {
            tokio::task::yield_now().await;
            self.settle().await
        });
        answer.expect("filed")
    }
}

fn post(text: &str) -> Deed {
    Deed::Post {
        text: text.to_owned(),
    }
}

#[tokio::test]
async fn a_form_is_answered_and_done_once() {
    let town = Town::founded().await;
    let form = || town.form("@anna:home", post("Первый пост"));
    let answer = town.files("one", form()).await.expect("an answer");
    assert!(answer.done && answer.item.is_some(), "{answer:#?}");
    assert_eq!(town.files("one", form()).await, Some(answer.clone()));
    let other = town.files("two", form()).await.expect("an answer");
    assert_ne!(other.item, answer.item);
    let rows = town.rows().await;
    assert_eq!(rows.iter().filter(|row| row.new.source == "web").count(), 2);
}

#[tokio::test]
async fn nobody_is_shown_what_came_of_anothers_form() {
    let town = Town::founded().await;
    let form = town.form("@anna:home", post("Первый пост"));
    let answer = town.files("one", form).await.expect("an answer");
    let form = town.form("@eve:home", post("А что там?"));
    let hers = town.files("one", form).await.expect("an answer");
    assert_ne!(answer.item, hers.item);
}

#[tokio::test]
async fn what_may_have_to_wait_is_sealed() {
    let town = Town::founded().await;
    town.files("one", town.form("@eve:home", post("Тайный черновик")))
        .await
        .expect("an answer");
    let shows = |bytes: &[u8]| String::from_utf8_lossy(bytes).contains("черновик");
    assert!(town.rows().await.iter().all(|row| !shows(&row.new.body)));
    let views = town.store.views().await.expect("views");
    assert!(views.values.iter().all(|value| !shows(&value.value)));
}

#[tokio::test(start_paused = true)]
async fn an_answer_that_does_not_come_is_not_waited_for() {
    let town = Town::founded().await;
    let desk = town.accounts.desk();
    let form = town.form("@anna:home", post("Первый пост"));
    let none = desk.file("one", form.clone()).await.expect("filed");
    assert_eq!(none, None);
    assert!(town.files("one", form).await.expect("an answer").done);
}

#[tokio::test]
async fn ids_that_are_none_are_not_filed() {
    let town = Town::founded().await;
    let desk = town.accounts.desk();
    for id in [String::new(), "я".repeat(1000)] {
        let form = town.form("@anna:home", post("Первый пост"));
        assert!(desk.file(&id, form).await.is_err());
    }
}
