//! `/api/v1/c/{c}/log`: the public moderation log.

use secta_rules::state::{Happening, Logged};

use super::{
    reply::Refusal,
    shape::Named,
    types::{Affair, LogLine, ModerationLog, Refused},
};
use crate::{answer::Fault, here::Here};

/// How many lines a page has.
const LINES: usize = 100;

/// The moderation log, the newest line first.
#[utoipa::path(get, path = "/api/v1/c/{c}/log", tag = "affairs",
    params(
        ("c" = String, Path, description = "The community"),
        ("before" = Option<usize>, Query, description = "Only lines with smaller numbers: `next` of the page before"),
    ),
    responses((status = 200, body = ModerationLog), (status = 400, body = Refused), (status = 404, body = Refused)))]
pub(super) fn log(here: &Here) -> Result<ModerationLog, Refusal> {
    let rules = here.rules()?;
    let rules = rules.read();
    let all = rules.moderation_log();
    let end = match here.asks("before") {
        Some(before) => before.parse().map_err(|_| Fault::Malformed)?,
        None => all.len(),
    };
    let end = end.min(all.len());
    let start = end.saturating_sub(LINES);
    let shown = &all[start..end];
    let named = Named::of(here, shown.iter().map(|line| &line.account))?;
    let lines = shown.iter().enumerate().rev();
    Ok(ModerationLog {
        lines: lines
            .map(|(place, logged)| line(start + place, logged, &named))
            .collect(),
        next: (start > 0).then_some(start),
    })
}

fn line(number: usize, logged: &Logged, named: &Named) -> LogLine {
    let (what, affair, until_ms, why) = match &logged.what {
        Happening::CaseOpened(case) => ("opened", Affair::Case(case.to_string()), None, None),
        Happening::Silenced {
            case,
            until_ms,
            why,
        } => {
            let affair = Affair::Case(case.to_string());
            ("silenced", affair, Some(*until_ms), Some(why))
        }
        Happening::Excluded { case, why } => {
            ("excluded", Affair::Case(case.to_string()), None, Some(why))
        }
        Happening::CaseClosed(case) => ("closed", Affair::Case(case.to_string()), None, None),
        Happening::Appealed(appeal) => ("appealed", Affair::Appeal(appeal.to_string()), None, None),
        Happening::AppealDecided {
            appeal,
            upheld,
            why,
        } => {
            let what = if *upheld { "upheld" } else { "refused" };
            (what, Affair::Appeal(appeal.to_string()), None, Some(why))
        }
    };
    LogLine {
        number,
        time_ms: logged.time_ms,
        account: named.one(&logged.account),
        what: what.to_owned(),
        affair,
        until_ms,
        why: why.map(Into::into),
    }
}
