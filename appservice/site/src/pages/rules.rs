//! `/c/{c}/rules`: the policy in force, in words, with today's magic number (R1).

use askama::Template;
use secta_bot_kit::{args, policy::Speech, words::Text};
use secta_rules::policy::Policy;

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    view::{Safe, safe},
};

#[derive(Template)]
#[template(path = "rules.html")]
struct Rules<'a> {
    f: Frame<'a>,
    version: u32,
    x: u32,
    magic: u32,
    paragraphs: Vec<Safe>,
    fields: Safe,
    principles: Option<Safe>,
}

/// The rules.
pub(crate) fn rules(here: &Here) -> Result<Answer, Fault> {
    let rules = here.rules()?;
    let rules = rules.read();
    let policy = rules.policy();
    let (x, magic) = rules.magic_today(here.now_ms);
    let speech = speech(here);
    let paragraphs = speech.paragraphs(policy).into_iter().map(Safe::from);
    let principles = Some(policy.principles.as_str()).filter(|principles| !principles.is_empty());
    let page = Rules {
        f: Frame::new(here, here.say("site-way-rules", args![]).plain),
        version: rules.policy_version(),
        x,
        magic,
        paragraphs: paragraphs.collect(),
        fields: speech.list(policy).into(),
        principles: principles.map(safe::plain),
    };
    Ok(Page::html(page.render()?).into())
}

/// What another policy would change.
pub(crate) fn changes(here: &Here, from: &Policy, to: &Policy) -> Text {
    speech(here).changes(from, to)
}

fn speech(here: &Here) -> Speech<'_> {
    Speech {
        words: &here.site.words,
        lang: here.lang(),
    }
}
