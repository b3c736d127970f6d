//! Accounts that were made on the site: puppets of themselves, who read on the site what others are told in a porch.

use secta_bot_kit::{
    UserId, args,
    web::{Answer, Form, TOLD},
    words::Text,
};

use super::answer;
use crate::{
    found,
    memory::{self, Member},
    scene::Scene,
};

/// The most that is remembered of what somebody was told.
const TOLD_MAX: usize = 50;

/// What is said instead of phrases that speak of commands and invitations.
const PHRASES: [(&str, &str); 6] = [
    ("community-now-trusted", "community-web-now-trusted"),
    ("community-now-commenter", "community-web-now-commenter"),
    ("community-granted", "community-web-granted"),
    ("community-invited", "community-web-invited"),
    ("community-muted-you", "community-web-muted-you"),
    ("community-excluded-you", "community-web-excluded-you"),
];

/// The phrase for whoever reads it on the site.
pub fn phrase(id: &'static str) -> &'static str {
    let mut phrases = PHRASES.into_iter();
    let found = phrases.find(|(theirs, _)| *theirs == id);
    found.map_or(id, |(_, ours)| ours)
}

/// Notes the language of an account of the site, by the form that it sends.
pub fn speaks(scene: &mut Scene<'_, '_>, form: &Form) {
    let before = scene.member(&form.by);
    let after = Member {
        lang: Some(form.lang),
        native: true,
        ..before.clone()
    };
    if scene.settings.selves.is_native(&form.by) && before != after {
        scene.keep_member(&form.by, &after);
    }
}

/// An account that was made on the site comes into the community.
pub fn arrive(scene: &mut Scene<'_, '_>, form: &Form, name: &str) -> Answer {
    let native = scene.settings.selves.is_native(&form.by);
    let Some(name) = found::fit_name(name).filter(|_| native) else {
        return answer::no(scene.text(form.lang, "community-no-service", args![]));
    };
    let member = scene.member(&form.by);
    let text = scene.text(
        form.lang,
        "community-web-arrived",
        args!["name" => name.as_str()],
    );
    if member.name.as_ref() != Some(&name) {
        let name = Some(name);
        scene.keep_member(&form.by, &Member { name, ..member });
    }
    answer::yes(text)
}

/// Tells somebody something on the site.
pub fn tell(scene: &mut Scene<'_, '_>, who: &UserId, text: &Text) {
    let scope = memory::member(&scene.id, who);
    let mut told: Vec<(i64, String)> = scene.ctx.get(&scope, TOLD).unwrap_or_default();
    told.push((scene.now_ms(), text.html.clone()));
    told.drain(..told.len().saturating_sub(TOLD_MAX));
    scene.ctx.put(&scope, TOLD, &told);
}
