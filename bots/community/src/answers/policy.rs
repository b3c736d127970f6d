//! `!правила`: the policy in force, in words, with today's magic number.

use secta_bot_kit::{args, grammar::Command, words::Text};
use secta_record::act::Rank;

use crate::scene::Scene;

/// Runs the command.
pub fn rules(scene: &mut Scene<'_, '_>, command: &Command) {
    let lang = scene.ctx.lang();
    let policy = scene.rules.policy();
    let (x, needed) = scene.rules.magic_today(scene.now_ms());
    let head = args![
        "name" => scene.hall.name.as_str(),
        "version" => scene.rules.policy_version(),
        "x" => x,
        "n" => needed,
    ];
    let speech = scene.speech(lang);
    let fields = speech.fields(policy);
    let head = scene.text(lang, "community-policy-head", head);
    let said = speech.paragraphs(policy);
    let text = Text::paragraphs([head].into_iter().chain(said).chain([fields]));
    scene.ctx.reply(&command.event, &text);
}

/// Another policy is proposed: who decides on it.
pub fn proposed(scene: &Scene<'_, '_>) -> Text {
    let lang = scene.ctx.lang();
    let alone = scene.rules.accounts_of(Rank::Trusted).len() <= 1;
    let id = if alone {
        "community-propose-alone"
    } else {
        "community-propose-done"
    };
    scene.text(lang, id, args![])
}
