//! The commands.

use secta_bot_kit::{Ctx, args, grammar::Command, ids::permalink, words::Text};
use secta_record::RecordId;
use secta_rules::policy::QuestStep;

use crate::{
    commands,
    memory::{self, Mark, Place, Quest},
    porch,
    visit::{self, Visit},
    way,
};

/// Answers a command: in the member's own porch it is done, elsewhere it is told where that is.
pub fn command(command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    if let Some(Place::Porch { community, user }) = memory::place(ctx, &event.room)
        && user == event.sender
        && let Some(mut visit) = Visit::open(ctx, community, user)
    {
        porch::heard(&mut visit, true);
        visit.answers = Some(event.clone());
        done(command.id, &mut visit);
        visit.close();
    } else {
        elsewhere(command, ctx);
    }
}

fn done(id: &str, visit: &mut Visit<'_, '_>) {
    match id {
        commands::QUEST => way::resume(visit),
        commands::ACCEPT => take(visit, QuestStep::AcceptPrinciples),
        commands::NEXT if visit.quest.asked == Some(QuestStep::ReadPost) => {
            take(visit, QuestStep::ReadPost);
        }
        commands::NEXT => way::resume(visit),
        commands::SKIP => skip(visit),
        commands::LEAVE => leave(visit),
        // The registry hands over declared commands alone.
        other => debug_assert!(false, "nobody handles {other}"),
    }
}

/// The member takes a step by a command.
fn take(visit: &mut Visit<'_, '_>, step: QuestStep) {
    if visit.policy().quest.contains(&step) {
        visit.quest.marks.insert(step, Mark::Done);
    }
    way::resume(visit);
}

/// `!пропустить`: the step that was asked for.
fn skip(visit: &mut Visit<'_, '_>) {
    if let Some(step) = visit.quest.asked {
        visit.quest.marks.entry(step).or_insert(Mark::Skipped);
        way::go_on(visit, Vec::new());
    } else {
        let text = visit.text("onboarding-idle", args![]);
        visit.say(&text, None);
    }
}

/// `!квест пропустить`: all that is left of it.
fn leave(visit: &mut Visit<'_, '_>) {
    let id = match visit.quest.asked.take() {
        Some(_) => "onboarding-left",
        None => "onboarding-idle",
    };
    let text = visit.text(id, args![]);
    visit.say(&text, None);
}

/// The quest is a matter of the porch: whoever asks elsewhere is shown the way, in private.
fn elsewhere(command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    let all = ctx.communities().iter();
    let quests: Vec<(RecordId, Quest)> = all
        .filter_map(|(id, _)| {
            let quest = ctx.get(&memory::member(id, &event.sender), "quest")?;
            Some((*id, quest))
        })
        .collect();
    if quests.is_empty() {
        let text = ctx.say("onboarding-no-porch", args![]);
        ctx.refuse(event, &text);
    } else if ctx.place().is_some_and(|place| place.people <= 1) {
        let links = quests.iter().filter_map(|(id, quest)| link(ctx, id, quest));
        let links: Vec<Text> = links.collect();
        let text = Text::lines([ctx.say("onboarding-where", args![]), Text::list(links)]);
        ctx.reply(event, &text);
    } else {
        for (id, _) in quests {
            if let Some(mut visit) = Visit::open(ctx, id, event.sender.clone()) {
                let text = visit.text("onboarding-here", args![]);
                visit.say(&text, None);
            }
        }
    }
}

fn link(ctx: &Ctx<'_>, id: &RecordId, quest: &Quest) -> Option<Text> {
    let rules = ctx.communities().get(id)?;
    let link = permalink(&quest.porch, None, &visit::server(rules));
    let name = rules.name().unwrap_or_default();
    Some(ctx.say(
        "onboarding-where-line",
        args!["name" => name, "link" => link],
    ))
}
