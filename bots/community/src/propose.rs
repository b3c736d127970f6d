//! `!предложить правило`: proposing another policy.

use std::collections::BTreeSet;

use secta_bot_kit::{
    community::name_of,
    grammar::{Command, item},
    input::Event,
    policy,
    words::Words,
};
use secta_record::{RecordId, act::ProposalId};
use secta_rules::{Ask, Policy};
use serde_json::Value;

use crate::{
    asked::{Asked, Via},
    enact,
    scene::Scene,
};

/// Runs the command: the rules judge who proposes what.
pub fn run(scene: &mut Scene<'_, '_>, command: &Command) {
    let event = &command.event;
    let text = format!("{}\n{}", command.args, command.lines.join("\n"));
    match read(scene.ctx.words(), scene.rules.policy(), &text) {
        Ok(policy) => {
            let proposal = id(&scene.id, event);
            let asked = Asked {
                community: scene.id,
                by: event.sender.clone(),
                ask: Ask::ProposePolicy { proposal, policy },
                words: None,
                via: Via::Command,
            };
            enact::answer(scene, asked, event);
        }
        Err(phrase) => {
            let text = scene.text(scene.ctx.lang(), phrase, secta_bot_kit::args![]);
            scene.ctx.refuse(event, &text);
        }
    }
}

/// The id of what an event proposes.
pub fn id(community: &RecordId, event: &Event) -> ProposalId {
    ProposalId(name_of(community, &event.room, event.subject()))
}

/// The policy with the fields that a text names, or the phrase that says what is missing.
fn read(words: &Words, policy: &Policy, text: &str) -> Result<Value, &'static str> {
    let mut value = policy.to_value();
    let mut named = BTreeSet::new();
    for (name, text) in parts(words, text).ok_or("community-propose-form")? {
        let field = policy::of_name(words, name).unwrap_or(name);
        value[field] = policy::read(words, field, text);
        if !named.insert(field) {
            return Err("community-propose-twice");
        }
    }
    if named.is_empty() {
        return Err("community-propose-form");
    }
    Ok(value)
}

/// The parts `field: value`, on lines or between bars; what follows the principles' name is their text to the end.
/// Nothing where a part has no colon, or there are more than fields.
fn parts<'t>(words: &Words, text: &'t str) -> Option<Vec<(&'t str, &'t str)>> {
    let mut parts = Vec::new();
    let mut rest = text.trim();
    while !rest.is_empty() {
        if parts.len() == policy::COUNT {
            return None;
        }
        let (part, after) = rest.split_once(['\n', '|', '｜']).unwrap_or((rest, ""));
        let (name, value) = item(part).unwrap_or(part).split_once(':')?;
        let (_, to_the_end) = rest.split_once(':')?;
        let principles = policy::of_name(words, name) == Some(policy::PRINCIPLES);
        rest = if principles { "" } else { after.trim() };
        let value = if principles { to_the_end } else { value };
        parts.push((name.trim(), value.trim()));
    }
    Some(parts)
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use serde_json::json;

    use super::*;

    fn of(text: &str) -> Result<Value, &'static str> {
        let words = Words::new(&[Arc::new(crate::stories::bot())]);
        read(&words, &Policy::default(), text)
    }

    #[test]
    fn fields_stand_on_lines_or_between_bars() {
        for text in [
            "срок в Сумерках: 3 дня\nголоса для исключения: 4",
            "waiting time: 72h | Exclusion Votes: 4",
            "\n- срок в сумерках: 3 дня\n\n- exclude_min: 4",
        ] {
            let policy = of(text).expect("a policy");
            assert_eq!(policy["twilight_ms"], 72 * 3_600_000, "{text}");
            assert_eq!(policy["exclude_min"], 4);
            assert_eq!(policy["pending_max"], 5);
        }
    }

    #[test]
    fn the_principles_take_all_lines_to_the_end() {
        let policy = of("квест: без квеста\nпринципы: Мир\nи труд: всем | поровну\n");
        let policy = policy.expect("a policy");
        assert_eq!(policy["principles"], "Мир\nи труд: всем | поровну");
        assert_eq!(policy["quest"], json!([]));
    }

    #[test]
    fn what_has_no_form_is_not_guessed() {
        assert_eq!(of(""), Err("community-propose-form"));
        assert_eq!(of("побольше свободы"), Err("community-propose-form"));
        assert_eq!(of("квест: нет |"), of("квест: нет"));
        let many = "x: 1\n".repeat(10_000);
        assert_eq!(of(&many), Err("community-propose-form"));
        let twice = of("пусто: 1\nпусто: 2");
        assert_eq!(twice, Err("community-propose-twice"));
    }

    #[test]
    fn an_unknown_field_goes_to_the_rules_as_it_is() {
        let policy = of("overlord: @root:home").expect("fields");
        assert_eq!(policy["overlord"], "@root:home");
        assert!(Policy::parse(&policy).is_err());
    }
}
