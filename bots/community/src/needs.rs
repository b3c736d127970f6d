//! Which parts of the memory an input takes. What facts touch is told here once for all of them.

use secta_bot_kit::{
    Input, Look, Scope, UserId, What,
    input::{Content, Event},
    journal::Outcome,
    web::{self, Form},
};
use secta_record::{
    RecordId,
    act::{AccountId, Act, ItemId},
};
use secta_rules::{Ask, Command, Draft, Fact, Quiet, State, What as Fate};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    NAME,
    asked::{self, Reading},
    commands,
    memory::{self, Copies, Gather, Hall, Reads, Role, Subject},
    request,
    scene::account,
    web::read,
};

/// The scopes that an input takes, as far as can be told from what is loaded.
pub fn of(input: &Input, look: &Look<'_>) -> Vec<Scope> {
    let gather = Gather::new(look);
    match &input.what {
        What::Event(event) => of_event(event, input, &gather),
        What::Timer(fired) if fired.bot == NAME => {
            gather.want(fired.scope.clone());
            if let Some(id) = memory::as_community(fired.scope.as_str()) {
                of_due(id, input.at_ms, &gather);
            }
        }
        What::Outcome(outcome) if outcome.bot == NAME => of_outcome(outcome, &gather),
        What::Foreign {
            source,
            external_id,
            ..
        } if source == request::SOURCE => {
            gather.want(request::scope(external_id));
            of_all_communities(&gather);
        }
        What::Foreign {
            source,
            external_id,
            body,
        } if source == web::SOURCE => of_form(external_id, body, input.at_ms, &gather),
        What::Timer(_) | What::Outcome(_) | What::Foreign { .. } | What::Erased => {}
    }
    gather.end()
}

/// A form of the site.
fn of_form(id: &str, body: &Value, now_ms: i64, gather: &Gather<'_, '_>) {
    let scope = web::answer_scope(id);
    gather.want(scope);
    let Ok(form) = Form::deserialize(body) else {
        return;
    };
    of_community(&form.community, gather);
    gather.want(memory::member(&form.community, &form.by));
    if let Ok(wanted) = read::wanted(id, &form, now_ms, gather) {
        of_asked((form.community, &form.by), wanted.ask, now_ms, gather);
    }
}

/// What is asked of the rules, and all that follows of it.
fn of_asked((id, by): (RecordId, &UserId), ask: Ask, now_ms: i64, gather: &Gather<'_, '_>) {
    let by = account(by);
    let command = Command { by, ask };
    let rules = gather.communities().get(&id);
    let facts = rules.map(|rules| rules.decide(&command, now_ms));
    if let (Some(rules), Some(Ok(facts))) = (rules, facts) {
        let touched = Touched {
            id,
            rules,
            now_ms,
            gather,
        };
        facts.iter().for_each(|fact| touched.fact(fact));
    }
}

fn of_event(event: &Event, input: &Input, gather: &Gather<'_, '_>) {
    gather.want(Scope::room(&event.room));
    let place = memory::place(gather, &event.room);
    // Of the talk in rooms of no community nothing more is looked at.
    if place.is_some() || event.about.is_some() || input.command_of(NAME).is_some() {
        gather.want(memory::event(&event.id));
        gather.want(memory::event(event.subject()));
    }
    if let Some(place) = &place {
        of_community(&place.community, gather);
        gather.want(memory::member(&place.community, &event.sender));
        if let Content::Member(member) = &event.content {
            gather.want(memory::member(&place.community, &member.user));
        }
    }
    if event.own {
        of_echo(event, input, gather);
        return;
    }
    let reading = match input.command_of(NAME) {
        Some(command) => {
            of_other_command(
                command.id,
                event,
                &command.args,
                command.html.as_deref(),
                input,
                gather,
            );
            asked::of_command(command, input, gather)
        }
        None => asked::of_event(event, input, gather),
    };
    if let Reading::Ask(asked) = reading {
        gather.want(memory::member(&asked.community, &asked.by));
        of_community(&asked.community, gather);
        of_asked((asked.community, &asked.by), asked.ask, input.at_ms, gather);
    }
}

/// The community itself, and the rooms whose power levels may change.
fn of_community(id: &RecordId, gather: &Gather<'_, '_>) -> Option<Hall> {
    gather.read(&memory::community(id), "hall")
}

/// All communities; returns their ids.
fn of_all_communities(gather: &Gather<'_, '_>) -> Vec<RecordId> {
    let all: Vec<_> = gather.communities().iter().map(|(id, _)| *id).collect();
    for id in &all {
        of_community(id, gather);
    }
    all
}

