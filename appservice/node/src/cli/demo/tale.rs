//! What the people of the demo have done before somebody looks: each rank is earned, by acts that anybody can do.
//!
//! The rules that are named here are those of the community. What is said is fiction, and Russian.

use anyhow::{Context, bail};
use futures_util::future::try_join_all;
use secta_bot_kit::{Lang, effect::ABOUT_FIELD};
use serde_json::Value;
use tokio::try_join;

use super::{
    facts::Rooms,
    person::{Person, View, id},
};
use crate::phrases::say;

/// The community's name.
pub(super) const NAME: &str = "Чайный двор";
/// What is noted when all is told: whatever visitors change afterwards stays as they left it.
const TOLD: &str = "net.secta.demo.told";

const ALICE: &str = "Соседи, здравствуйте! Я Алиса из третьего подъезда. По субботам ставлю во дворе самовар: приходите \
    со своей чашкой. #чай #двор";
const BOB: &str = "Я Боб, чиню велосипеды в подвале второго подъезда. Насос и ключи дам бесплатно, за чай расскажу, где \
    скрипит. #велосипед";
const CAROL: &str = "Кира, пятый этаж. Развожу мяту и чабрец на балконе, излишки раздаю. Вот как сушить, чтобы не \
    потеряли запах: в тени, вниз головой, неделю. #чай #травы";
const DINA: &str = "Привет, я Дина. Собираю историю нашего двора: кто помнит, что было на месте гаражей? Есть \
    фотография 1974 года. #двор #история";
const EGOR: &str = "Алиса, самовар на дровах или электрический? Могу принести сухие яблоневые щепки, от них дым пахнет \
    вареньем.";
const SATURDAY: &str = "В субботу в пять часов пробуем иван-чай трёх соседских засушек. Кто угадает, где чья, получает \
    банку мёда. #чай";
const ADVERT: &str = "Продаю гараж, недорого, торг! Звоните прямо сейчас, осталось два дня!";
const ARGUMENT: &str = "Это объявление, а не разговор о чае: для объявлений есть доска у подъезда.";
const GLEB: &str = "Я Глеб, переехал месяц назад, никого тут не знаю. Умею печь бублики. Возьмёте в субботнюю \
    компанию? #двор";

/// Pages of the wiki, as they follow `!вики править`.
const HERBS: &str = "Травяной чай\nЧай из того, что растёт у нас на балконах. Сушим **в тени**, вниз головой.\n\n\
    ## Что сушим\n\n| трава | когда собирать | сколько сушить |\n|---|---|---|\n| мята | до цветения | неделю |\n\
    | чабрец | в начале лета | пять дней |\n| иван-чай | в июле | см. [[Иван-чай]] |\n\n## Сколько заваривать\n\n\
    Щепотку на чашку[^1], пять минут под крышкой. Пьём по субботам: [[Главная|где и когда]].\n\n\
    [^1]: Три пальца, не пять.\n\n[[Категория:Чай]]";
const YARD: &str = "Главная\nСамовар стоит у третьего подъезда, **в субботу в пять часов**. Свою чашку приносим, \
    варенье складываем в общую корзину.\n\n- Самовар ставит Алиса.\n- Щепки привозит Егор, яблоневые.\n- Кот может \
    прийти, если он спокойный.\n\nЧто пьём: [[Травяной чай]].\n\n[[Категория:Двор]]";
const YARD_LATER: &str = "Главная\nСамовар стоит у третьего подъезда, **в субботу в пять часов**. Свою чашку \
    приносим, варенье складываем в общую корзину.\n\n- Самовар ставит Алиса.\n- Щепки привозит Егор, яблоневые.\n\
    - Бублики, если повезёт, печёт Глеб.\n- Кот может прийти, если он спокойный.\n\nЧто пьём: [[Травяной \
    чай]].\n\n[[Категория:Двор]]";

/// The community as the people go about in it.
pub(super) struct Town<'a> {
    /// Its rooms.
    pub rooms: &'a Rooms,
    /// The bot's id.
    pub bot: &'a str,
    /// In which language the progress is told.
    pub lang: Lang,
}

