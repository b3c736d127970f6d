//! Numbers in words: which rule, how many votes of how many, and what x and the magic number were (R14).

use secta_bot_kit::args;
use secta_record::act::Why;
use secta_rules::query::ItemView;

use crate::{
    here::Here,
    view::{Safe, date},
};

/// The numbers of a decision.
pub(crate) fn numbers(here: &Here, why: &Why) -> Safe {
    let args = args![
        "votes" => why.votes,
        "needed" => why.threshold,
        "x" => why.x,
        "magic" => why.magic,
        "rule" => format!("{:?}", why.rule),
        "policy" => why.policy,
    ];
    here.say("site-why-numbers", args).into()
}

/// What was decided of an item, and what it may bring next.
pub(crate) fn of_item(here: &Here, view: Option<&ItemView>) -> Vec<Safe> {
    let Some(view) = view else {
        return Vec::new();
    };
    let decided = [
        ("site-why-published", view.published),
        ("site-why-promoted", view.promoted),
        ("site-why-granted", view.granted),
    ];
    let mut lines: Vec<Safe> = decided
        .into_iter()
        .filter_map(|(id, decided)| {
            let decided = decided?;
            let at = date::moment(&here.site, here.lang(), decided.time_ms);
            let head = here.say(id, args!["at" => at]).html;
            Some(Safe(format!("{head} {}", numbers(here, &decided.why))))
        })
        .collect();
    if let Some(next) = &view.next {
        let id = match view.root {
            None => "site-why-next-post",
            Some(_) => "site-why-next-comment",
        };
        let head = here.say(id, args![]).html;
        lines.push(Safe(format!("{head} {}", numbers(here, next))));
    }
    lines
}