/// What commands look at that ask the rules for no act.
fn of_other_command(
    id: &str,
    event: &Event,
    args: &str,
    html: Option<&str>,
    input: &Input,
    gather: &Gather<'_, '_>,
) {
    if matches!(id, commands::LIST | commands::CREATE | commands::JOIN) {
        for community in of_all_communities(gather) {
            gather.want(memory::member(&community, &event.sender));
        }
        return;
    }
    let Some(community) = asked::community_at(&event.room, gather) else {
        return;
    };
    of_community(&community, gather);
    gather.want(memory::member(&community, &event.sender));
    let Some(rules) = gather.communities().get(&community) else {
        return;
    };
    let touched = Touched {
        id: community,
        rules,
        now_ms: input.at_ms,
        gather,
    };
    if let Some(user) = asked::user_in(args, html) {
        gather.want(memory::member(&community, &user));
    }
    let meant = event.meant(args);
    if let Some(known) = meant.and_then(|event| memory::known(gather, &event)) {
        touched.subject(&known.what);
    }
    match id {
        commands::CASES => rules.open_cases(input.at_ms).iter().for_each(|case| {
            gather.want(memory::topic(&community, &case.case.0));
            touched.person(&case.account);
        }),
        commands::PROPOSE => touched.topic(&crate::propose::id(&community, event).0),
        commands::FEED => crate::tags::found(rules, args)
            .iter()
            .for_each(|filed| touched.item(&filed.item)),
        _ => {}
    }
}

/// The service's own events come back with what they stand for.
fn of_echo(event: &Event, input: &Input, gather: &Gather<'_, '_>) {
    let Some(known) = event.about.as_deref().and_then(memory::read_about) else {
        return;
    };
    of_community(&known.community, gather);
    if let Some(rules) = gather.communities().get(&known.community) {
        let touched = Touched {
            id: known.community,
            rules,
            now_ms: input.at_ms,
            gather,
        };
        touched.subject(&known.what);
        if let Subject::Item(item) = &known.what {
            let copies: Option<Copies> =
                gather.read(&memory::item(&known.community, item), "copies");
            let held = copies.map(|copies| copies.held).unwrap_or_default();
            held.iter().for_each(|item| touched.item(item));
        }
    }
}

fn of_due(id: RecordId, now_ms: i64, gather: &Gather<'_, '_>) {
    of_community(&id, gather);
    if let Some(rules) = gather.communities().get(&id) {
        let touched = Touched {
            id,
            rules,
            now_ms,
            gather,
        };
        rules.due(now_ms).iter().for_each(|fact| touched.fact(fact));
    }
}

fn of_outcome(outcome: &Outcome, gather: &Gather<'_, '_>) {
    gather.want(Scope::new(outcome.scope.clone()));
    if let Some(room) = memory::created(outcome) {
        gather.want(Scope::room(&room));
    }
    let member = memory::as_member(&outcome.scope);
    let id = memory::as_community(&outcome.scope).or(member.map(|(id, _)| id));
    if let Some(hall) = id.and_then(|id| of_community(&id, gather)) {
        let id = id.unwrap_or(RecordId([0; 32]));
        gather.want(memory::member(&id, &hall.founder));
    }
}

/// What facts touch in a community.
struct Touched<'t, 'g, 'a> {
    id: RecordId,
    rules: &'t State,
    now_ms: i64,
    gather: &'t Gather<'g, 'a>,
}

