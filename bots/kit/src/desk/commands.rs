use crate::{
    grammar::{Body, CommandSpec},
    lane::DESK,
    lang::Lang,
};

pub(super) const HELP: &str = "help";
const LANGUAGE: &str = "language";

/// The commands that the front desk itself answers.
pub(crate) fn commands() -> Vec<CommandSpec> {
    vec![
        CommandSpec {
            bot: DESK,
            id: HELP,
            ru: &["помощь", "справка", "команды"],
            en: &["help", "commands"],
            options: &[],
            body: Body::Line,
            usage: "desk-help-usage",
            example: "desk-help-example",
            help: "desk-help-help",
        },
        CommandSpec {
            bot: DESK,
            id: LANGUAGE,
            ru: &["язык"],
            en: &["language", "lang"],
            options: &[],
            body: Body::Line,
            usage: "desk-language-usage",
            example: "desk-language-example",
            help: "desk-language-help",
        },
    ]
}

/// The front desk's phrases.
pub(crate) fn phrases(lang: Lang) -> &'static str {
    match lang {
        Lang::Ru => include_str!("ru.ftl"),
        Lang::En => include_str!("en.ftl"),
    }
}
