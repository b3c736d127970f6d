//! What the command line says, in the operator's language.

use std::{borrow::Cow, sync::OnceLock};

use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use secta_bot_kit::Lang;

const RU: &str = include_str!("../phrases/cli.ru.ftl");
const EN: &str = include_str!("../phrases/cli.en.ftl");

/// The language of the environment (`LC_ALL`, `LC_MESSAGES`, `LANG`): Russian where it says so, otherwise English.
pub fn operator_lang() -> Lang {
    let set = |name| std::env::var(name).ok().filter(|value| !value.is_empty());
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"].into_iter().find_map(set);
    if locale.is_some_and(|locale| locale.starts_with("ru")) {
        Lang::Ru
    } else {
        Lang::En
    }
}

/// A phrase with its arguments filled in. A phrase that is missing shows its id; a test keeps that from happening.
pub fn say(lang: Lang, id: &str, args: &[(&str, &str)]) -> String {
    let bundle = bundle(lang);
    let Some(pattern) = bundle.get_message(id).and_then(|message| message.value()) else {
        return id.to_owned();
    };
    let args: FluentArgs<'_> = args
        .iter()
        .map(|(name, value)| (Cow::from(*name), FluentValue::from(*value)))
        .collect();
    bundle
        .format_pattern(pattern, Some(&args), &mut Vec::new())
        .into_owned()
}

fn bundle(lang: Lang) -> &'static FluentBundle<FluentResource> {
    static RUSSIAN: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    static ENGLISH: OnceLock<FluentBundle<FluentResource>> = OnceLock::new();
    match lang {
        Lang::Ru => RUSSIAN.get_or_init(|| read(lang, RU)),
        Lang::En => ENGLISH.get_or_init(|| read(lang, EN)),
    }
}

fn read(lang: Lang, text: &str) -> FluentBundle<FluentResource> {
    let resource =
        FluentResource::try_new(text.to_owned()).unwrap_or_else(|(resource, _)| resource);
    let locale = lang.code().parse().expect("a language code is a locale");
    let mut bundle = FluentBundle::new_concurrent(vec![locale]);
    bundle.set_use_isolating(false);
    bundle.add_resource_overriding(resource);
    bundle
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn ids(text: &str) -> BTreeSet<&str> {
        text.lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(first_word)
            .collect()
    }

    fn first_word(line: &str) -> Option<&str> {
        line.split_once(" =").map(|(id, _)| id)
    }

    #[test]
    fn both_languages_have_the_same_phrases() {
        assert_eq!(ids(RU), ids(EN));
        for text in [RU, EN] {
            assert!(FluentResource::try_new(text.to_owned()).is_ok());
        }
    }

    #[test]
    fn every_phrase_that_the_source_names_exists() {
        let known = ids(RU);
        let mut folders = vec![std::path::PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("src")];
        while let Some(folder) = folders.pop() {
            for entry in std::fs::read_dir(folder).unwrap().map(Result::unwrap) {
                if entry.path().is_dir() {
                    folders.push(entry.path());
                } else {
                    check(&std::fs::read_to_string(entry.path()).unwrap(), &known);
                }
            }
        }
    }

    fn check(source: &str, known: &BTreeSet<&str>) {
        for piece in source.split('"').skip(1) {
            let starts = [
                "config-",
                "init-",
                "check-",
                "demo-",
                "replay-",
                "cli-",
                "export-",
                "verify-",
                "community-",
                "node-",
                "chronicle-",
                "client-",
                "wiki-",
            ];
            let ours = starts.iter().any(|start| piece.starts_with(start));
            let whole = piece.len() > 7
                && piece
                    .chars()
                    .all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-');
            if ours && whole && !piece.ends_with('-') {
                assert!(known.contains(piece), "no phrase {piece}");
            }
        }
    }
}
