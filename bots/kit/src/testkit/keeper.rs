//! The bot that keeps communities, in miniature: it founds one, makes its rooms, and lets members in.

use crate::{
    Bot, Ctx, Effect, Input, Lang, Look, RoomId, Scope, SendEvent, UserId, What,
    bot::own_scope,
    community::{About, item_of},
    effect::{ABOUT_FIELD, Created},
    grammar::{Body, Command, CommandSpec},
    journal::{EffectResult, Outcome},
};
use secta_record::{
    RecordId,
    act::{AccountId, Content, ItemId, Opinion, Rank},
};
use secta_rules::{Ask, Command as Asking, Fact, State};
use serde_json::{Value, json};

const NAME: &str = "keeper";

/// Names of commands in both languages.
const NAMES: [(&str, &str); 5] = [
    ("основать", "found"),
    ("принять", "admit"),
    ("пост", "post"),
    ("отозвать", "withdraw"),
    ("предбанник", "porch"),
];

/// The rooms that it makes.
const ROOMS: [&str; 5] = ["stream", "twilight", "council", "square", "chronicle"];

/// The bot, with the policy of the community.
pub struct Keeper(pub Value);

fn account(user: &UserId) -> AccountId {
    AccountId::new(user.as_str())
}

impl Bot for Keeper {
    fn name(&self) -> &'static str {
        NAME
    }

    fn phrases(&self, _: Lang) -> &'static str {
        ""
    }

    fn commands(&self) -> Vec<CommandSpec> {
        let spec = |(ru, en): &'static (&'static str, &'static str)| CommandSpec {
            bot: NAME,
            id: en,
            ru: std::slice::from_ref(ru),
            en: std::slice::from_ref(en),
            options: &[],
            body: Body::Text,
            usage: "keeper-usage",
            example: "keeper-example",
            help: "keeper-help",
        };
        NAMES.iter().map(spec).collect()
    }

    fn scopes(&self, input: &Input, _: &Look<'_>) -> Vec<Scope> {
        own_scope(NAME, input)
            .into_iter()
            .chain(input.room().as_ref().map(Scope::room))
            .collect()
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        if let Some(command) = input.command_of(NAME) {
            self.asked(command, ctx);
        } else if let What::Outcome(outcome) = &input.what {
            made(outcome, ctx);
        }
    }
}

impl Keeper {
    fn asked(&self, command: &Command, ctx: &mut Ctx<'_>) {
        if command.id == "found" {
            return self.found(command, ctx);
        }
        let all = ctx.communities();
        let (id, rules) = all.iter().next().expect("a community");
        let mut local = Local {
            rules: rules.clone(),
            facts: Vec::new(),
            now_ms: ctx.now_ms(),
        };
        let sender = account(&command.event.sender);
        match command.id {
            "admit" => local.admit(&AccountId::new(command.args.trim())),
            "post" => {
                let item = item_of(id, &command.event.room, &command.event.id);
                local.posts(&sender, item);
            }
            "withdraw" => {
                let answered = command.event.reply_to.as_ref().expect("an answer");
                let item = item_of(id, &command.event.room, answered);
                local.asks(&sender, Ask::Withdraw { item });
            }
            _ => {
                let about = About::Porch {
                    community: *id,
                    lang: Lang::Ru,
                    user: command.event.sender.clone(),
                };
                return say(ctx, &command.event.room, &about);
            }
        }
        ctx.enact(*id, local.facts);
    }

    fn found(&self, command: &Command, ctx: &mut Ctx<'_>) {
        let found = Asking {
            by: AccountId::new("@_secta_bot:home"),
            ask: Ask::Found {
                name: command.args.clone(),
                founder: account(&command.event.sender),
                policy: self.0.clone(),
            },
        };
        let facts = State::new().decide(&found, ctx.now_ms());
        let id = ctx.found(facts.expect("a sane policy")).expect("its id");
        for room in ROOMS {
            let request = json!({ "name": format!("{room}/{id}") });
            ctx.plan(&Scope::new(NAME), room, Effect::CreateRoom { request });
        }
    }
}

/// What happens within one input.
struct Local {
    rules: State,
    facts: Vec<Fact>,
    now_ms: i64,
}

impl Local {
    fn asks(&mut self, by: &AccountId, ask: Ask) {
        let by = by.clone();
        let facts = self.rules.decide(&Asking { by, ask }, self.now_ms);
        for mut fact in facts.expect("allowed") {
            fact.fill(Content::default());
            self.rules.apply(&fact).expect("lawful");
            self.facts.push(fact);
        }
    }

    fn posts(&mut self, by: &AccountId, item: ItemId) {
        let tags = Vec::new();
        self.asks(by, Ask::Post { item, tags });
    }

    /// Somebody becomes trusted by the votes of all who are.
    fn admit(&mut self, who: &AccountId) {
        let item = ItemId(name_of(who.as_str()));
        self.posts(who, item);
        for voter in self.rules.accounts_of(Rank::Trusted) {
            if self.rules.rank(who) < Rank::Trusted {
                let opinion = Opinion::Support;
                self.asks(&voter, Ask::Vote { item, opinion });
            }
        }
        assert_eq!(self.rules.rank(who), Rank::Trusted);
    }
}

fn name_of(text: &str) -> [u8; 32] {
    blake3::hash(text.as_bytes()).into()
}

/// A room is made: the bot says in it what it is.
fn made(outcome: &Outcome, ctx: &mut Ctx<'_>) {
    let EffectResult::Done(done) = &outcome.result else {
        return;
    };
    let created: Option<Created> = done
        .data
        .clone()
        .and_then(|data| serde_json::from_value(data).ok());
    let Some(created) = created else { return };
    let community: RecordId = *ctx.communities().iter().next().expect("a community").0;
    let about = About::Hall {
        community,
        lang: Lang::Ru,
        room: outcome.tag.clone(),
    };
    say(ctx, &created.room_id, &about);
}

fn say(ctx: &mut Ctx<'_>, room: &RoomId, about: &About) {
    let send = SendEvent {
        room: room.clone(),
        sender: None,
        sent_ms: None,
        kind: "m.room.message".to_owned(),
        content: json!({ "msgtype": "m.notice", "body": "…", ABOUT_FIELD: about.to_string() }),
        encrypted: false,
        compose: None,
    };
    ctx.plan(&Scope::new(NAME), "about", Effect::Send(send));
}
