//! The commands as the grammar knows them.

use secta_bot_kit::grammar::{Body, CommandSpec};

use crate::NAME;

/// `!в летопись`
pub const ENTER: &str = "enter";
/// `!из летописи`
pub const TAKE_BACK: &str = "take-back";
/// `!доказательство`
pub const PROOF: &str = "proof";
/// `!летопись`
pub const LIST: &str = "list";

/// All of them.
pub fn all() -> Vec<CommandSpec> {
    vec![
        CommandSpec {
            bot: NAME,
            id: ENTER,
            ru: &["в летопись"],
            en: &["chronicle"],
            options: &[],
            body: Body::Line,
            usage: "chronicle-enter-usage",
            example: "chronicle-enter-example",
            help: "chronicle-enter-help",
        },
        CommandSpec {
            bot: NAME,
            id: LIST,
            ru: &["летопись"],
            en: &["entries"],
            options: &[],
            body: Body::Nothing,
            usage: "chronicle-list-usage",
            example: "chronicle-list-example",
            help: "chronicle-list-help",
        },
        CommandSpec {
            bot: NAME,
            id: PROOF,
            ru: &["доказательство"],
            en: &["proof"],
            options: &[],
            body: Body::Line,
            usage: "chronicle-proof-usage",
            example: "chronicle-proof-example",
            help: "chronicle-proof-help",
        },
        CommandSpec {
            bot: NAME,
            id: TAKE_BACK,
            ru: &["из летописи"],
            en: &["unchronicle"],
            options: &[],
            body: Body::Line,
            usage: "chronicle-back-usage",
            example: "chronicle-back-example",
            help: "chronicle-back-help",
        },
    ]
}
