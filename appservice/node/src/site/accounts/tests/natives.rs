use secta_bot_kit::{Effect, Lang, web::Deed};
use secta_site::ports::{Accounts, Desk, Entrance, Made, unfit};

use super::{codes::begun, town::Town};

impl Town {
    pub(super) async fn makes(&self, name: &str, peer: &str) -> Made {
        let made = self
            .accounts
            .make(&self.id, name, Lang::Ru, "Firefox", peer);
        made.await.expect("an answer")
    }
}

#[tokio::test]
async fn an_account_is_made_and_opened_again_by_its_phrase() {
    let mut town = Town::founded().await;
    let Made::Welcome {
        secret,
        phrase,
        account,
    } = town.makes("  Маша  Ёжикова ", "peer").await
    else {
        panic!("it does");
    };
    assert!(
        account.as_str().starts_with("@_secta_w_mashaezhikova_"),
        "{account}"
    );
    town.settle().await;
    let member = town.member(&account).await;
    assert_eq!(member.name.as_deref(), Some("Маша Ёжикова"));
    let session = town.accounts.session(&secret).expect("an answer");
    let session = session.expect("a session");
    assert!(session.native && session.account == account);
    town.restart();
    let entered = |phrase: &str| {
        let entered = town.accounts.enter_phrase(phrase, "Safari", "peer");
        entered.expect("an answer")
    };
    let again = begun(entered(&phrase.replace(' ', "")));
    assert_ne!(again, secret);
    let session = town.accounts.session(&again).expect("an answer");
    assert_eq!(session.expect("a session").account, account);
    let other = phrase.replace(['1', '2', '3'], "0");
    for wrong in ["", "1234", other.as_str(), secret.as_str()] {
        assert_eq!(entered(wrong), Entrance::Wrong);
    }
}

#[tokio::test]
async fn names_that_look_like_others_are_taken() {
    let town = Town::founded().await;
    assert!(matches!(
        town.makes("Вера", "peer").await,
        Made::Welcome { .. }
    ));
    for name in ["Вера", "вера", "BEPA"] {
        assert_eq!(town.makes(name, "other").await, Made::Unfit(unfit::TAKEN));
    }
    assert_eq!(town.makes("я", "other").await, Made::Unfit(unfit::LENGTH));
    assert_eq!(
        town.makes("<b>я</b>", "other").await,
        Made::Unfit(unfit::CHARACTERS)
    );
}

#[tokio::test]
async fn so_many_are_made_and_no_more() {
    let town = Town::founded().await;
    for name in ["Раз", "Два", "Три"] {
        assert!(matches!(
            town.makes(name, "peer").await,
            Made::Welcome { .. }
        ));
    }
    assert!(matches!(
        town.makes("Четыре", "peer").await,
        Made::TooOften(_)
    ));
    for n in 0..10 {
        let wrong = town.accounts.enter_phrase(&n.to_string(), "", "guesser");
        assert_eq!(wrong.expect("an answer"), Entrance::Wrong);
    }
    let wrong = town.accounts.enter_phrase("11", "", "guesser");
    assert!(matches!(wrong.expect("an answer"), Entrance::TooOften(_)));
}

#[tokio::test]
async fn what_it_does_goes_to_the_rooms_through_its_own_puppet() {
    let town = Town::founded().await;
    let Made::Welcome { account, .. } = town.makes("Маша", "peer").await else {
        panic!("it does");
    };
    let form = town.form(
        account.as_str(),
        Deed::Post {
            text: "Привет".to_owned(),
        },
    );
    let desk = town.accounts.desk();
    let (answer, effects) = tokio::join!(desk.file("form", form), async {
        tokio::task::yield_now().await;
        town.settle().await
    });
    assert!(answer.expect("filed").expect("an answer").done);
    let said = effects.iter().any(|(effect, sealed)| {
        matches!(effect, Effect::Send(send) if send.sender.as_ref() == Some(&account)) && *sealed
    });
    assert!(said, "{effects:#?}");
    let rows = town.rows().await;
    assert_eq!(rows.iter().filter(|row| row.new.source == "web").count(), 2);
}
