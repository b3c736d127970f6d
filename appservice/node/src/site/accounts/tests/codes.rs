use secta_site::ports::{Accounts, Entrance};

use super::town::Town;
use crate::site::accounts::secrets;

const MINUTE_MS: i64 = 60 * 1000;

/// The secret of a session that has begun.
pub(super) fn begun(entrance: Entrance) -> String {
    match entrance {
        Entrance::Begun(secret) => secret,
        other => panic!("{other:?}"),
    }
}

impl Town {
    fn enters(&self, attempt: &str, code: &str) -> Entrance {
        let entered = self.accounts.enter_code(attempt, code, "Firefox");
        entered.expect("an answer")
    }
}

#[tokio::test]
async fn whoever_has_the_code_and_the_attempt_is_signed_in_once() {
    let town = Town::founded().await;
    let (attempt, code) = town.asks("@anna:home", "peer").await;
    let code = code.expect("a code in the porch");
    let secret = begun(town.enters(&attempt, &code.to_lowercase().replace('-', " ")));
    assert_ne!(secret, attempt);
    let session = town.accounts.session(&secret).expect("an answer");
    let session = session.expect("a session");
    assert_eq!(session.account.as_str(), "@anna:home");
    assert!(!session.native && session.agent == "Firefox");
    assert_eq!(town.enters(&attempt, &code), Entrance::Wrong);
    assert_eq!(town.accounts.session(&attempt).expect("an answer"), None);
}

#[tokio::test]
async fn the_code_lies_nowhere_in_the_clear() {
    let town = Town::founded().await;
    let asked = town
        .accounts
        .ask_code(&town.id, "anna", secta_bot_kit::Lang::Ru, "peer");
    begun(asked.await.expect("asked"));
    let effects = town.settle().await;
    let (_, sealed) = effects.last().expect("the code is told");
    assert!(sealed, "the outbox holds it sealed");
    let told = format!("{effects:?}");
    let (_, code) = told.split_once("<strong>").expect("a code");
    let code = &code.as_bytes()[..9];
    let row = town.rows().await;
    let row = row.iter().find(|row| row.new.source == "web");
    assert!(row.expect("the form").new.sealed);
    let shows = |bytes: &[u8]| bytes.windows(9).any(|part| part == code);
    assert!(town.rows().await.iter().all(|row| !shows(&row.new.body)));
    let views = town.store.views().await.expect("views");
    assert!(views.values.iter().all(|value| !shows(&value.value)));
}

#[tokio::test]
async fn five_codes_may_be_tried() {
    let town = Town::founded().await;
    let (attempt, code) = town.asks("anna", "peer").await;
    for wrong in ["", "AAAA-AAAA", "я", &"2".repeat(10_000), "\0"] {
        assert_eq!(town.enters(&attempt, wrong), Entrance::Wrong);
    }
    let code = code.expect("a code");
    assert_eq!(town.enters(&attempt, &code), Entrance::Wrong);
}

#[tokio::test]
async fn a_code_holds_ten_minutes_and_over_a_restart() {
    let mut town = Town::founded().await;
    let (early, code) = town.asks("anna", "peer").await;
    town.later(10 * MINUTE_MS - 1);
    town.restart();
    begun(town.enters(&early, &code.expect("a code")));
    let (late, code) = town.asks("anna", "peer").await;
    town.later(10 * MINUTE_MS);
    assert_eq!(town.enters(&late, &code.expect("a code")), Entrance::Wrong);
}

#[tokio::test]
async fn a_code_is_of_its_own_attempt_alone() {
    let town = Town::founded().await;
    let (first, one) = town.asks("anna", "peer").await;
    let (second, other) = town.asks("anna", "other").await;
    let (one, other) = (one.expect("a code"), other.expect("a code"));
    assert_eq!(town.enters(&first, &other), Entrance::Wrong);
    assert_eq!(town.enters(&second, &one), Entrance::Wrong);
    let chosen = secrets::secret().expect("a secret");
    assert_eq!(town.enters(&chosen, &one), Entrance::Wrong);
    assert_eq!(town.enters("", &one), Entrance::Wrong);
    begun(town.enters(&first, &one));
}

#[tokio::test]
async fn nobody_learns_who_is_a_member() {
    let town = Town::founded().await;
    for nobody in [
        "@eve:home",
        "@eve:elsewhere.org",
        "",
        "@",
        "a b",
        "@_secta_bot:home",
    ] {
        let (attempt, code) = town.asks(nobody, nobody).await;
        assert_eq!(code, None, "{nobody}");
        assert_eq!(town.enters(&attempt, "AAAA-AAAA"), Entrance::Wrong);
    }
}

#[tokio::test]
async fn codes_are_asked_for_so_often_and_no_more() {
    let town = Town::founded().await;
    let asked = async |user: &str, peer: &str| {
        let asked = town
            .accounts
            .ask_code(&town.id, user, secta_bot_kit::Lang::Ru, peer);
        asked.await.expect("an answer")
    };
    for peer in ["one", "two", "three"] {
        begun(asked("@eve:home", peer).await);
    }
    assert!(matches!(
        asked("eve", "four").await,
        Entrance::TooOften(601)
    ));
    town.later(10 * MINUTE_MS);
    for n in 0..10 {
        begun(asked(&format!("user{n}"), "one").await);
    }
    assert!(matches!(
        asked("user11", "one").await,
        Entrance::TooOften(_)
    ));
}

#[tokio::test]
async fn sessions_end_one_by_one_and_all() {
    let mut town = Town::founded().await;
    let mut secrets = Vec::new();
    for _ in 0..3 {
        let (attempt, code) = town.asks("anna", "peer").await;
        secrets.push(begun(town.enters(&attempt, &code.expect("a code"))));
    }
    let anna = secta_bot_kit::UserId::new("@anna:home");
    let all = town.accounts.sessions(&anna).expect("sessions");
    assert_eq!(all.len(), 3);
    let here = |town: &Town, n: usize| {
        let session = town.accounts.session(&secrets[n]).expect("an answer");
        session.is_some()
    };
    let first = town.accounts.session(&secrets[0]).expect("an answer");
    let first = first.expect("a session");
    town.accounts.end(&anna, Some(&first.id)).expect("ended");
    town.restart();
    assert!(!here(&town, 0) && here(&town, 1));
    town.accounts.end(&anna, None).expect("ended");
    assert!(!here(&town, 1) && !here(&town, 2));
}

#[tokio::test]
async fn a_session_that_nobody_uses_ends() {
    let town = Town::founded().await;
    let (attempt, code) = town.asks("anna", "peer").await;
    let secret = begun(town.enters(&attempt, &code.expect("a code")));
    let day_ms = 24 * 60 * MINUTE_MS;
    town.later(89 * day_ms);
    assert!(town.accounts.session(&secret).expect("an answer").is_some());
    town.later(90 * day_ms);
    assert!(town.accounts.session(&secret).expect("an answer").is_none());
}

#[tokio::test]
async fn what_a_browser_says_of_itself_is_cut_and_cleaned() {
    let town = Town::founded().await;
    let (attempt, code) = town.asks("anna", "peer").await;
    let agent = format!("a\u{202e}\n{}", "b".repeat(10_000));
    let entered = town
        .accounts
        .enter_code(&attempt, &code.expect("a code"), &agent);
    let secret = begun(entered.expect("an answer"));
    let session = town.accounts.session(&secret).expect("an answer");
    let agent = session.expect("a session").agent;
    assert!(agent.starts_with("a b") && agent.len() <= 200, "{agent}");
}
