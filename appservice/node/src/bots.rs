//! The bots of the node. To add one: a folder beside the others in `bots/`, and a line in [`all`].

use std::sync::Arc;

use secta_bot_kit::{
    Bot, RoomId, UserId,
    desk::{Desk, DeskPolicy, Inviters},
    lane::Lane,
    read::Selves,
};

use crate::config::{Config, Invite};

/// What the lane is made from.
#[derive(Clone, Debug)]
pub struct Setup {
    selves: Selves,
    desk: DeskPolicy,
}

impl Setup {
    /// With the front desk's defaults.
    pub fn new(selves: Selves) -> Self {
        Self {
            selves,
            desk: DeskPolicy::default(),
        }
    }

    /// As the configuration says.
    pub fn from_config(config: &Config) -> Self {
        let desk = DeskPolicy {
            invite: match config.rooms.invite.clone() {
                Invite::OwnServer => Inviters::OwnServer,
                Invite::Listed(list) => Inviters::Listed(list),
                Invite::Anyone => Inviters::Anyone,
            },
            admin_room: config.operating.admin_room.clone().map(RoomId::new),
            default_lang: config.rooms.default_language,
            rate_per_minute: config.limits.commands_per_minute,
            rate_burst: config.limits.burst,
            ..DeskPolicy::default()
        };
        Self {
            selves: selves(config),
            desk,
        }
    }
}

/// All bots.
pub fn all() -> Vec<Arc<dyn Bot>> {
    vec![Arc::new(secta_bot_vote::Vote::default())]
}

/// The names of the bots that the configuration enables.
///
/// # Errors
///
/// When it names one that there is not.
pub fn enabled(config: &Config) -> anyhow::Result<Vec<String>> {
    let names: Vec<String> = all().iter().map(|bot| bot.name().to_owned()).collect();
    let Some(wanted) = &config.bots.enabled else {
        return Ok(names);
    };
    for name in wanted {
        anyhow::ensure!(
            names.contains(name),
            "bots.enabled: there is no bot {name:?}; there are {}",
            names.join(", ")
        );
    }
    Ok(wanted.clone())
}

/// The lane of the front desk and those bots that `only` names.
pub fn lane(setup: &Setup, only: impl Fn(&str) -> bool) -> Lane {
    Lane::new(
        setup.selves.clone(),
        Desk::new(setup.desk.clone(), setup.selves.clone()),
        &all(),
        only,
    )
}

/// The service's own users.
pub fn selves(config: &Config) -> Selves {
    Selves {
        bot: UserId::new(config.bot_user_id()),
        prefix: config.appservice.prefix.clone(),
        server: config.homeserver.server_name.clone(),
    }
}
