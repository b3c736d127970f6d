//! The commented configuration, with the answers in their places.

use super::Answers;
use crate::config::docs;

/// Fills the template in.
pub(super) fn filled(answers: &Answers, as_token: &str, hs_token: &str) -> String {
    let values = [
        ("homeserver", "url", answers.homeserver_url.as_str()),
        ("homeserver", "server_name", &answers.server_name),
        ("appservice", "listen", &answers.listen),
        ("appservice", "url", &answers.url),
        ("appservice", "as_token", as_token),
        ("appservice", "hs_token", hs_token),
        ("appservice", "bot", &answers.bot),
        ("operating", "listen", &answers.operating),
        ("database", "url", &answers.database),
    ];
    let mut section = String::new();
    let mut text = String::new();
    for line in docs::template().lines() {
        if let Some(name) = line
            .strip_prefix('[')
            .and_then(|rest| rest.strip_suffix(']'))
        {
            section = name.to_owned();
        }
        let field = line
            .strip_prefix('#')
            .and_then(|rest| rest.split_once(" ="))
            .map(|(name, _)| name);
        let value = values
            .iter()
            .find(|(within, name, _)| *within == section && field == Some(*name));
        match value {
            Some((_, name, value)) => {
                text.push_str(&format!("{name} = {}", toml::Value::from(*value)))
            }
            None => text.push_str(line),
        }
        text.push('\n');
    }
    text
}