impl Town<'_> {
    /// Tells what has not been told yet.
    pub(super) async fn live(&self, people: &mut [Person<'_>]) -> anyhow::Result<()> {
        let [alice, bob, carol, dina, egor, faina, gleb, zoya] = people else {
            bail!("the tale is about eight people");
        };
        if alice.noted(TOLD).await? {
            return Ok(());
        }
        println!("{}", say(self.lang, "demo-people-come", &[]));
        try_join!(
            self.settles(alice),
            self.comes(bob),
            self.comes(carol),
            self.comes(dina),
            self.comes(egor),
            self.comes(gleb),
            self.comes(zoya),
        )?;
        println!("{}", say(self.lang, "demo-people-write", &[]));
        // R2: the founder's first post. R4: the others' first posts, with as many votes as it takes.
        self.becomes_trusted(alice, ALICE, &mut []).await?;
        self.becomes_trusted(bob, BOB, &mut [alice]).await?;
        self.becomes_trusted(carol, CAROL, &mut [alice, bob])
            .await?;
        self.becomes_trusted(dina, DINA, &mut [bob, carol]).await?;
        self.comments(egor, carol, dina).await?;
        self.asks_for_a_case(bob, egor).await?;
        self.brings(bob, faina, &mut [carol, dina]).await?;
        self.nearly_in(gleb, alice).await?;
        let square = &self.rooms.square;
        alice
            .say(square, "Чашки можно не мыть, у меня есть лишние.")
            .await?;
        egor.say(square, "Щепки привезу к четырём.").await?;
        faina
            .say(square, "А кот может прийти? Он спокойный.")
            .await?;
        bob.say(square, "Кот — обязательно.").await?;
        self.remembers(dina, CAROL, "травы/как сушить").await?;
        self.write_the_wiki(carol, dina).await?;
        self.enters(dina, carol).await?;
        alice.note(TOLD).await?;
        Ok(())
    }

    /// Somebody who is not known here knocks on the space, and follows the bot into their porch.
    async fn comes(&self, who: &mut Person<'_>) -> anyhow::Result<()> {
        if self.porch(&who.view).is_none() {
            match who.knock(&self.rooms.space).await {
                Err(error) if error.is("M_UNRECOGNIZED") => self.asks_the_bot(who).await?,
                // The answer to an earlier knock is under way.
                Err(error) if error.is("M_FORBIDDEN") => {}
                knocked => knocked?,
            }
        }
        self.settles(who).await
    }

    /// Where the homeserver knows no knocking, whoever wants to come tells the bot.
    async fn asks_the_bot(&self, who: &mut Person<'_>) -> anyhow::Result<()> {
        let asked = |event: &Value| event["state_key"] == self.bot;
        // A homeserver that was killed while it made the room may have left it without the invitation.
        let chats = who.view.hosted_by(&who.user);
        let mut chats = chats.into_iter();
        let chat = match chats.find(|chat| who.view.events(chat).any(asked)) {
            Some(chat) => chat,
            None => who.chat(self.bot).await?,
        };
        let comes = |event: &Value| asked(event) && event["content"]["membership"] == "join";
        who.until(self.bot, |view| view.events(&chat).any(comes).then_some(()))
            .await?;
        who.say(&chat, &format!("!вступить {NAME}")).await?;
        Ok(())
    }

    /// Somebody enters their porch, and waits until the bot has greeted them there; the space too, if they may.
    async fn settles(&self, who: &mut Person<'_>) -> anyhow::Result<()> {
        let porch = who.until(self.bot, |view| self.porch(view)).await?;
        who.enter(&[&porch]).await?;
        let greets =
            |event: &Value| event["sender"] == self.bot && event["type"] == "m.room.message";
        who.until(self.bot, |view| {
            view.events(&porch).any(greets).then_some(())
        })
        .await?;
        if who.view.opens(&self.rooms.space) {
            who.enter(&[&self.rooms.space]).await?;
        }
        Ok(())
    }

    /// A person's porch: the room that the bot has made for them alone.
    fn porch(&self, view: &View) -> Option<String> {
        let mut rooms = view.hosted_by(self.bot).into_iter();
        rooms.find(|room| !self.rooms.has(room))
    }

    /// R4: a post from the porch, voted for in the twilight until it is published.
    async fn becomes_trusted(
        &self,
        who: &mut Person<'_>,
        text: &str,
        voters: &mut [&mut Person<'_>],
    ) -> anyhow::Result<()> {
        if !who.view.opens(&self.rooms.twilight) {
            self.writes(who, &format!("!пост {text}")).await?;
            for voter in voters {
                self.votes(voter, text, "👍").await?;
            }
        }
        let Rooms {
            space,
            stream,
            square,
            twilight,
            council,
            ..
        } = self.rooms;
        who.enter(&[space, stream, square, twilight, council]).await
    }

    /// Reacts to what waits in the twilight, unless it is published already.
    async fn votes(&self, voter: &mut Person<'_>, text: &str, key: &str) -> anyhow::Result<()> {
        let Rooms {
            stream, twilight, ..
        } = self.rooms;
        let look = |view: &View| match view.message(stream, text) {
            Some(_) => Some(None),
            None => view.message(twilight, text).map(Some),
        };
        if let Some(candidate) = voter.until(text, look).await? {
            voter.react(twilight, &candidate, key).await?;
        }
        Ok(())
    }

    /// Somebody writes something in their porch; gives the event.
    async fn writes(&self, who: &mut Person<'_>, text: &str) -> anyhow::Result<String> {
        let porch = who.until(self.bot, |view| self.porch(view)).await?;
        Ok(who.say(&porch, text).await?)
    }

    /// The event of the stream that says something.
    async fn in_stream(&self, who: &mut Person<'_>, text: &str) -> anyhow::Result<String> {
        let stream = &self.rooms.stream;
        who.until(text, |view| view.message(stream, text)).await
    }

    /// R5: a comment that two find useful makes its author a commenter.
    async fn comments(
        &self,
        who: &mut Person<'_>,
        first: &mut Person<'_>,
        second: &mut Person<'_>,
    ) -> anyhow::Result<()> {
        let Rooms {
            space,
            stream,
            square,
            ..
        } = self.rooms;
        if !who.view.opens(stream) {
            let post = self.in_stream(first, ALICE).await?;
            let link = format!("https://matrix.to/#/{stream}/{post}");
            self.writes(who, &format!("!комментарий {link} {EGOR}"))
                .await?;
            self.votes(first, EGOR, "💡").await?;
            let published = self.in_stream(second, EGOR).await?;
            second.react(stream, &published, "💡").await?;
        }
        who.enter(&[space, stream, square]).await
    }

    /// R10: a moderation vote with its argument opens a case; it takes one more.
    async fn asks_for_a_case(
        &self,
        accuser: &mut Person<'_>,
        author: &mut Person<'_>,
    ) -> anyhow::Result<()> {
        let Rooms {
            stream, council, ..
        } = self.rooms;
        let post = accuser.say(stream, SATURDAY).await?;
        self.in_stream(author, SATURDAY).await?;
        let advert = author.answer(stream, &post, ADVERT).await?;
        self.in_stream(accuser, ADVERT).await?;
        accuser.react(stream, &advert, "🔇").await?;
        let is_case = |event: &&Value| {
            let about = event["content"][ABOUT_FIELD].as_str();
            about.is_some_and(|about| about.starts_with("case/"))
        };
        let case = accuser
            .until("🔇", |view| view.events(council).find(is_case).map(id))
            .await?;
        accuser.answer(council, &case, ARGUMENT).await?;
        Ok(())
    }

    /// R4, R7: a post that is liked earns an invitation, and it is given to somebody.
    async fn brings(
        &self,
        host: &mut Person<'_>,
        guest: &mut Person<'_>,
        voters: &mut [&mut Person<'_>],
    ) -> anyhow::Result<()> {
        let Rooms {
            space,
            stream,
            square,
            ..
        } = self.rooms;
        if !guest.view.opens(stream) {
            for voter in voters {
                let post = self.in_stream(voter, SATURDAY).await?;
                voter.react(stream, &post, "👍").await?;
            }
            let opens = |view: &View| view.opens(stream).then_some(());
            // A node that died meanwhile may hear of the votes after this: then it is asked again.
            for plea in ["", " пожалуйста"] {
                let text = format!("!пригласить {}{plea}", guest.user);
                self.writes(host, &text).await?;
                if guest.until(&text, opens).await.is_ok() {
                    break;
                }
            }
        }
        guest.enter(&[space, stream, square]).await?;
        self.settles(guest).await
    }

    /// What is worth it is kept in the archive.
    async fn remembers(&self, who: &mut Person<'_>, text: &str, path: &str) -> anyhow::Result<()> {
        let stream = &self.rooms.stream;
        let post = self.in_stream(who, text).await?;
        who.answer(stream, &post, &format!("!запомни {path} #травы"))
            .await?;
        let answered = |event: &Value| {
            let body = event["content"]["body"].as_str();
            event["sender"] == self.bot && body.is_some_and(|body| body.contains(path))
        };
        who.until(path, |view| view.events(stream).any(answered).then_some(()))
            .await
    }

    /// R17: what is worth knowing for long stands in the wiki, and others go on with it.
    async fn write_the_wiki(
        &self,
        first: &mut Person<'_>,
        second: &mut Person<'_>,
    ) -> anyhow::Result<()> {
        self.revises(first, HERBS).await?;
        self.revises(first, YARD).await?;
        self.revises(second, YARD_LATER).await
    }

    /// What is to be remembered enters the chronicle by the votes of two.
    async fn enters(
        &self,
        proposer: &mut Person<'_>,
        voter: &mut Person<'_>,
    ) -> anyhow::Result<()> {
        let stream = &self.rooms.stream;
        let post = self.in_stream(proposer, ALICE).await?;
        let asked = proposer.answer(stream, &post, "!в летопись").await?;
        self.is_answered(proposer, stream, &asked).await?;
        self.in_stream(voter, ALICE).await?;
        voter.react(stream, &post, "📜").await?;
        Ok(())
    }

    async fn revises(&self, who: &mut Person<'_>, page: &str) -> anyhow::Result<()> {
        let asked = self.writes(who, &format!("!вики править {page}")).await?;
        let porch = who.until(self.bot, |view| self.porch(view)).await?;
        self.is_answered(who, &porch, &asked).await
    }

    /// The bot answers what somebody has asked in a room.
    async fn is_answered(
        &self,
        who: &mut Person<'_>,
        room: &str,
        asked: &str,
    ) -> anyhow::Result<()> {
        let answers = |event: &Value| {
            let relation = &event["content"]["m.relates_to"];
            event["sender"] == self.bot && relation["m.in_reply_to"]["event_id"] == asked
        };
        who.until(asked, |view| view.events(room).any(answers).then_some(()))
            .await
    }

    /// R4: one vote is given, one more is for whoever tries the demo.
    async fn nearly_in(&self, who: &mut Person<'_>, voter: &mut Person<'_>) -> anyhow::Result<()> {
        self.writes(who, &format!("!пост {GLEB}")).await?;
        self.votes(voter, GLEB, "👍").await
    }
}

/// Lets everybody open their clients.
pub(super) async fn arrive<'a>(
    api: &'a super::api::Api,
    memory: &'a super::memory::Memory,
    lang: Lang,
) -> anyhow::Result<Vec<Person<'a>>> {
    let arrive = memory.accounts.iter().map(|account| async move {
        let token = account
            .token
            .as_deref()
            .context("an account without a token")?;
        anyhow::Ok(Person::arrive(api, account.user_id(), token, lang).await?)
    });
    try_join_all(arrive).await
}
