//! A community's life, as the tests follow it.

use secta_record::act::{
    AppealId, CaseId, Content, Currency, Measure, Opinion, Profile, Supertag, Wallet,
};
use secta_rules::Ask;

use super::village::{DAY_MS, HOUR_MS, Village, item, picture, proposal, text};

/// Words that their author takes back.
pub const TAKEN_BACK: &str = "незабудка";

/// Four trusted members.
pub async fn members(village: &mut Village) {
    village.post("@ann:x", 1, text("Начнём? #чай")).await;
    village.admit("@bob:x", 2, &["@ann:x"]).await;
    village.admit("@carl:x", 3, &["@ann:x", "@bob:x"]).await;
    village.admit("@dora:x", 4, &["@ann:x", "@bob:x"]).await;
}

/// Something of everything that changes a page.
pub async fn everything(village: &mut Village) {
    members(village).await;
    supertag(village).await;
    talk(village).await;
    village.later(3 * DAY_MS);
    dispute(village).await;
    chronicle(village).await;
    people(village).await;
    withdrawals(village).await;
    village.post("@eve:x", 40, text("Я подожду")).await;
}

async fn supertag(village: &mut Village) {
    let supertag = Supertag {
        name: "Чайная".to_owned(),
        definition: "Всё о чае и о том, с чем его пьют".to_owned(),
        synonyms: vec!["tea".to_owned()],
    };
    let proposal = proposal(1);
    village
        .ask("@bob:x", Ask::ProposeSupertag { proposal, supertag })
        .await;
    for voter in ["@ann:x", "@carl:x"] {
        village.ask(voter, Ask::ProposalVote { proposal }).await;
    }
    village.later(HOUR_MS);
}

async fn talk(village: &mut Village) {
    let post = Content {
        media: vec![picture("mxc://x/kept")],
        ..text("Самовар #чайная #Самовар #утро_доброе")
    };
    village.post("@ann:x", 10, post).await;
    village.comment("@bob:x", 11, (10, 10), "С вареньем?").await;
    village.comment("@carl:x", 12, (10, 11), "С мёдом.").await;
    village
        .comment("@gus:x", 13, (10, 10), "А можно мне?")
        .await;
    for voter in ["@ann:x", "@bob:x", "@carl:x"] {
        village.vote(voter, 13, Opinion::Useful).await;
    }
    for (voter, opinion) in [("@bob:x", Opinion::Support), ("@dora:x", Opinion::Oppose)] {
        village.vote(voter, 10, opinion).await;
    }
    let unvote = Ask::Unvote {
        item: item(10),
        opinion: None,
    };
    village.ask("@dora:x", unvote).await;
    village.edit("@bob:x", 11, "С малиновым").await;
}

/// An item is hidden, and an appeal has it shown again.
async fn dispute(village: &mut Village) {
    village.post("@dora:x", 20, text("Дерзость #дерзко")).await;
    village.edit("@dora:x", 20, "Дерзость, и ещё какая?").await;
    village.comment("@bob:x", 21, (20, 20), "Ну и ну").await;
    for voter in ["@ann:x", "@bob:x"] {
        let ask = Ask::Moderate {
            item: item(20),
            case: CaseId([20; 32]),
            measure: Measure::Silence,
            argument: Some("Так у нас не говорят".to_owned()),
        };
        village.ask(voter, ask).await;
    }
}

/// The appeal, after [`everything`].
pub async fn appeal(village: &mut Village) {
    let appeal = AppealId([21; 32]);
    let text = "Это была шутка, и все смеялись".to_owned();
    village.ask("@dora:x", Ask::Appeal { appeal, text }).await;
    for voter in ["@ann:x", "@bob:x", "@carl:x"] {
        let in_favour = true;
        village
            .ask(voter, Ask::AppealVote { appeal, in_favour })
            .await;
    }
    village.wait(7 * DAY_MS).await;
}

async fn chronicle(village: &mut Village) {
    for (number, of) in [(30, Some(10)), (31, None)] {
        let said = Content {
            media: vec![picture(&format!("mxc://x/entry{number}"))],
            ..text("Сказано: чай")
        };
        village.is_said("@ann:x", said);
        let ask = Ask::ProposeEntry {
            proposal: proposal(number),
            author: "@ann:x".into(),
            item: of.map(item),
        };
        village.ask("@bob:x", ask).await;
        let proposal = proposal(number);
        village.ask("@carl:x", Ask::ProposalVote { proposal }).await;
    }
    assert_eq!(village.state.entries(), 2);
    let proposal = proposal(31);
    village.ask("@ann:x", Ask::WithdrawEntry { proposal }).await;
}

async fn people(village: &mut Village) {
    for name in ["Аня", "Анна"] {
        let profile = Profile {
            display_name: Some(name.to_owned()),
            avatar: Some(format!("mxc://x/{name}")),
            about: Some("Пью чай".to_owned()),
        };
        village.ask("@ann:x", Ask::Profile(profile)).await;
    }
    let wallet = Wallet {
        currency: Some(Currency::Btc),
        address: Some("bc1q".to_owned()),
    };
    village.ask("@ann:x", Ask::Wallet(wallet)).await;
}

async fn withdrawals(village: &mut Village) {
    let post = Content {
        media: vec![picture("mxc://x/незабудка")],
        ..text(&format!("{TAKEN_BACK} #{TAKEN_BACK}"))
    };
    village.post("@bob:x", 50, post).await;
    village.comment("@carl:x", 51, (50, 50), TAKEN_BACK).await;
    village
        .edit("@bob:x", 50, &format!("{TAKEN_BACK}, иначе"))
        .await;
    village.vote("@ann:x", 50, Opinion::Useful).await;
    village.later(HOUR_MS);
}

/// What [`everything`] ends with is taken back.
pub async fn take_back(village: &mut Village) {
    village.withdraw("@carl:x", 51).await;
    village.withdraw("@bob:x", 50).await;
}
