//! Cases in the council (R10).

use secta_bot_kit::{Effect, UserId, args, words::tidy};
use secta_record::act::{CaseId, Exclude, Measure, OpenCase, Silence, Why};

use super::items;
use crate::{
    levels,
    memory::{self, Role, Subject},
    scene::{Scene, user},
};

/// How much of an item a case quotes, in characters.
const QUOTE_MAX: usize = 300;

/// A case is opened: a message that links the item and quotes it. What waits in the twilight is linked, not quoted.
pub fn opened(scene: &mut Scene<'_, '_>, open: &OpenCase) {
    let accused = user(&open.account);
    let lang = scene.hall.lang;
    let waits = scene.rules.draft(&open.item).is_some();
    let words = scene
        .words(&open.item)
        .filter(|_| !waits)
        .map(|words| words.text);
    let quote = words
        .map(|text| tidy(&text, QUOTE_MAX))
        .filter(|text| !text.is_empty());
    let quote = quote.map(|quote| scene.text(lang, "community-quote", args!["quote" => quote]));
    let link = scene.item_link(&open.item).unwrap_or_default();
    let reactions = &scene.rules.policy().reactions;
    let args = args![
        "who" => scene.name_of(&accused),
        "link" => link,
        "quote" => quote.unwrap_or_default(),
        "silence" => reactions.silence.as_str(),
        "exclude" => reactions.exclude.as_str(),
        "min" => scene.rules.policy().argument_min,
    ];
    let text = scene.text(lang, "community-case", args);
    scene.open_topic(&Subject::Case(open.case), &text);
}

/// A moderation vote waits for its argument.
pub fn intended(scene: &mut Scene<'_, '_>, case: &CaseId, voter: &UserId) {
    let args = args!["who" => scene.name_of(voter), "min" => scene.rules.policy().argument_min];
    let text = scene.text(scene.hall.lang, "community-case-argue", args);
    scene.in_topic(&case.0, &text, Some(voter));
}

/// A moderation vote counts from now on.
pub fn voted(scene: &mut Scene<'_, '_>, case: &CaseId, voter: &UserId) {
    let text = scene.text(
        scene.hall.lang,
        "community-case-voted",
        args!["who" => scene.name_of(voter)],
    );
    scene.in_topic(&case.0, &text, None);
}

/// A moderation vote was taken back.
pub fn unvoted(scene: &mut Scene<'_, '_>, case: &CaseId, voter: &UserId) {
    let text = scene.text(
        scene.hall.lang,
        "community-case-unvoted",
        args!["who" => scene.name_of(voter)],
    );
    scene.in_topic(&case.0, &text, None);
}

/// An item is hidden and its author muted, or a mute is lengthened.
pub fn silenced(scene: &mut Scene<'_, '_>, silence: &Silence) {
    let (who, now_ms) = (user(&silence.account), scene.now_ms());
    if let Some(case) = scene.rules.case(&silence.case, now_ms) {
        items::hidden(scene, &case.item);
    }
    levels::mute(scene, &who, silence.until_ms);
    decision(
        scene,
        &silence.case,
        Measure::Silence,
        &silence.why,
        Some(silence.until_ms),
    );
    let lang = scene.lang_of(&who);
    let args = args![
        "until" => scene.instant(lang, silence.until_ms),
        "votes" => silence.why.votes,
        "needed" => silence.why.threshold,
    ];
    let text = scene.text_for(&who, "community-muted-you", args);
    scene.tell(&who, &text);
}

/// An account is excluded: it leaves the members' rooms.
pub fn excluded(scene: &mut Scene<'_, '_>, exclude: &Exclude) {
    let who = user(&exclude.account);
    levels::unmute(scene, &who);
    remove(scene, &who);
    decision(scene, &exclude.case, Measure::Exclude, &exclude.why, None);
    let args = args!["votes" => exclude.why.votes, "needed" => exclude.why.threshold];
    let text = scene.text_for(&who, "community-excluded-you", args);
    scene.tell(&who, &text);
}

/// Removes somebody from the members' rooms.
fn remove(scene: &mut Scene<'_, '_>, who: &UserId) {
    let rooms = [Role::Stream, Role::Square, Role::Twilight, Role::Council];
    for room in scene.rooms(&rooms) {
        let remove = Effect::Remove {
            room,
            user: who.clone(),
            reason: None,
        };
        scene
            .ctx
            .plan(&memory::community(&scene.id), "remove", remove);
    }
}

/// A case's time is over.
pub fn closed(scene: &mut Scene<'_, '_>, case: &CaseId) {
    let text = scene.text(scene.hall.lang, "community-case-closed", args![]);
    scene.in_topic(&case.0, &text, None);
}

fn decision(
    scene: &mut Scene<'_, '_>,
    case: &CaseId,
    measure: Measure,
    why: &Why,
    until_ms: Option<i64>,
) {
    let lang = scene.hall.lang;
    let until = until_ms
        .map(|until_ms| scene.instant(lang, until_ms))
        .unwrap_or_default();
    let text = match measure {
        Measure::Silence => {
            let args = args!["until" => until, "votes" => why.votes, "needed" => why.threshold];
            scene.text(lang, "community-case-silenced", args)
        }
        Measure::Exclude => {
            let args = args!["votes" => why.votes, "needed" => why.threshold];
            scene.text(lang, "community-case-excluded", args)
        }
    };
    scene.in_topic(&case.0, &text, None);
}
