//! A community that an operator asks for in the name of a member of the own homeserver. It comes as a journal row of a
//! source of its own, and is founded like one asked for by `!община создать` (R2): nobody gets a rank by it.

use std::collections::BTreeMap;

use secta_bot_kit::{Lang, NewRow, RoomId, Scope, UserId, read::Selves};
use secta_record::RecordId;
use serde::{Deserialize, Serialize};

use crate::{
    asked::user_in,
    found,
    memory::{Hall, Role},
};

/// The source of the rows; the external id is the request's own.
pub const SOURCE: &str = "operator";
/// Where in a request's memory stands what came of it.
pub const BEGUN: &str = "begun";

/// What is asked for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Request {
    /// Who founds the community.
    pub founder: UserId,
    /// Its name.
    pub name: String,
    /// The language of its common rooms.
    pub lang: Lang,
}

/// Why a request cannot be made.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Unfit {
    /// It is no Matrix id.
    #[error("the founder is no Matrix id")]
    NotAnId,
    /// The founder is one of the service's own users.
    #[error("the founder is one of the service's own users")]
    OwnUser,
    /// The founder is of another homeserver.
    #[error("the founder is of another homeserver")]
    OtherServer,
    /// There is no name, or it is too long.
    #[error("the name is empty or longer than {} characters", found::NAME_MAX)]
    Name,
}

/// What was begun on a request.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Begun {
    /// The rooms of this community are being made.
    Founding(RecordId),
    /// The founder has this community already.
    There(RecordId),
    /// Somebody else has founded one of this name.
    Taken,
}

/// How far a request has come.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "standing", rename_all = "snake_case")]
pub enum Standing {
    /// Nobody has looked at it yet.
    Waits,
    /// Somebody else has founded a community of this name.
    Taken,
    /// Its rooms are being made.
    Making,
    /// The homeserver has refused rooms; another request asks for them again.
    Refused {
        /// What the homeserver said, by room.
        rooms: BTreeMap<Role, String>,
    },
    /// It is there, and the founder is invited.
    Ready {
        /// Its id.
        community: RecordId,
        /// Its rooms.
        rooms: BTreeMap<Role, RoomId>,
    },
}

impl Request {
    /// A request that can be granted: the limits are those of the command.
    ///
    /// # Errors
    ///
    /// Why it cannot.
    pub fn new(founder: &str, name: &str, lang: Lang, selves: &Selves) -> Result<Self, Unfit> {
        let founder = user_in(founder, None)
            .filter(|user| user.as_str() == founder)
            .ok_or(Unfit::NotAnId)?;
        if founder.server() != selves.server {
            return Err(Unfit::OtherServer);
        }
        if selves.owns(&founder) {
            return Err(Unfit::OwnUser);
        }
        let name = found::fit_name(name).ok_or(Unfit::Name)?;
        Ok(Self {
            founder,
            name,
            lang,
        })
    }

    /// Its row in the journal: a second one of the same id is dropped there.
    pub fn row(&self, id: &str, at_ms: i64) -> NewRow {
        NewRow {
            source: SOURCE.to_owned(),
            external_id: id.to_owned(),
            room: None,
            at_ms,
            body: serde_json::json!(self).to_string().into_bytes(),
            sealed: false,
        }
    }
}

impl Begun {
    /// The community, where there is one.
    pub fn community(self) -> Option<RecordId> {
        match self {
            Self::Founding(id) | Self::There(id) => Some(id),
            Self::Taken => None,
        }
    }
}

impl Standing {
    /// From what was begun, and the community's rooms.
    pub fn of(begun: Option<Begun>, hall: Option<Hall>) -> Self {
        let Some(begun) = begun else {
            return Self::Waits;
        };
        let Some(community) = begun.community() else {
            return Self::Taken;
        };
        match hall {
            Some(hall) if hall.ready => Self::Ready {
                community,
                rooms: hall.rooms,
            },
            Some(hall) if !hall.refused.is_empty() => Self::Refused {
                rooms: hall.refused,
            },
            Some(_) | None => Self::Making,
        }
    }
}

/// The scope of a request's memory.
pub fn scope(id: &str) -> Scope {
    Scope::new(format!("request/{id}"))
}
