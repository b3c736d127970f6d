//! The commands as the grammar knows them.

use secta_bot_kit::grammar::{Body, CommandSpec};

use crate::NAME;

macro_rules! commands {
    ($($(#[$doc:meta])* $name:ident $id:literal $body:ident [$($ru:literal),*] [$($en:literal),*];)*) => {
        $($(#[$doc])* pub const $name: &str = $id;)*

        /// All of them.
        pub fn all() -> Vec<CommandSpec> {
            vec![$(CommandSpec {
                bot: NAME,
                id: $id,
                ru: &[$($ru),*],
                en: &[$($en),*],
                options: &[],
                body: Body::$body,
                usage: concat!("community-", $id, "-usage"),
                example: concat!("community-", $id, "-example"),
                help: concat!("community-", $id, "-help"),
            }),*]
        }
    };
}

commands! {
    /// `!общины`
    LIST "list" Nothing ["общины"] ["communities"];
    /// `!община создать`
    CREATE "create" Line ["община создать", "создать общину"] ["community create", "create community"];
    /// `!вступить`
    JOIN "join" Line ["вступить", "войти"] ["join"];
    /// `!пост`
    POST "post" Text ["пост"] ["post"];
    /// `!комментарий`
    COMMENT "comment" Text ["комментарий", "коммент"] ["comment"];
    /// `!отозвать`
    WITHDRAW "withdraw" Line ["отозвать"] ["withdraw"];
    /// `!ранг`
    RANK "rank" Line ["ранг"] ["rank"];
    /// `!почему`
    WHY "why" Line ["почему"] ["why"];
    /// `!пригласить`
    INVITE "invite" Line ["пригласить"] ["invite"];
    /// `!апелляция`
    APPEAL "appeal" Text ["апелляция"] ["appeal"];
    /// `!дела`
    CASES "cases" Nothing ["дела", "дела совета"] ["cases"];
    /// `!журнал`
    LOG "log" Nothing ["журнал"] ["log"];
    /// `!правила`
    RULES "rules" Nothing ["правила"] ["rules"];
    /// `!супертег`
    SUPERTAG "supertag" Text ["супертег"] ["supertag"];
    /// `!предложить правило`
    PROPOSE "propose" Text ["предложить правило", "предложить правила", "предложить"] ["propose rule", "propose rules", "propose"];
    /// `!теги`
    TAGS "tags" Nothing ["теги", "супертеги"] ["tags", "supertags"];
    /// `!лента`
    FEED "feed" Line ["лента"] ["feed"];
    /// `!профиль`
    PROFILE "profile" Text ["профиль"] ["profile"];
    /// `!кошелёк`
    WALLET "wallet" Line ["кошелёк"] ["wallet"];
    /// `!спасибо`
    THANKS "thanks" Line ["спасибо"] ["thanks"];
}
