//! The commands as the grammar knows them.

use secta_bot_kit::grammar::{Body, CommandSpec};

use crate::NAME;

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident $id:literal [$($ru:literal),*] [$($en:literal),*];)*) => {
        $($(#[$doc])* pub const $name: &str = $id;)*

        /// All of them.
        pub fn all() -> Vec<CommandSpec> {
            vec![$(CommandSpec {
                bot: NAME,
                id: $id,
                ru: &[$($ru),*],
                en: &[$($en),*],
                options: &[],
                body: Body::Nothing,
                usage: concat!("onboarding-", $id, "-usage"),
                example: concat!("onboarding-", $id, "-example"),
                help: concat!("onboarding-", $id, "-help"),
            }),*]
        }
    };
}

commands! {
    /// `!квест`
    QUEST "quest" ["квест"] ["quest"];
    /// `!принимаю`
    ACCEPT "accept" ["принимаю"] ["accept"];
    /// `!дальше`
    NEXT "next" ["дальше"] ["next"];
    /// `!пропустить`
    SKIP "skip" ["пропустить"] ["skip"];
    /// `!квест пропустить`
    LEAVE "leave" ["квест пропустить", "пропустить квест"] ["quest skip", "skip quest"];
}
