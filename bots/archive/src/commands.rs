//! The commands as the grammar knows them.

use secta_bot_kit::grammar::{Body, CommandSpec};

use crate::NAME;

/// `!запомни`
pub const SAVE: &str = "save";
/// `!вспомни`
pub const RECALL: &str = "recall";
/// `!заметки`
pub const NOTES: &str = "notes";
/// `!архив`
pub const SWITCH: &str = "switch";

/// All of them.
pub fn all() -> Vec<CommandSpec> {
    vec![
        CommandSpec {
            bot: NAME,
            id: SAVE,
            ru: &["запомни", "запомнить"],
            en: &["remember"],
            options: &[],
            body: Body::Text,
            usage: "archive-save-usage",
            example: "archive-save-example",
            help: "archive-save-help",
        },
        CommandSpec {
            bot: NAME,
            id: RECALL,
            ru: &["вспомни", "вспомнить"],
            en: &["recall"],
            options: &[],
            body: Body::Line,
            usage: "archive-recall-usage",
            example: "archive-recall-example",
            help: "archive-recall-help",
        },
        CommandSpec {
            bot: NAME,
            id: NOTES,
            ru: &["заметки"],
            en: &["notes"],
            options: &[],
            body: Body::Line,
            usage: "archive-notes-usage",
            example: "archive-notes-example",
            help: "archive-notes-help",
        },
        CommandSpec {
            bot: NAME,
            id: SWITCH,
            ru: &["архив"],
            en: &["archive"],
            options: &[],
            body: Body::Line,
            usage: "archive-switch-usage",
            example: "archive-switch-example",
            help: "archive-switch-help",
        },
    ]
}
