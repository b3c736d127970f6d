//! The commands as the grammar knows them.

use secta_bot_kit::grammar::{Body, CommandSpec};

use crate::NAME;

/// `!найди`
pub const FIND: &str = "find";
/// `!ещё`
pub const MORE: &str = "more";
/// `!поиск`
pub const SWITCH: &str = "switch";

/// All of them.
pub fn all() -> Vec<CommandSpec> {
    vec![
        CommandSpec {
            bot: NAME,
            id: FIND,
            ru: &["найди", "найти"],
            en: &["find"],
            options: &[],
            body: Body::Text,
            usage: "search-find-usage",
            example: "search-find-example",
            help: "search-find-help",
        },
        CommandSpec {
            bot: NAME,
            id: MORE,
            ru: &["ещё"],
            en: &["more"],
            options: &[],
            body: Body::Nothing,
            usage: "search-more-usage",
            example: "search-more-example",
            help: "search-more-help",
        },
        CommandSpec {
            bot: NAME,
            id: SWITCH,
            ru: &["поиск"],
            en: &["search"],
            options: &[],
            body: Body::Text,
            usage: "search-switch-usage",
            example: "search-switch-example",
            help: "search-switch-help",
        },
    ]
}
