//! `!вики следить`: who watches a page is told of its changes in their porch: at once, and then at most every hour.

use secta_bot_kit::{
    Ctx, UserId, args, community::halls, grammar::Command, input::Fired, words::Answering,
};
use secta_record::RecordId;
use secta_wiki::title::Title;
use serde_json::json;

use crate::{act::About, ask, memory};

/// How the timer is named by which somebody is told of more changes.
pub const LATER: &str = "later";

/// How long somebody is not told again, in milliseconds.
const QUIET_MS: i64 = 60 * 60 * 1000;

/// The most who watch a page.
const WATCHERS_MAX: usize = 1_000;

/// `!вики следить` and `!вики не следить`.
pub fn asked(command: &Command, told: bool, ctx: &mut Ctx<'_>) {
    let Some((community, title)) = ask::named(command, ctx) else {
        return;
    };
    let by = &command.event.sender;
    if told && halls::porch_of(ctx, &community, by).is_none() {
        let text = ctx.say("wiki-no-porch", args![]);
        ctx.refuse(&command.event, &text);
        return;
    }
    let phrase = set(ctx, (&community, by), &title, told);
    let text = ctx.say(phrase, args!["title" => title.to_string()]);
    ctx.reply(&command.event, &text);
}

/// Has somebody told of a page's changes, or no more; returns the phrase that says so.
pub fn set(
    ctx: &mut Ctx<'_>,
    (community, user): (&RecordId, &UserId),
    title: &Title,
    told: bool,
) -> &'static str {
    let scope = memory::page(community, &memory::page_of(title));
    let mut watchers = memory::watchers(ctx, &scope);
    if !told {
        watchers.remove(user);
    } else if watchers.len() < WATCHERS_MAX {
        watchers.entry(user.clone()).or_default();
    } else if !watchers.contains_key(user) {
        return "wiki-watch-full";
    }
    memory::keep_watchers(ctx, &scope, &watchers);
    if told {
        "wiki-watched"
    } else {
        "wiki-unwatched"
    }
}

/// Whoever watched a page that was renamed watches it under its new title too.
pub fn moved(ctx: &mut Ctx<'_>, community: &RecordId, from: &Title, to: &Title) {
    let of = |title| memory::page(community, &memory::page_of(title));
    let (from, to) = (of(from), of(to));
    let mut watchers = memory::watchers(ctx, &to);
    for user in memory::watchers(ctx, &from).into_keys() {
        watchers.entry(user).or_default();
    }
    memory::keep_watchers(ctx, &to, &watchers);
}

/// A page has changed.
pub fn changed(ctx: &mut Ctx<'_>, community: &RecordId, title: &Title, by: &UserId) {
    let scope = memory::page(community, &memory::page_of(title));
    let mut watchers = memory::watchers(ctx, &scope);
    let now_ms = ctx.now_ms();
    for (user, watcher) in watchers.iter_mut().filter(|(user, _)| *user != by) {
        if now_ms >= watcher.quiet_until_ms {
            watcher.quiet_until_ms = now_ms.saturating_add(QUIET_MS);
            tell(ctx, (community, user), title, (Some(by.clone()), 1));
            continue;
        }
        watcher.more = watcher.more.saturating_add(1);
        if watcher.more == 1 {
            let name = format!("{LATER}/{}/{user}", scope.as_str());
            let payload = json!({ "user": user, "title": title });
            ctx.set_timer(&name, &scope, watcher.quiet_until_ms, payload);
        }
    }
    if !watchers.is_empty() {
        memory::keep_watchers(ctx, &scope, &watchers);
    }
}

/// The hour is over: somebody is told of what came in it.
pub fn fired(fired: &Fired, ctx: &mut Ctx<'_>) {
    let community = fired.scope.as_str().split('/').nth(1);
    let community: Option<RecordId> = community.and_then(|id| id.parse().ok());
    let user = fired.payload["user"].as_str().map(UserId::new);
    let title = fired.payload["title"].as_str().map(Title::parse);
    let (Some(community), Some(user), Some(Ok(title))) = (community, user, title) else {
        return;
    };
    let mut watchers = memory::watchers(ctx, &fired.scope);
    let Some(watcher) = watchers.get_mut(&user).filter(|watcher| watcher.more > 0) else {
        return;
    };
    let count = std::mem::take(&mut watcher.more);
    watcher.quiet_until_ms = ctx.now_ms().saturating_add(QUIET_MS);
    memory::keep_watchers(ctx, &fired.scope, &watchers);
    tell(ctx, (&community, &user), &title, (None, count));
}

fn tell(
    ctx: &mut Ctx<'_>,
    (community, user): (&RecordId, &UserId),
    title: &Title,
    (by, count): (Option<UserId>, u32),
) {
    let Some((porch, lang)) = halls::porch_of(ctx, community, user) else {
        return;
    };
    let title = title.clone();
    let compose = ask::compose(community, lang, About::Changed { title, by, count });
    let answering = Answering {
        mention: Some(user.clone()),
        ..Answering::default()
    };
    ctx.send_composed((&porch, lang), &answering, compose, "tell");
}
