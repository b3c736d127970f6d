//! `!почему`: the numbers behind an item, a case or a rank (R14).

use secta_bot_kit::{Lang, args, grammar::Command, words::Text};
use secta_record::act::{CaseId, ItemId, Why};
use secta_rules::query::ItemStatus;

use super::people;
use crate::{
    asked,
    memory::{self, Subject},
    scene::Scene,
};

/// Runs the command.
pub fn why(scene: &mut Scene<'_, '_>, command: &Command) {
    let answered = command
        .event
        .reply_to
        .as_ref()
        .and_then(|event| memory::known(&*scene.ctx, event));
    let named = asked::user_in(&command.args, command.html.as_deref());
    let text = match (answered.map(|known| known.what), named) {
        (Some(Subject::Item(id)), _) => item(scene, &id),
        (Some(Subject::Case(id)), _) => case(scene, &id),
        (Some(Subject::Appeal(id)), _) => appeal(scene, &id),
        (Some(Subject::Proposal(id)), _) => proposal(scene, &id),
        (Some(Subject::Reaction { .. }) | None, Some(who)) => Some(people::about(scene, &who)),
        (Some(Subject::Reaction { .. }) | None, None) => None,
    };
    match text {
        Some(text) => scene.ctx.reply(&command.event, &text),
        None => {
            let text = scene.text(scene.ctx.lang(), "community-why-what", args![]);
            scene.ctx.refuse(&command.event, &text)
        }
    };
}

/// The numbers of a decision, or of one that is still open.
fn numbers(scene: &Scene<'_, '_>, lang: Lang, id: &str, why: &Why) -> Text {
    let args = args![
        "rule" => format!("{:?}", why.rule),
        "votes" => why.votes,
        "needed" => why.threshold,
        "x" => why.x,
        "magic" => why.magic,
        "policy" => why.policy,
    ];
    scene.text(lang, id, args)
}

fn item(scene: &Scene<'_, '_>, id: &ItemId) -> Option<Text> {
    let lang = scene.ctx.lang();
    let view = scene.rules.item(id, scene.now_ms())?;
    let reactions = &scene.rules.policy().reactions;
    let status = match view.status {
        ItemStatus::Waiting { until_ms } => scene.text(
            lang,
            "community-why-waiting",
            args!["until" => scene.instant(lang, until_ms)],
        ),
        ItemStatus::Published { since_ms } => scene.text(
            lang,
            "community-why-published",
            args!["since" => scene.instant(lang, since_ms)],
        ),
        ItemStatus::Hidden => scene.text(lang, "community-why-hidden", args![]),
        ItemStatus::Withdrawn => scene.text(lang, "community-why-withdrawn", args![]),
    };
    let tally = args![
        "support" => format!("{} {}", reactions.support, view.tally.support),
        "useful" => format!("{} {}", reactions.useful, view.tally.useful),
        "oppose" => format!("{} {}", reactions.oppose, view.tally.oppose),
    ];
    let mut lines = vec![status, scene.text(lang, "community-why-tally", tally)];
    let decided = [
        ("community-why-was-published", view.published),
        ("community-why-was-promoted", view.promoted),
        ("community-why-was-granted", view.granted),
    ];
    for (id, decided) in decided {
        lines.extend(decided.map(|decided| numbers(scene, lang, id, &decided.why)));
    }
    lines.extend(
        view.next
            .map(|next| numbers(scene, lang, "community-why-next", &next)),
    );
    if let Some(edited_ms) = view.edited_ms {
        lines.push(scene.text(
            lang,
            "community-why-edited",
            args!["at" => scene.instant(lang, edited_ms)],
        ));
    }
    lines.extend(view.case.and_then(|case| self::case(scene, &case)));
    Some(Text::lines(lines))
}

/// A case's numbers.
pub fn case(scene: &Scene<'_, '_>, id: &CaseId) -> Option<Text> {
    let lang = scene.ctx.lang();
    let view = scene.rules.case(id, scene.now_ms())?;
    let silence = view.silenced.unwrap_or(view.silence_now);
    let exclude = view
        .excluded
        .map_or(view.exclude_now, |decided| decided.why);
    Some(Text::lines([
        numbers(scene, lang, "community-why-silence", &silence),
        numbers(scene, lang, "community-why-exclude", &exclude),
    ]))
}

fn appeal(scene: &Scene<'_, '_>, id: &secta_record::act::AppealId) -> Option<Text> {
    let lang = scene.ctx.lang();
    let view = scene.rules.appeal(id, scene.now_ms())?;
    let against = scene.text(
        lang,
        "community-why-against",
        args!["n" => view.verdict.against],
    );
    Some(Text::lines([
        numbers(scene, lang, "community-why-appeal", &view.verdict.why),
        against,
    ]))
}

fn proposal(scene: &Scene<'_, '_>, id: &secta_record::act::ProposalId) -> Option<Text> {
    let lang = scene.ctx.lang();
    let view = scene.rules.proposal(id, scene.now_ms())?;
    let why = view.outcome.map_or(view.now, |outcome| outcome.why);
    Some(numbers(scene, lang, "community-why-proposal", &why))
}
