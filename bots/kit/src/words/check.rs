use std::collections::{BTreeMap, BTreeSet};

use fluent_bundle::FluentResource;
use fluent_syntax::ast;

#[cfg(test)]
use crate::desk;
use crate::{bot::Bot, grammar::CommandSpec, lang::Lang};

/// Checks a bot's phrases: both languages have the same ones with the same variables, every id begins with the
/// bot's name, and the commands' phrases are there.
///
/// # Panics
///
/// When they are not, with what is wrong.
pub fn check(bot: &dyn Bot) {
    check_files(bot.name(), |lang| bot.phrases(lang), &bot.commands());
}

/// Checks that each phrase named in these sources (`"vote-…"`) exists, and that each phrase is named there or by a
/// command.
///
/// # Panics
///
/// When one is not, with its name.
pub fn check_used(bot: &dyn Bot, sources: &[&str]) {
    check_sources(bot.name(), bot.phrases(Lang::Ru), &bot.commands(), sources);
}

/// Checks the phrases of a part that is no bot as [`check`] and [`check_used`] do.
///
/// # Panics
///
/// When one is missing, not used, or not the same in both languages.
pub fn check_part(name: &str, file: fn(Lang) -> &'static str, sources: &[&str]) {
    check_files(name, file, &[]);
    check_sources(name, file(Lang::Ru), &[], sources);
}

pub(crate) fn check_files(
    name: &str,
    file: impl Fn(Lang) -> &'static str,
    commands: &[CommandSpec],
) {
    let ru = phrases(name, Lang::Ru, file(Lang::Ru));
    let en = phrases(name, Lang::En, file(Lang::En));
    for (id, variables) in &ru {
        assert!(
            id.starts_with(&format!("{name}-")),
            "{name}: the phrase {id} does not begin with the bot's name"
        );
        assert_eq!(
            Some(variables),
            en.get(id),
            "{name}: the phrase {id} is not the same in English"
        );
    }
    for id in en.keys() {
        assert!(
            ru.contains_key(id),
            "{name}: the phrase {id} is missing in Russian"
        );
    }
    for command in commands {
        assert_eq!(
            command.bot, name,
            "the command {} names another bot",
            command.id
        );
        assert!(
            !command.ru.is_empty() && !command.en.is_empty(),
            "{name}: {} lacks a name",
            command.id
        );
        for id in [command.usage, command.example, command.help] {
            let variables = ru
                .get(id)
                .unwrap_or_else(|| panic!("{name}: the phrase {id} is missing"));
            assert!(
                variables.is_empty(),
                "{name}: the phrase {id} of a command takes variables"
            );
        }
    }
}

pub(crate) fn check_sources(name: &str, file: &str, commands: &[CommandSpec], sources: &[&str]) {
    let known = phrases(name, Lang::Ru, file);
    let mut used: BTreeSet<&str> = commands
        .iter()
        .flat_map(|command| [command.usage, command.example, command.help])
        .collect();
    for source in sources {
        used.extend(
            source
                .split('"')
                .skip(1)
                .step_by(1)
                .filter(|literal| is_phrase(name, literal)),
        );
    }
    for id in &used {
        assert!(
            known.contains_key(*id),
            "{name}: the phrase {id} is used and does not exist"
        );
    }
    // Heads the bot's part of the help.
    let about = format!("{name}-about");
    for id in known.keys().filter(|id| **id != about) {
        assert!(
            used.contains(id.as_str()),
            "{name}: the phrase {id} is never used"
        );
    }
}

fn is_phrase(name: &str, literal: &str) -> bool {
    literal
        .strip_prefix(name)
        .and_then(|rest| rest.strip_prefix('-'))
        .is_some_and(|rest| {
            !rest.is_empty()
                && rest
                    .bytes()
                    .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
        })
}

/// The phrases of a file, each with its variables.
fn phrases(name: &str, lang: Lang, file: &str) -> BTreeMap<String, BTreeSet<String>> {
    let resource = FluentResource::try_new(file.to_owned())
        .unwrap_or_else(|(_, errors)| panic!("{name}, {}: {errors:?}", lang.code()));
    let mut phrases = BTreeMap::new();
    for entry in resource.entries() {
        let ast::Entry::Message(message) = entry else {
            continue;
        };
        let id = message.id.name.to_owned();
        let mut variables = BTreeSet::new();
        let pattern = message
            .value
            .as_ref()
            .unwrap_or_else(|| panic!("{name}: the phrase {id} is empty"));
        in_pattern(pattern, &mut variables);
        let before = phrases.insert(id, variables);
        assert!(
            before.is_none(),
            "{name}, {}: a phrase is there twice: {}",
            lang.code(),
            message.id.name
        );
    }
    phrases
}

fn in_pattern(pattern: &ast::Pattern<&str>, variables: &mut BTreeSet<String>) {
    for element in &pattern.elements {
        if let ast::PatternElement::Placeable { expression } = element {
            in_expression(expression, variables);
        }
    }
}

fn in_expression(expression: &ast::Expression<&str>, variables: &mut BTreeSet<String>) {
    match expression {
        ast::Expression::Inline(inline) => in_inline(inline, variables),
        ast::Expression::Select { selector, variants } => {
            in_inline(selector, variables);
            variants
                .iter()
                .for_each(|variant| in_pattern(&variant.value, variables));
        }
    }
}

fn in_inline(inline: &ast::InlineExpression<&str>, variables: &mut BTreeSet<String>) {
    match inline {
        ast::InlineExpression::VariableReference { id } => {
            variables.insert(id.name.to_owned());
        }
        ast::InlineExpression::Placeable { expression } => in_expression(expression, variables),
        ast::InlineExpression::FunctionReference { arguments, .. } => {
            arguments
                .positional
                .iter()
                .for_each(|argument| in_inline(argument, variables));
        }
        ast::InlineExpression::StringLiteral { .. }
        | ast::InlineExpression::NumberLiteral { .. }
        | ast::InlineExpression::MessageReference { .. }
        | ast::InlineExpression::TermReference { .. } => {}
    }
}

/// [`check()`] for the front desk.
#[cfg(test)]
pub(crate) fn check_desk(sources: &[&str]) {
    check_files("desk", desk::phrases, &desk::commands());
    check_sources("desk", desk::phrases(Lang::Ru), &desk::commands(), sources);
}

/// [`check()`] for the phrases of [`crate::when`].
#[cfg(test)]
pub(crate) fn check_when(sources: &[&str]) {
    check_files("when", crate::when::phrases, &[]);
    check_sources("when", crate::when::phrases(Lang::Ru), &[], sources);
}
