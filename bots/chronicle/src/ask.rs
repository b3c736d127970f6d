//! `!доказательство` and `!летопись`.

use std::ops::RangeInclusive;

use secta_bot_kit::{Ctx, args, effect::Compose, grammar::Command, words::Text};
use secta_record::act::ProposalId;
use secta_rules::state::Matter;

use crate::{
    NAME, Settings,
    act::Question,
    memory::{self, EntryId},
    settle,
    show::{self, Stage},
};

/// How many entries are listed.
const LISTED: u64 = 10;

/// The numbers of the entries that are listed.
pub fn last(count: u64) -> RangeInclusive<u64> {
    count.saturating_sub(LISTED).saturating_add(1)..=count
}

/// `!доказательство`.
pub fn proof(command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    let Some(id) = memory::named(ctx, command) else {
        let text = ctx.say("chronicle-which", args![]);
        ctx.refuse(event, &text);
        return;
    };
    let record = memory::entry_of(ctx, &id).and_then(|entry| entry.record);
    let rules = ctx.communities().get(&id.community);
    let view = rules.and_then(|rules| rules.proposal(&id.proposal, ctx.now_ms()));
    let number = view.and_then(|view| match view.matter {
        Matter::Entry(entry) => entry.number,
        Matter::Supertag(_) | Matter::Policy(_) => None,
    });
    let Some((record, number)) = record.zip(number) else {
        let text = ctx.say("chronicle-not-in", args![]);
        ctx.refuse(event, &text);
        return;
    };
    let question = Question {
        community: id.community,
        record,
        number,
        lang: ctx.lang(),
    };
    let compose = Compose {
        by: NAME.to_owned(),
        // It is plain data: it has JSON.
        ask: serde_json::to_value(&question).unwrap_or_default(),
    };
    ctx.reply_file(event, "text/plain", compose);
}

/// `!летопись`: the last entries.
pub fn list(settings: &Settings, command: &Command, ctx: &mut Ctx<'_>) {
    let event = &command.event;
    let Some((community, rules)) = memory::community_at(ctx, &event.room)
        .and_then(|id| Some((id, ctx.communities().get(&id)?)))
    else {
        let text = ctx.say("chronicle-whose", args![]);
        ctx.refuse(event, &text);
        return;
    };
    let count = rules.entries();
    let lines: Vec<Text> = last(count)
        .rev()
        .filter_map(|number| {
            let scope = memory::number(&community, number);
            let proposal: ProposalId = ctx.get(&scope, "proposal")?;
            let id = EntryId {
                community,
                proposal,
            };
            let entry = memory::entry_of(ctx, &id)?;
            let lang = ctx.lang();
            if settle::stage(rules, &id, ctx.now_ms()) == Some(Stage::TakenBack) {
                return Some(ctx.say("chronicle-line-back", args!["n" => number]));
            }
            let args = args![
                "n" => number,
                "author" => show::name_of(&entry.author, Some(&entry.name)),
                "at" => show::instant(settings, ctx, lang, (entry.time_ms, 0)),
                "link" => show::copy_link(settings, ctx, &id, &entry),
            ];
            Some(ctx.say("chronicle-line", args))
        })
        .collect();
    let text = if lines.is_empty() {
        ctx.say("chronicle-none", args![])
    } else {
        let count = ctx.say("chronicle-count", args!["n" => count]);
        let how = ctx.say("chronicle-how", args![]);
        Text::lines([count, Text::list(lines), how])
    };
    ctx.reply(event, &text);
}
