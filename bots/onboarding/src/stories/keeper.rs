//! The bot that keeps communities, in miniature: it founds them, opens porches, and asks the rules.

use secta_bot_kit::{
    Bot, Ctx, Effect, Input, Lang, Look, RoomId, Scope, SendEvent, UserId, What,
    bot::own_scope,
    community::{About, item_of, name_of},
    effect::{ABOUT_FIELD, Created},
    grammar::{Body, Command, CommandSpec},
    input::Event,
    journal::{EffectResult, Outcome},
};
use secta_record::{
    RecordId,
    act::{
        AccountId, Act, AppealId, CaseId, Content, ItemId, Measure, Opinion, Profile, ProposalId,
    },
};
use secta_rules::{Ask, Command as Asking, Fact, Quiet, State, What as Fate};
use serde_json::{Value, json};

const NAME: &str = "keeper";

/// Names of commands in both languages; what each asks is told in [`Keeper::asks`].
const NAMES: [(&str, &str); 11] = [
    ("основать", "found"),
    ("вступить", "join"),
    ("пост", "post"),
    ("комментарий", "comment"),
    ("профиль", "profile"),
    ("за", "support"),
    ("исключить", "exclude"),
    ("апелляция", "appeal"),
    ("вернуть", "restore"),
    ("предложить", "propose"),
    ("пора", "due"),
];

/// The bot, with the policies of the communities that it founds and those that may be proposed.
pub struct Keeper {
    /// What communities are founded with.
    pub policy: Value,
    /// What is proposed instead.
    pub other: Value,
}

fn all() -> Scope {
    Scope::new(NAME)
}

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
        [all()]
            .into_iter()
            .chain(own_scope(NAME, input))
            .chain(input.room().as_ref().map(Scope::room))
            .collect()
    }

    fn handle(&self, input: &Input, ctx: &mut Ctx<'_>) {
        if let Some(command) = input.command_of(NAME) {
            match command.id {
                "found" => self.found(command, ctx),
                "join" => opens_porch(command, ctx),
                _ => self.asked(command, ctx),
            }
        } else if let What::Outcome(outcome) = &input.what {
            made(outcome, ctx);
        }
    }
}

impl Keeper {
    fn found(&self, command: &Command, ctx: &mut Ctx<'_>) {
        let found = Asking {
            by: AccountId::new("@_secta_bot:home"),
            ask: Ask::Found {
                name: command.args.clone(),
                founder: account(&command.event.sender),
                policy: self.policy.clone(),
            },
        };
        let facts = State::new()
            .decide(&found, ctx.now_ms())
            .expect("a sane policy");
        let id = ctx.found(facts).expect("a community");
        makes(ctx, &format!("stream/{id}"), &[]);
    }

    fn asked(&self, command: &Command, ctx: &mut Ctx<'_>) {
        let event = &command.event;
        let here = ctx.get(&all(), &format!("room/{}", event.room));
        let first = ctx.communities().iter().map(|(id, _)| *id).next();
        let id: RecordId = here.or(first).expect("a community");
        let rules = ctx.communities().get(&id).expect("its rules");
        let facts = if command.id == "due" {
            rules.due(ctx.now_ms())
        } else {
            let last = ctx.get(&all(), &format!("last/{id}"));
            let ask = self.asks(command, &id, rules, last);
            let asking = ask.map(|ask| Asking {
                by: account(&event.sender),
                ask,
            });
            let decided = asking.and_then(|asking| rules.decide(&asking, ctx.now_ms()).ok());
            decided.unwrap_or_default()
        };
        enact(ctx, id, facts, event);
    }

    fn asks(
        &self,
        command: &Command,
        id: &RecordId,
        rules: &State,
        last: Option<ItemId>,
    ) -> Option<Ask> {
        let event = &command.event;
        let item = item_of(id, &event.room, &event.id);
        let name = name_of(id, &event.room, &event.id);
        let named = AccountId::new(&command.args);
        let theirs = || rules.waiting_of(&named).first().copied();
        Some(match command.id {
            "post" => Ask::Post { item, tags: vec![] },
            "comment" => Ask::Comment {
                item,
                root: last?,
                parent: last?,
            },
            "profile" => Ask::Profile(Profile {
                display_name: Some("name".to_owned()),
                avatar: None,
                about: Some(command.args.clone()),
            }),
            "support" => match theirs() {
                Some(item) => Ask::Vote {
                    item,
                    opinion: Opinion::Useful,
                },
                None => Ask::ProposalVote {
                    proposal: rules.open_proposals(event.sent_ms).first()?.proposal,
                },
            },
            "exclude" => Ask::Moderate {
                item: theirs()?,
                case: rules.open_case_of(&theirs()?).unwrap_or(CaseId(name)),
                measure: Measure::Exclude,
                argument: Some("довод, в котором много букв".to_owned()),
            },
            "appeal" => Ask::Appeal {
                appeal: AppealId(name),
                text: command.args.clone(),
            },
            "restore" => Ask::AppealVote {
                appeal: rules.open_appeals(event.sent_ms).first()?.appeal,
                in_favour: true,
            },
            "propose" => Ask::ProposePolicy {
                proposal: ProposalId(name),
                policy: self.other.clone(),
            },
            _ => return None,
        })
    }
}

