//! `/c/{c}/log`: the public moderation log, the newest line first.

use askama::Template;
use secta_bot_kit::args;
use secta_record::act::AccountId;
use secta_rules::state::{Happening, Logged};

use super::{frame::Frame, why};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    view::{
        Safe,
        date::{self, When},
        people::{self, Person},
    },
};

/// How many lines stand on a page.
const LINES: usize = 50;

struct Line {
    when: When,
    who: Person,
    what: String,
    numbers: Option<Safe>,
    href: String,
}

#[derive(Template)]
#[template(path = "log.html")]
struct Log<'a> {
    f: Frame<'a>,
    lines: Vec<Line>,
    next: Option<String>,
}

/// The log.
pub(crate) fn log(here: &Here) -> Result<Answer, Fault> {
    let rules = here.rules()?;
    let rules = rules.read();
    let all = rules.moderation_log();
    let end = here.asks("before").and_then(|end| end.parse().ok());
    let end: usize = end.unwrap_or(all.len()).min(all.len());
    let start = end.saturating_sub(LINES);
    let shown = &all[start..end];
    let accounts: Vec<AccountId> = shown.iter().map(|line| line.account.clone()).collect();
    let known = people::people(here, &accounts)?;
    let line = |logged: &Logged| line(here, logged, people::of(&known, &logged.account));
    let page = Log {
        f: Frame::new(here, here.say("site-log", args![]).plain),
        lines: shown.iter().rev().map(line).collect(),
        next: (start > 0).then(|| format!("{}?before={start}", here.link("log"))),
    };
    Ok(Page::html(page.render()?).into())
}

fn line(here: &Here, logged: &Logged, who: Person) -> Line {
    let (site, lang) = (&here.site, here.lang());
    let (id, numbers, href) = match &logged.what {
        Happening::CaseOpened(case) => ("site-log-opened", None, format!("case/{case}")),
        Happening::Silenced { case, why, .. } => {
            ("site-log-silenced", Some(why), format!("case/{case}"))
        }
        Happening::Excluded { case, why } => {
            ("site-log-excluded", Some(why), format!("case/{case}"))
        }
        Happening::CaseClosed(case) => ("site-log-closed", None, format!("case/{case}")),
        Happening::Appealed(appeal) => ("site-log-appealed", None, format!("appeal/{appeal}")),
        Happening::AppealDecided {
            appeal,
            upheld,
            why,
            ..
        } => {
            let id = match upheld {
                true => "site-log-upheld",
                false => "site-log-refused",
            };
            (id, Some(why), format!("appeal/{appeal}"))
        }
    };
    let until = match &logged.what {
        Happening::Silenced { until_ms, .. } => date::moment(site, lang, *until_ms),
        Happening::CaseOpened(_)
        | Happening::Excluded { .. }
        | Happening::CaseClosed(_)
        | Happening::Appealed(_)
        | Happening::AppealDecided { .. } => String::new(),
    };
    Line {
        when: date::when(site, lang, logged.time_ms),
        who,
        what: here.say(id, args!["until" => until]).plain,
        numbers: numbers.map(|numbers| why::numbers(here, numbers)),
        href: here.link(&href),
    }
}
