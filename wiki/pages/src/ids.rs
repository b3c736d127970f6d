//! What pages and revisions are called: 32 bytes, written as 64 lower-case hexadecimal digits.

/// Text that is not 64 lower-case hexadecimal digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not 64 lower-case hexadecimal digits")]
pub struct NotHex;

/// Reads 64 lower-case hexadecimal digits.
///
/// # Errors
///
/// When they are anything else.
pub fn read(text: &str) -> Result<[u8; 32], NotHex> {
    if text.bytes().any(|digit| digit.is_ascii_uppercase()) {
        return Err(NotHex);
    }
    blake3::Hash::from_hex(text)
        .map(|hash| *hash.as_bytes())
        .map_err(|_| NotHex)
}

/// Makes a type of 32 bytes that is written as 64 lower-case hexadecimal digits.
///
/// The crate that calls it needs `blake3` and `serde`.
#[macro_export]
macro_rules! id {
    ($(#[$doc:meta])* $name:ident) => {
        $(#[$doc])*
        #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub struct $name(pub [u8; 32]);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(&blake3::Hash::from_bytes(self.0).to_hex())
            }
        }

        impl std::fmt::Debug for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                write!(f, "{}({self})", stringify!($name))
            }
        }

        impl std::str::FromStr for $name {
            type Err = $crate::ids::NotHex;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                $crate::ids::read(text).map(Self)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }
    };
}

id! {
    /// A page's name for programs, made of its title's key: see [`Title::page_id`](crate::title::Title::page_id).
    PageId
}

id! {
    /// A revision's name: that of the record it stands in.
    RevisionId
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_comes_back_from_its_text_and_there_is_one_form() {
        let id = RevisionId([0xab; 32]);
        let text = id.to_string();
        assert_eq!(text, "ab".repeat(32));
        assert_eq!(text.parse(), Ok(id));
        for wrong in [&text[..63], &text.to_uppercase(), &"g".repeat(64), ""] {
            assert_eq!(wrong.parse::<RevisionId>(), Err(NotHex), "{wrong}");
        }
    }
}
