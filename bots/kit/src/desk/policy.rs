use crate::{
    ids::{RoomId, UserId},
    lang::Lang,
};

/// How the front desk is set up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DeskPolicy {
    /// Who may invite the bot.
    pub invite: Inviters,
    /// The room that is told what was parked or refused for good.
    pub admin_room: Option<RoomId>,
    /// The language where nothing else decides.
    pub default_lang: Lang,
    /// How many commands a minute a user has.
    pub rate_per_minute: u32,
    /// How many at once.
    pub rate_burst: u32,
    /// How long a refused command may be mended by an edit, in milliseconds.
    pub edit_window_ms: i64,
    /// After how long an event that cannot be decrypted is answered so, in milliseconds.
    pub undecryptable_after_ms: i64,
}

/// Who may invite the bot.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inviters {
    /// The users of the own homeserver.
    OwnServer,
    /// These users (`@alice:example.org`) and the users of these homeservers (`example.org`).
    Listed(Vec<String>),
    /// Anyone.
    Anyone,
}

impl Default for DeskPolicy {
    fn default() -> Self {
        Self {
            invite: Inviters::OwnServer,
            admin_room: None,
            default_lang: Lang::default(),
            rate_per_minute: 20,
            rate_burst: 10,
            edit_window_ms: 5 * 60 * 1000,
            undecryptable_after_ms: 60 * 1000,
        }
    }
}

impl Inviters {
    /// Whether this user may.
    pub fn allow(&self, user: &UserId, own_server: &str) -> bool {
        match self {
            Self::OwnServer => user.server() == own_server,
            Self::Listed(list) => list
                .iter()
                .any(|one| one == user.as_str() || one == user.server()),
            Self::Anyone => true,
        }
    }
}
