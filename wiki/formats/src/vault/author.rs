//! Who stands in a commit as its author.

use std::fmt::Write;

/// The name and the address of a commit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Author {
    name: String,
    address: String,
}

impl Author {
    /// A member of Matrix, under an address that no letter reaches.
    pub fn member(user_id: &str, name: &str) -> Self {
        let named = clean(name);
        Self {
            name: if named.is_empty() {
                clean(user_id)
            } else {
                named
            },
            address: address(user_id),
        }
    }

    /// The service itself, which merges.
    pub fn service(name: &str) -> Self {
        Self {
            name: clean(name),
            address: "secta@matrix.invalid".to_owned(),
        }
    }

    /// The name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The address.
    pub fn address(&self) -> &str {
        &self.address
    }

    /// With a time, as commits hold it: seconds, and the offset of the zone at that time.
    pub(crate) fn at(&self, at_ms: i64, zone: &jiff::tz::TimeZone) -> gix::actor::Signature {
        let seconds = (at_ms / 1000).clamp(0, 253_402_207_200);
        let offset = jiff::Timestamp::from_second(seconds)
            .map(|at| zone.to_offset(at).seconds())
            .unwrap_or_default();
        gix::actor::Signature {
            name: self.name.as_str().into(),
            email: self.address.as_str().into(),
            // Git tells offsets in minutes.
            time: gix::date::Time::new(seconds, offset / 60 * 60),
        }
    }
}

/// `@user:server` is `user=server@matrix.invalid`; what addresses do not have is written `%3A`.
fn address(user_id: &str) -> String {
    let user_id = user_id.strip_prefix('@').unwrap_or(user_id);
    let (local, server) = user_id.split_once(':').unwrap_or((user_id, ""));
    format!("{}={}@matrix.invalid", escaped(local), escaped(server))
}

fn escaped(part: &str) -> String {
    let mut out = String::new();
    for byte in part.bytes().take(255) {
        if byte.is_ascii_alphanumeric() || b"._-+/".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string does not fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

/// A name on one line, without what divides a commit's header.
fn clean(name: &str) -> String {
    let name: String = name
        .chars()
        .map(|c| if c.is_control() { ' ' } else { c })
        .filter(|c| !matches!(c, '<' | '>'))
        .collect();
    let name = name.split_whitespace().collect::<Vec<_>>().join(" ");
    // Git drops these from the ends of names, and a name of nothing else is no name.
    name.trim_matches(|c: char| ".,:;\"\\'".contains(c) || c.is_whitespace())
        .chars()
        .take(120)
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_gets_an_address_that_no_letter_reaches() {
        let author = Author::member("@вера:example.org:8448", "  Вера\n<вера@x> ");
        assert_eq!(author.name(), "Вера вера@x");
        assert_eq!(
            author.address(),
            "%D0%B2%D0%B5%D1%80%D0%B0=example.org%3A8448@matrix.invalid"
        );
    }

    #[test]
    fn a_member_without_a_name_goes_by_the_id() {
        assert_eq!(Author::member("@a:b", " .. ").name(), "@a:b");
    }
}
