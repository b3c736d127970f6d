//! `!правила`: the policy in force, in words, with today's magic number.

use secta_bot_kit::{args, grammar::Command, words::Text};
use secta_record::act::Rank;
use secta_rules::magic::magic;

use crate::scene::Scene;

/// Runs the command.
pub fn rules(scene: &mut Scene<'_, '_>, command: &Command) {
    let lang = scene.ctx.lang();
    let policy = scene.rules.policy();
    let x = active_trusted(scene);
    let needed = if scene.rules.accounts_of(Rank::Trusted).is_empty() {
        0
    } else {
        magic(x, policy.magic_factor).max(1)
    };
    let reactions = &policy.reactions;
    let head = args![
        "name" => scene.hall.name.as_str(),
        "version" => scene.rules.policy_version(),
        "x" => x,
        "n" => needed,
    ];
    let posts = args![
        "support" => reactions.support.as_str(),
        "useful" => reactions.useful.as_str(),
        "oppose" => reactions.oppose.as_str(),
        "pending" => policy.pending_max,
        "twilight" => scene.duration(lang, policy.twilight_ms),
        "window" => scene.duration(lang, policy.activity_window_ms),
        "withdraw" => scene.duration(lang, policy.vote_withdraw_ms),
    ];
    let cases = args![
        "silence" => reactions.silence.as_str(),
        "exclude" => reactions.exclude.as_str(),
        "argument" => policy.argument_min,
        "silencemin" => policy.silence_min,
        "mute" => scene.duration(lang, policy.mute_ms),
        "share" => policy.exclude_share.to_string(),
        "excludemin" => policy.exclude_min,
        "case" => scene.duration(lang, policy.case_ms),
    ];
    let appeals = args![
        "appeal" => scene.duration(lang, policy.appeal_ms),
        "gap" => scene.duration(lang, policy.appeal_gap_ms),
    ];
    let tags = args![
        "words" => policy.supertag_words,
        "definition" => policy.definition_min,
        "proposal" => scene.duration(lang, policy.proposal_ms),
        "max" => policy.supertags_max,
    ];
    let chronicle = args![
        "chronicle" => reactions.chronicle.as_str(),
        "n" => policy.chronicle_votes,
    ];
    let text = Text::paragraphs([
        scene.text(lang, "community-policy-head", head),
        scene.text(lang, "community-policy-posts", posts),
        scene.text(lang, "community-policy-cases", cases),
        scene.text(lang, "community-policy-appeals", appeals),
        scene.text(lang, "community-policy-tags", tags),
        scene.text(lang, "community-policy-chronicle", chronicle),
        Text::lines([
            scene.text(lang, "community-policy-fields", args![]),
            scene.speech(lang).list(policy),
        ]),
    ]);
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

/// The trusted who did something of late (R1).
fn active_trusted(scene: &Scene<'_, '_>) -> u32 {
    let now_ms = scene.now_ms();
    let since_ms = now_ms.saturating_sub(scene.rules.policy().activity_window_ms);
    let trusted = scene.rules.accounts_of(Rank::Trusted);
    let views = trusted
        .iter()
        .filter_map(|account| scene.rules.account(account, now_ms));
    let active = views.filter(|view| {
        view.standing != secta_rules::query::Standing::Excluded
            && view.active_ms.is_some_and(|at_ms| at_ms > since_ms)
    });
    u32::try_from(active.count()).unwrap_or(u32::MAX)
}
