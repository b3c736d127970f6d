//! The commands as the grammar knows them.

use secta_bot_kit::grammar::{Body, CommandSpec};

use crate::NAME;

/// `!вики`
pub const PAGE: &str = "page";
/// `!вики править`
pub const EDIT: &str = "edit";
/// `!вики история`
pub const HISTORY: &str = "history";
/// `!вики найти`
pub const FIND: &str = "find";
/// `!вики из обсуждения`
pub const THREAD: &str = "thread";
/// `!вики следить`
pub const WATCH: &str = "watch";
/// `!вики не следить`
pub const UNWATCH: &str = "unwatch";
/// `!вики обсудить`
pub const TALK: &str = "talk";

/// All of them.
pub fn all() -> Vec<CommandSpec> {
    let line = CommandSpec {
        bot: NAME,
        id: PAGE,
        ru: &["вики"],
        en: &["wiki"],
        options: &[],
        body: Body::Line,
        usage: "wiki-page-usage",
        example: "wiki-page-example",
        help: "wiki-page-help",
    };
    vec![
        line,
        CommandSpec {
            id: EDIT,
            ru: &["вики править"],
            en: &["wiki edit"],
            body: Body::Text,
            usage: "wiki-edit-usage",
            example: "wiki-edit-example",
            help: "wiki-edit-help",
            ..line
        },
        CommandSpec {
            id: HISTORY,
            ru: &["вики история"],
            en: &["wiki history"],
            usage: "wiki-history-usage",
            example: "wiki-history-example",
            help: "wiki-history-help",
            ..line
        },
        CommandSpec {
            id: FIND,
            ru: &["вики найти"],
            en: &["wiki find"],
            usage: "wiki-find-usage",
            example: "wiki-find-example",
            help: "wiki-find-help",
            ..line
        },
        CommandSpec {
            id: THREAD,
            ru: &["вики из обсуждения"],
            en: &["wiki from thread"],
            usage: "wiki-thread-usage",
            example: "wiki-thread-example",
            help: "wiki-thread-help",
            ..line
        },
        CommandSpec {
            id: WATCH,
            ru: &["вики следить"],
            en: &["wiki watch"],
            usage: "wiki-watch-usage",
            example: "wiki-watch-example",
            help: "wiki-watch-help",
            ..line
        },
        CommandSpec {
            id: UNWATCH,
            ru: &["вики не следить"],
            en: &["wiki unwatch"],
            usage: "wiki-unwatch-usage",
            example: "wiki-unwatch-example",
            help: "wiki-unwatch-help",
            ..line
        },
        CommandSpec {
            id: TALK,
            ru: &["вики обсудить"],
            en: &["wiki discuss"],
            usage: "wiki-talk-usage",
            example: "wiki-talk-example",
            help: "wiki-talk-help",
            ..line
        },
    ]
}