/// Enacts facts; what they publish stands in the stream, and who waits is told.
fn enact(ctx: &mut Ctx<'_>, id: RecordId, mut facts: Vec<Fact>, event: &Event) {
    let stream: Option<RoomId> = ctx.get(&all(), &format!("stream/{id}"));
    for fact in &mut facts {
        fact.fill(Content {
            text: "слова".to_owned(),
            ..Content::default()
        });
        match (&fact.what, stream.clone()) {
            (Fate::Public(Act::Post(post) | Act::ReleasedPost(post)), Some(stream)) => {
                ctx.put(&all(), &format!("last/{id}"), &post.item);
                if event.room != stream {
                    performs(ctx, id, post.item, stream, None);
                }
            }
            (Fate::Public(Act::Comment(it) | Act::ReleasedComment(it)), Some(stream))
                if event.room != stream =>
            {
                performs(ctx, id, it.item, stream, Some("$root"));
            }
            (Fate::Quiet(Quiet::Submit { .. } | Quiet::Drop { .. }), _) => {
                tells(ctx, &id, &fact.author);
            }
            (Fate::Public(Act::DecideAppeal(decision)), _) => {
                let rules = ctx.communities().get(&id);
                let view = rules.and_then(|it| it.appeal(&decision.appeal, fact.time_ms));
                tells(ctx, &id, &view.expect("an appeal").account);
            }
            _ => {}
        }
    }
    ctx.enact(id, facts);
}

/// Somebody is told in their porch that something has come of what they did.
fn tells(ctx: &mut Ctx<'_>, id: &RecordId, who: &AccountId) {
    if let Some(porch) = ctx.get::<RoomId>(&all(), &format!("porch/{id}/{who}")) {
        let content = json!({ "msgtype": "m.notice", "body": "ваше дело движется" });
        ctx.send(&porch, "m.room.message", content, "tell");
    }
}

fn performs(
    ctx: &mut Ctx<'_>,
    community: RecordId,
    item: ItemId,
    room: RoomId,
    root: Option<&str>,
) {
    let about = About::Item { community, item }.to_string();
    let mut content = json!({ "msgtype": "m.text", "body": "слова", ABOUT_FIELD: about });
    if let Some(root) = root {
        content["m.relates_to"] = json!({ "rel_type": "m.thread", "event_id": root });
    }
    let send = SendEvent {
        room,
        sender: Some(UserId::new("@_secta_c_puppet:home")),
        sent_ms: None,
        kind: "m.room.message".to_owned(),
        content,
        encrypted: false,
        compose: None,
    };
    ctx.plan(&all(), "say-again", Effect::Send(send));
}

fn makes(ctx: &mut Ctx<'_>, tag: &str, invite: &[&UserId]) {
    let request = json!({ "name": tag, "invite": invite });
    ctx.plan(&all(), tag, Effect::CreateRoom { request });
}

/// `!вступить имя`: a porch, or another invitation into it.
fn opens_porch(command: &Command, ctx: &mut Ctx<'_>) {
    let mut all_ids = ctx.communities().iter();
    let found = all_ids.find(|(_, rules)| rules.name() == Some(command.args.as_str()));
    let id = found.map(|(id, _)| *id).expect("the community");
    let user = &command.event.sender;
    match ctx.get::<RoomId>(&all(), &format!("porch/{id}/{user}")) {
        Some(room) => {
            let user = user.clone();
            ctx.plan(&all(), "invite", Effect::Invite { room, user });
        }
        None => {
            let lang = ctx.lang().code();
            makes(ctx, &format!("porch/{lang}/{id}/{user}"), &[user]);
        }
    }
}

/// A room is made: it is told what it is.
fn made(outcome: &Outcome, ctx: &mut Ctx<'_>) {
    let EffectResult::Done(done) = &outcome.result else {
        return;
    };
    let created: Option<Created> = done
        .data
        .clone()
        .and_then(|data| serde_json::from_value(data).ok());
    let Some(Created { room_id: room }) = created else {
        return;
    };
    if let Some(About::Porch {
        community,
        lang,
        user,
    }) = About::read(&outcome.tag)
    {
        ctx.put(&all(), &format!("room/{room}"), &community);
        ctx.put(&all(), &format!("porch/{community}/{user}"), &room);
        let about = About::Porch {
            community,
            lang,
            user,
        };
        let content =
            json!({ "msgtype": "m.notice", "body": "hello", ABOUT_FIELD: about.to_string() });
        ctx.send(&room, "m.room.message", content, "hello");
    } else if let Some(community) = outcome.tag.strip_prefix("stream/") {
        let community: RecordId = community.parse().expect("an id");
        ctx.put(&all(), &format!("room/{room}"), &community);
        ctx.put(&all(), &format!("stream/{community}"), &room);
        let about = About::Hall {
            community,
            lang: Lang::Ru,
            room: "stream".to_owned(),
        };
        let set = Effect::SetState {
            room,
            kind: "m.space.parent".to_owned(),
            state_key: "!space".to_owned(),
            content: json!({ ABOUT_FIELD: about.to_string() }),
        };
        ctx.plan(&all(), "space", set);
    }
}
