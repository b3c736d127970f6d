//! The policy's fields in words: their names and values, what changes, what is wrong with one. A value is shown in the
//! form in which it can be written.

mod speech;
#[cfg(test)]
mod tests;
mod written;

use secta_bot_kit::{Lang, args, grammar::fold, words::Words};
use secta_rules::policy::QuestStep;

pub use speech::Speech;
pub use written::read;

/// The field whose value is a text of many lines.
pub const PRINCIPLES: &str = "principles";

/// The longest that is compared with names, in bytes.
const TYPED_MAX: usize = 200;

/// How many fields there are.
pub const COUNT: usize = NAMES.len();

/// Each field with the phrase of its name.
const NAMES: [(&str, &str); 26] = [
    ("activity_window_ms", "community-field-activity"),
    ("magic_factor", "community-field-magic"),
    ("pending_max", "community-field-pending"),
    ("publish_share", "community-field-publish"),
    ("twilight_ms", "community-field-twilight"),
    ("reactions", "community-field-reactions"),
    ("argument_min", "community-field-argument"),
    ("vote_withdraw_ms", "community-field-withdraw"),
    ("silence_min", "community-field-silence"),
    ("mute_ms", "community-field-mute"),
    ("ladder", "community-field-ladder"),
    ("exclude_share", "community-field-exclude-share"),
    ("exclude_min", "community-field-exclude"),
    ("case_ms", "community-field-case"),
    ("appeal_ms", "community-field-appeal"),
    ("appeal_voters_min", "community-field-voters"),
    ("appeal_gap_ms", "community-field-gap"),
    ("proposal_ms", "community-field-proposal"),
    ("supertag_words", "community-field-words"),
    ("definition_min", "community-field-definition"),
    ("supertags_max", "community-field-supertags"),
    ("policy_share", "community-field-policy"),
    ("chronicle_votes", "community-field-chronicle"),
    ("quest", "community-field-quest"),
    ("announce_joins", "community-field-announce"),
    (PRINCIPLES, "community-field-principles"),
];

/// The steps of the quest with the phrases of their names.
const STEPS: [(QuestStep, &str); 6] = [
    (QuestStep::AcceptPrinciples, "community-step-principles"),
    (QuestStep::Introduce, "community-step-introduce"),
    (QuestStep::ChooseLanguage, "community-step-language"),
    (QuestStep::ReadPost, "community-step-read"),
    (QuestStep::FirstPost, "community-step-post"),
    (QuestStep::FirstComment, "community-step-comment"),
];

const YES: &str = "community-value-yes";
const NO: &str = "community-value-no";
const NO_QUEST: &str = "community-value-no-quest";
const USUAL: &str = "community-value-usual";

/// The field that is called so, in either language or in the record.
pub fn of_name(words: &Words, typed: &str) -> Option<&'static str> {
    let mut all = NAMES.iter();
    let found = all.find(|(field, id)| *field == typed.trim() || is(words, typed, id));
    found.map(|(field, _)| *field)
}

fn is(words: &Words, typed: &str, id: &str) -> bool {
    let mut langs = Lang::ALL.into_iter();
    typed.len() <= TYPED_MAX
        && langs.any(|lang| fold(&words.text(lang, id, &args![]).plain) == fold(typed))
}
