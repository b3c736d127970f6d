//! `!дела` and `!журнал`: what is open, and what has been done (R10, R11).

use secta_bot_kit::{args, grammar::Command, words::Text};
use secta_record::act::Rank;
use secta_rules::{
    query::CaseView,
    state::{Happening, Logged},
};

use super::why;
use crate::{
    memory::{self, Role, Topic},
    scene::{Scene, account, shown_id, user},
};

/// How many lines are shown.
const SHOWN: usize = 20;

/// `!дела`: the open cases.
pub fn cases(scene: &mut Scene<'_, '_>, command: &Command) {
    let lang = scene.ctx.lang();
    let open = scene.rules.open_cases(scene.now_ms());
    // Who does not see the council gets no link into it.
    let asker = account(&command.event.sender);
    let sees = scene.rules.rank(&asker) == Rank::Trusted;
    let lines: Vec<Text> = open
        .iter()
        .take(SHOWN)
        .map(|case| case_line(scene, case, sees))
        .collect();
    let text = if lines.is_empty() {
        scene.text(lang, "community-cases-none", args![])
    } else {
        Text::lines([
            scene.text(lang, "community-cases", args!["n" => open.len()]),
            Text::list(lines),
        ])
    };
    scene.ctx.reply(&command.event, &text);
}

fn case_line(scene: &Scene<'_, '_>, case: &CaseView, sees: bool) -> Text {
    let lang = scene.ctx.lang();
    let topic: Option<Topic> = scene
        .ctx
        .get(&memory::topic(&scene.id, &case.case.0), "topic");
    let event = topic.and_then(|topic| topic.event);
    let link = event
        .filter(|_| sees)
        .zip(scene.room(Role::Council))
        .map(|(event, room)| scene.link(&room, &event));
    let args = args![
        "who" => shown_id(&user(&case.account)),
        "until" => scene.instant(lang, case.due_ms),
        "link" => link.unwrap_or_else(|| "none".to_owned()),
    ];
    let head = scene.text(lang, "community-cases-line", args);
    Text::lines([head, why::case(scene, &case.case).unwrap_or_default()])
}

/// `!журнал`: the moderation log, the newest line first.
pub fn log(scene: &mut Scene<'_, '_>, command: &Command) {
    let lang = scene.ctx.lang();
    let log = scene.rules.moderation_log();
    let lines: Vec<Text> = log
        .iter()
        .rev()
        .take(SHOWN)
        .map(|logged| log_line(scene, logged))
        .collect();
    let text = if lines.is_empty() {
        scene.text(lang, "community-log-none", args![])
    } else {
        Text::lines([
            scene.text(lang, "community-log", args!["n" => log.len()]),
            Text::list(lines),
        ])
    };
    scene.ctx.reply(&command.event, &text);
}

fn log_line(scene: &Scene<'_, '_>, logged: &Logged) -> Text {
    let lang = scene.ctx.lang();
    let at = scene.instant(lang, logged.time_ms);
    let who = shown_id(&user(&logged.account));
    let base = args!["at" => at, "who" => who];
    match &logged.what {
        Happening::CaseOpened(_) => scene.text(lang, "community-log-opened", base),
        Happening::Silenced { until_ms, why, .. } => {
            let args = base
                .with("until", scene.instant(lang, *until_ms))
                .with("votes", why.votes)
                .with("needed", why.threshold);
            scene.text(lang, "community-log-silenced", args)
        }
        Happening::Excluded { why, .. } => {
            let args = base.with("votes", why.votes).with("needed", why.threshold);
            scene.text(lang, "community-log-excluded", args)
        }
        Happening::CaseClosed(_) => scene.text(lang, "community-log-closed", base),
        Happening::Appealed(_) => scene.text(lang, "community-log-appealed", base),
        Happening::AppealDecided { upheld: true, .. } => {
            scene.text(lang, "community-log-upheld", base)
        }
        Happening::AppealDecided { upheld: false, .. } => {
            scene.text(lang, "community-log-refused", base)
        }
    }
}
