//! The commands as the grammar knows them.

use secta_bot_kit::grammar::{Body, CommandSpec, OptionSpec};

use crate::NAME;

/// `!голосуем`
pub const START: &str = "start";
/// `!голосования`
pub const LIST: &str = "list";
/// `!итоги`
pub const RESULTS: &str = "results";

const OPTIONS: &[OptionSpec] = &[
    OptionSpec {
        id: "until",
        ru: &["срок", "до"],
        en: &["until", "deadline", "for"],
        value: true,
    },
    OptionSpec {
        id: "choices",
        ru: &["выбор"],
        en: &["choices", "choose"],
        value: true,
    },
    OptionSpec {
        id: "hidden",
        ru: &["скрыто"],
        en: &["hidden"],
        value: false,
    },
    OptionSpec {
        id: "quorum",
        ru: &["кворум"],
        en: &["quorum"],
        value: true,
    },
    OptionSpec {
        id: "secret",
        ru: &["тайно", "анонимно"],
        en: &["secret", "anonymous"],
        value: false,
    },
];

/// All of them.
pub fn all() -> Vec<CommandSpec> {
    vec![
        CommandSpec {
            bot: NAME,
            id: START,
            ru: &["голосуем", "опрос", "голосование", "голосовать"],
            en: &["vote", "poll"],
            options: OPTIONS,
            body: Body::Text,
            usage: "vote-start-usage",
            example: "vote-start-example",
            help: "vote-start-help",
        },
        CommandSpec {
            bot: NAME,
            id: LIST,
            ru: &["голосования", "опросы"],
            en: &["votes", "polls"],
            options: &[],
            body: Body::Nothing,
            usage: "vote-list-usage",
            example: "vote-list-example",
            help: "vote-list-help",
        },
        CommandSpec {
            bot: NAME,
            id: RESULTS,
            ru: &["итоги", "итог"],
            en: &["results", "result"],
            options: &[],
            body: Body::Nothing,
            usage: "vote-results-usage",
            example: "vote-results-example",
            help: "vote-results-help",
        },
    ]
}
