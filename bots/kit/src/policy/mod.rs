//! A community's policy in words: what it says, its fields' names and values, what changes, what is wrong with one. A
//! value is shown in the form in which it can be written.

mod speech;
#[cfg(test)]
mod tests;
mod written;

use crate::{Lang, args, grammar::fold, words::Words};
use secta_record::act::Rank;
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
const NAMES: [(&str, &str); 28] = [
    ("activity_window_ms", "policy-field-activity"),
    ("magic_factor", "policy-field-magic"),
    ("pending_max", "policy-field-pending"),
    ("publish_share", "policy-field-publish"),
    ("twilight_ms", "policy-field-twilight"),
    ("reactions", "policy-field-reactions"),
    ("argument_min", "policy-field-argument"),
    ("vote_withdraw_ms", "policy-field-withdraw"),
    ("silence_min", "policy-field-silence"),
    ("mute_ms", "policy-field-mute"),
    ("ladder", "policy-field-ladder"),
    ("exclude_share", "policy-field-exclude-share"),
    ("exclude_min", "policy-field-exclude"),
    ("case_ms", "policy-field-case"),
    ("appeal_ms", "policy-field-appeal"),
    ("appeal_voters_min", "policy-field-voters"),
    ("appeal_gap_ms", "policy-field-gap"),
    ("proposal_ms", "policy-field-proposal"),
    ("supertag_words", "policy-field-words"),
    ("definition_min", "policy-field-definition"),
    ("supertags_max", "policy-field-supertags"),
    ("policy_share", "policy-field-policy"),
    ("chronicle_votes", "policy-field-chronicle"),
    ("wiki_edit", "policy-field-wiki-edit"),
    ("wiki_protect", "policy-field-wiki-protect"),
    ("quest", "policy-field-quest"),
    ("announce_joins", "policy-field-announce"),
    (PRINCIPLES, "policy-field-principles"),
];

/// The steps of the quest with the phrases of their names.
const STEPS: [(QuestStep, &str); 6] = [
    (QuestStep::AcceptPrinciples, "policy-step-principles"),
    (QuestStep::Introduce, "policy-step-introduce"),
    (QuestStep::ChooseLanguage, "policy-step-language"),
    (QuestStep::ReadPost, "policy-step-read"),
    (QuestStep::FirstPost, "policy-step-post"),
    (QuestStep::FirstComment, "policy-step-comment"),
];

/// The ranks with the phrases of their names.
const RANKS: [(Rank, &str); 3] = [
    (Rank::Ghost, "policy-value-ghost"),
    (Rank::Commenter, "policy-value-commenter"),
    (Rank::Trusted, "policy-value-trusted"),
];

const YES: &str = "policy-value-yes";
const NO: &str = "policy-value-no";
const NO_QUEST: &str = "policy-value-no-quest";
const USUAL: &str = "policy-value-usual";

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

/// The phrases of the policy.
pub(crate) fn phrases(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => include_str!("ru.ftl"),
        Lang::En => include_str!("en.ftl"),
    }
}
