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

/// Links to an event: `https://matrix.to/#/!room/$event?via=…` or `matrix:roomid/…/e/…`. The event.
pub fn linked_event(word: &str) -> Option<String> {
    let path = word.trim_matches(['<', '>', '(', ')', '[', ']', ',', '.']);
    let path = path.split(['?']).next()?;
    let id = match path.split_once("matrix.to/#/") {
        Some((_, path)) => unescape(path.split_once('/')?.1),
        None => format!(
            "${}",
            unescape(path.strip_prefix("matrix:")?.split_once("/e/")?.1)
        ),
    };
    let well = id.starts_with('$')
        && id.len() <= 255
        && !id.chars().any(|c| c.is_whitespace() || c.is_control());
    well.then_some(id)
}

/// `%24` → `$`; what is no escape stays.
fn unescape(text: &str) -> String {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.as_bytes();
    while let [first, after @ ..] = rest {
        let hex = |bytes: &[u8]| {
            let digits = bytes
                .get(..2)
                .and_then(|two| std::str::from_utf8(two).ok())?;
            u8::from_str_radix(digits, 16).ok()
        };
        match hex(after).filter(|_| *first == b'%') {
            Some(byte) => {
                bytes.push(byte);
                rest = after.get(2..).unwrap_or_default();
            }
            None => {
                bytes.push(*first);
                rest = after;
            }
        }
    }
    String::from_utf8_lossy(&bytes).into_owned()
}
