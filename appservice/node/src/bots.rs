//! The bots of the node. To add one: a folder beside the others in `bots/`, and a line in [`Setup::all`].

use std::sync::Arc;

use jiff::tz::TimeZone;
use secta_bot_archive::{Archive, Settings as ArchiveSettings};
use secta_bot_chronicle::{Chronicle, Settings as ChronicleSettings};
use secta_bot_community::{Community, Settings as CommunitySettings};
use secta_bot_kit::{
    Bot, RoomId, UserId,
    desk::{Desk, DeskPolicy, Inviters},
    lane::Lane,
    read::Selves,
    when,
    words::Words,
};
use secta_bot_onboarding::Onboarding;
use secta_bot_search::{Search, Settings as SearchSettings};
use secta_bot_vote::{Vote, VoteSettings};
use secta_bot_wiki::Wiki;

use crate::config::{Config, Invite};

/// What the lane is made from.
#[derive(Clone, Debug)]
pub struct Setup {
    selves: Selves,
    desk: DeskPolicy,
    vote: VoteSettings,
    archive: ArchiveSettings,
    enabled: Option<Vec<String>>,
}

impl Setup {
    /// With the front desk's defaults.
    pub fn new(selves: Selves) -> Self {
        Self {
            selves,
            desk: DeskPolicy::default(),
            vote: VoteSettings::default(),
            archive: ArchiveSettings {
                remote: false,
                private: false,
                every_ms: 300_000,
                lang: DeskPolicy::default().default_lang,
            },
            enabled: None,
        }
    }

    /// Names what decides: this version of the program with these settings.
    pub fn digest(&self) -> String {
        let all = format!("{} {self:?}", env!("CARGO_PKG_VERSION"));
        blake3::hash(all.as_bytes()).to_hex().to_string()
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
        let zone = when::zone(&config.rooms.time_zone);
        Self {
            selves: selves(config),
            desk,
            vote: zone.map(|zone| VoteSettings { zone }).unwrap_or_default(),
            archive: ArchiveSettings {
                remote: config.archive.remote.is_some(),
                private: config.archive.private,
                every_ms: i64::from(config.archive.every_seconds) * 1_000,
                lang: config.rooms.default_language,
            },
            enabled: config.bots.enabled.clone(),
        }
    }

    /// All bots, whether they are enabled or not.
    pub fn all(&self) -> Vec<Arc<dyn Bot>> {
        let community = CommunitySettings {
            selves: self.selves.clone(),
            zone: self.vote.zone.clone(),
        };
        let chronicle = ChronicleSettings {
            selves: self.selves.clone(),
            zone: self.vote.zone.clone(),
        };
        let search = SearchSettings {
            selves: self.selves.clone(),
            zone: self.vote.zone.clone(),
            lang: self.desk.default_lang,
        };
        vec![
            Arc::new(Archive::new(self.archive.clone())),
            Arc::new(Chronicle::new(chronicle)),
            Arc::new(Community::new(community)),
            Arc::new(Onboarding),
            Arc::new(Search::new(search)),
            Arc::new(Vote::new(self.vote.clone())),
            Arc::new(Wiki::new(self.selves.clone())),
        ]
    }

    fn enabled(&self) -> Vec<Arc<dyn Bot>> {
        let wanted = |name: &str| match &self.enabled {
            Some(names) => names.iter().any(|enabled| enabled == name),
            None => true,
        };
        self.all()
            .into_iter()
            .filter(|bot| wanted(bot.name()))
            .collect()
    }
}

/// The names of the bots that the configuration enables.
///
/// # Errors
///
/// When it names one that there is not.
pub fn enabled(config: &Config) -> anyhow::Result<Vec<String>> {
    let setup = Setup::from_config(config);
    let names: Vec<&str> = setup.all().iter().map(|bot| bot.name()).collect();
    for name in config.bots.enabled.iter().flatten() {
        anyhow::ensure!(
            names.contains(&name.as_str()),
            "bots.enabled: there is no bot {name:?}; there are {}",
            names.join(", ")
        );
    }
    Ok(setup
        .enabled()
        .iter()
        .map(|bot| bot.name().to_owned())
        .collect())
}

/// The lane of the front desk and those bots that `only` names.
pub fn lane(setup: &Setup, only: impl Fn(&str) -> bool) -> Lane {
    Lane::new(
        setup.selves.clone(),
        Desk::new(setup.desk.clone(), setup.selves.clone()),
        &setup.enabled(),
        only,
    )
}

/// The phrases of all bots and of the site, for what is composed outside the bots.
pub fn words(setup: &Setup) -> Words {
    Words::with(&setup.all(), &[("site", secta_site::phrases)])
}

/// The zone in which days and hours are told.
pub fn zone(setup: &Setup) -> TimeZone {
    setup.vote.zone.clone()
}

/// The service's own users.
pub fn selves(config: &Config) -> Selves {
    Selves {
        bot: UserId::new(config.bot_user_id()),
        prefix: config.appservice.prefix.clone(),
        server: config.homeserver.server_name.clone(),
    }
}
