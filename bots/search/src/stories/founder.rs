//! The bot that keeps communities, in miniature: it founds one in which a supertag is accepted, and says what its room
//! is.

use secta_bot_kit::{
    Bot, Ctx, Input, Lang, Look, Scope,
    bot::own_scope,
    community::About,
    effect::ABOUT_FIELD,
    grammar::{Body, Command, CommandSpec},
};
use secta_record::act::{AccountId, Content, ItemId, Opinion, ProposalId, Supertag};
use secta_rules::{Ask, Command as Asking, Fact, State};
use serde_json::json;

const NAME: &str = "founder";

/// The bot. `!основать Чай | чай, чаи` founds a community with a supertag and its synonyms; who
/// says it alone does so in their porch.
pub struct Founder;

impl Bot for Founder {
    fn name(&self) -> &'static str {
        NAME
    }

    fn phrases(&self, _: Lang) -> &'static str {
        ""
    }

    fn commands(&self) -> Vec<CommandSpec> {
        vec![CommandSpec {
            bot: NAME,
            id: "found",
            ru: &["основать"],
            en: &["found"],
            options: &[],
            body: Body::Text,
            usage: "founder-usage",
            example: "founder-example",
            help: "founder-help",
        }]
    }

    fn scopes(&self, input: &Input, _: &Look<'_>) -> Vec<Scope> {
        let room = input.room();
        let scopes = room.as_ref().map(Scope::room).into_iter();
        scopes.chain(own_scope(NAME, input)).collect()
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        if let Some(command) = input.command_of(NAME) {
            found(command, ctx);
        }
    }
}

fn found(command: &Command, ctx: &mut Ctx<'_>) {
    let (name, synonyms) = command.args.split_once('|').expect("a name and synonyms");
    let facts = Past::new(ctx.now_ms()).with_supertag(Supertag {
        name: name.trim().to_owned(),
        definition: "Всё, что к этому относится, и немного больше".to_owned(),
        synonyms: synonyms.split(',').map(|it| it.trim().to_owned()).collect(),
    });
    let community = ctx.found(facts).expect("a community");
    let lang = Lang::Ru;
    let alone = ctx.place().is_some_and(|place| place.people <= 1);
    let hall = match alone {
        true => About::Porch {
            community,
            lang,
            user: command.event.sender.clone(),
        },
        false => About::Hall {
            community,
            lang,
            room: "square".to_owned(),
        },
    };
    let content = json!({ "msgtype": "m.notice", "body": "…", ABOUT_FIELD: hall.to_string() });
    ctx.send(&command.event.room, "m.room.message", content, "hall");
}

/// What has happened in a community.
struct Past {
    rules: State,
    facts: Vec<Fact>,
    now_ms: i64,
}

impl Past {
    fn new(now_ms: i64) -> Self {
        let (rules, facts) = (State::new(), Vec::new());
        Self {
            rules,
            facts,
            now_ms,
        }
    }

    /// Anna founds it and trusts Boris, who proposes a supertag, for which she votes.
    fn with_supertag(mut self, supertag: Supertag) -> Vec<Fact> {
        let (first, second) = (ItemId([1; 32]), ItemId([2; 32]));
        let proposal = ProposalId([3; 32]);
        let post = |item| Ask::Post { item, tags: vec![] };
        self.asks(
            "_secta_bot",
            Ask::Found {
                name: "Поляна".to_owned(),
                founder: account("anna"),
                policy: json!({}),
            },
        );
        self.asks("anna", post(first));
        self.asks("boris", post(second));
        let opinion = Opinion::Support;
        self.asks(
            "anna",
            Ask::Vote {
                item: second,
                opinion,
            },
        );
        self.asks("boris", Ask::ProposeSupertag { proposal, supertag });
        self.asks("anna", Ask::ProposalVote { proposal });
        assert_eq!(self.rules.supertags().len(), 1);
        self.facts
    }

    fn asks(&mut self, who: &str, ask: Ask) {
        let by = account(who);
        let facts = self.rules.decide(&Asking { by, ask }, self.now_ms);
        for mut fact in facts.expect("it is allowed") {
            fact.fill(Content {
                text: "Слова".to_owned(),
                ..Content::default()
            });
            self.rules.apply(&fact).expect("it is lawful");
            self.facts.push(fact);
        }
    }
}

fn account(who: &str) -> AccountId {
    AccountId::new(format!("@{who}:home"))
}