impl Touched<'_, '_, '_> {
    fn person(&self, account: &AccountId) {
        self.gather
            .want(memory::member(&self.id, &UserId::new(account.as_str())));
    }

    fn item(&self, item: &ItemId) {
        self.gather.want(memory::item(&self.id, item));
        if let Some(view) = self.rules.item(item, self.now_ms) {
            self.person(&view.author);
            if let Some(root) = view.root {
                self.gather.want(memory::item(&self.id, &root));
            }
            if let Some(case) = view.case {
                self.gather.want(memory::topic(&self.id, &case.0));
            }
        }
    }

    fn topic(&self, id: &[u8; 32]) {
        self.gather.want(memory::topic(&self.id, id));
    }

    fn subject(&self, subject: &Subject) {
        match subject {
            Subject::Item(item) => self.item(item),
            Subject::Case(case) => {
                self.topic(&case.0);
                if let Some(case) = self.rules.case(case, self.now_ms) {
                    self.item(&case.item);
                    self.person(&case.account);
                }
            }
            Subject::Appeal(appeal) => self.topic(&appeal.0),
            Subject::Proposal(proposal) => self.topic(&proposal.0),
            Subject::Reaction { .. } => {}
        }
    }

    /// The rooms in which the muted are listed.
    fn levels(&self) {
        let hall: Option<Hall> = self.gather.read(&memory::community(&self.id), "hall");
        let rooms = hall.map(|hall| hall.rooms).unwrap_or_default();
        let listed = |role: &Role| crate::levels::ROOMS.contains(role);
        let rooms = rooms.iter().filter(|(role, _)| listed(role));
        rooms.for_each(|(_, room)| self.gather.want(Scope::room(room)));
    }

    fn fact(&self, fact: &Fact) {
        self.person(&fact.author);
        match &fact.what {
            Fate::Public(act) => self.act(act),
            Fate::Quiet(quiet) => self.quiet(quiet),
        }
    }

    fn quiet(&self, quiet: &Quiet) {
        match quiet {
            Quiet::Submit { item, draft } | Quiet::Edit { item, draft, .. } => {
                self.item(item);
                if let Draft::Comment { root, .. } = draft {
                    self.item(root);
                }
            }
            Quiet::Drop { item, .. } => self.item(item),
            Quiet::Intend { case, .. } => self.topic(&case.0),
            Quiet::Unmute { account } => {
                self.person(account);
                self.levels();
            }
            Quiet::Vote { .. } | Quiet::Unvote { .. } | Quiet::Unintend { .. } => {}
        }
    }

    fn act(&self, act: &Act) {
        match act {
            Act::Post(post) | Act::ReleasedPost(post) => self.item(&post.item),
            Act::Comment(comment) | Act::ReleasedComment(comment) => {
                self.item(&comment.item);
                self.item(&comment.root);
                self.item(&comment.parent);
            }
            Act::Edit(edit) => self.item(&edit.item),
            Act::Withdraw(withdraw) => self.item(&withdraw.item),
            Act::Publish(publish) => self.item(&publish.item),
            Act::Promote(promote) => self.person(&promote.account),
            Act::Grant(grant) => {
                self.person(&grant.account);
                self.item(&grant.item);
            }
            Act::Invite(invite) => self.person(&invite.account),
            Act::OpenCase(open) => {
                self.topic(&open.case.0);
                self.item(&open.item);
            }
            Act::SilenceVote(vote) | Act::ExcludeVote(vote) => self.topic(&vote.case.0),
            Act::Unmoderate(vote) => self.topic(&vote.case.0),
            Act::Silence(silence) => self.ruling(&silence.case, &silence.account),
            Act::Exclude(exclude) => self.ruling(&exclude.case, &exclude.account),
            Act::CloseCase(close) => self.topic(&close.case.0),
            Act::Appeal(appeal) => self.topic(&appeal.appeal.0),
            Act::DecideAppeal(decision) => {
                self.topic(&decision.appeal.0);
                self.levels();
                if let Some(appeal) = self.rules.appeal(&decision.appeal, self.now_ms) {
                    self.person(&appeal.account);
                    let cases = appeal.cases.iter();
                    let cases = cases.filter_map(|case| self.rules.case(case, self.now_ms));
                    cases.for_each(|case| self.item(&case.item));
                }
            }
            Act::ProposeSupertag(propose) => self.topic(&propose.proposal.0),
            Act::ProposePolicy(propose) => self.topic(&propose.proposal.0),
            Act::AcceptProposal(accept) => self.topic(&accept.proposal.0),
            Act::LapseProposal(lapse) => self.topic(&lapse.proposal.0),
            Act::Found(_)
            | Act::Vote(_)
            | Act::Unvote(_)
            | Act::Presence(_)
            | Act::Join(_)
            | Act::AppealVote(_)
            | Act::AppealUnvote(_)
            | Act::ProposalVote(_)
            | Act::ProposalUnvote(_)
            | Act::ProposeEntry(_)
            | Act::Enter(_)
            | Act::WithdrawEntry(_)
            | Act::Revise(_)
            | Act::Protect(_)
            | Act::HideRevision(_)
            | Act::Profile(_)
            | Act::Wallet(_)
            | Act::Key(_) => {}
        }
    }

    fn ruling(&self, case: &secta_record::act::CaseId, account: &AccountId) {
        self.topic(&case.0);
        self.person(account);
        self.levels();
        if let Some(case) = self.rules.case(case, self.now_ms) {
            self.item(&case.item);
        }
    }
}
