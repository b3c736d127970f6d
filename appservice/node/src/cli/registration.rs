//! `secta registration`: the homeserver's half of the agreement.

use std::fmt::Write as _;

use crate::config::{Config, ConfigError};

/// The registration, in YAML.
///
/// `io.element.msc4190` stays out: with it Synapse refuses the login that gives the bot its device.
pub fn yaml(config: &Config) -> String {
    let appservice = &config.appservice;
    let server = escaped(&config.homeserver.server_name);
    let prefix = escaped(&appservice.prefix);
    let bot = escaped(&appservice.bot);
    let mut text = String::from(
        "# The homeserver's half of the agreement with secta: `secta registration` prints it.\n\
         # It holds secrets: only the homeserver may read it.\n",
    );
    for (name, value) in [
        ("id", appservice.id.as_str()),
        ("url", &appservice.url),
        ("as_token", appservice.as_token.expose()),
        ("hs_token", appservice.hs_token.expose()),
        ("sender_localpart", &config.sender_localpart()),
    ] {
        // Writing to a string cannot fail.
        let _ = writeln!(text, "{name}: {}", quoted(value));
    }
    let _ = write!(
        text,
        "rate_limited: false\n\
         protocols: []\n\
         de.sorunome.msc2409.push_ephemeral: false\n\
         namespaces:\n  \
           users:\n    \
             - exclusive: true\n      regex: {}\n    \
             - exclusive: true\n      regex: {}\n  \
           aliases:\n    \
             - exclusive: true\n      regex: {}\n  \
           rooms: []\n",
        quoted(&format!("^@{bot}:{server}$")),
        quoted(&format!("^@{prefix}.*:{server}$")),
        quoted(&format!("^#{prefix}.*:{server}$")),
    );
    text
}

/// The sample in the repository: its tokens are placeholders.
///
/// # Errors
///
/// Never, as long as the least configuration is one.
pub fn sample() -> Result<String, ConfigError> {
    let text = "[homeserver]\nurl = \"http://127.0.0.1:8008\"\nserver_name = \"example.org\"\n\
                [appservice]\nas_token = \"as-token-from-secta-init\"\nhs_token = \"hs-token-from-secta-init\"\n";
    Config::parse(text, std::path::Path::new("/")).map(|config| yaml(&config))
}

/// A JSON string is a YAML string.
fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

/// The text with what means something in a regular expression made plain.
fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        if r"\.+*?()|[]{}^$".contains(c) {
            escaped.push('\\');
        }
        escaped.push(c);
    }
    escaped
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAMPLE: &str = include_str!("../../../../registration.yaml");

    #[test]
    fn the_sample_in_the_repository_is_the_generated_one() {
        assert_eq!(sample().unwrap(), SAMPLE, "run `cargo xtask generate`");
    }

    #[test]
    fn a_dot_in_the_server_name_is_a_dot() {
        assert!(
            SAMPLE.contains(r#"regex: "^@secta:example\\.org$""#),
            "{SAMPLE}"
        );
    }

    #[test]
    fn the_sender_is_not_the_bot_and_device_management_is_left_out() {
        assert!(SAMPLE.contains("sender_localpart: \"_secta_service\""));
        assert!(!SAMPLE.contains("msc4190"));
    }
}
