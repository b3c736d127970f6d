//! Matrix identifiers as the journal carries them: opaque, checked only as far as code relies on.

use std::fmt;

use serde::{Deserialize, Serialize};

macro_rules! identifier {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// Takes the identifier as it is written.
            pub fn new(text: impl Into<String>) -> Self {
                Self(text.into())
            }

            /// The identifier as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

identifier!(
    /// A room's id, `!opaque` or `!opaque:server`.
    RoomId
);
identifier!(
    /// A user's id, `@localpart:server`.
    UserId
);
identifier!(
    /// An event's id, `$opaque`.
    EventId
);

impl UserId {
    /// The part between `@` and the first `:`; the whole text where it has neither.
    pub fn localpart(&self) -> &str {
        let bare = self.0.strip_prefix('@').unwrap_or(&self.0);
        bare.split_once(':').map_or(bare, |(local, _)| local)
    }

    /// The server's name, after the first `:`; empty where there is none.
    pub fn server(&self) -> &str {
        self.0.split_once(':').map_or("", |(_, server)| server)
    }
}

/// A link of matrix.to to a room or an event in it, by way of a server that is in it.
pub fn permalink(room: &RoomId, event: Option<&EventId>, via: &str) -> String {
    let event = event.map(|event| format!("/{event}")).unwrap_or_default();
    format!("https://matrix.to/#/{room}{event}?via={via}")
}
