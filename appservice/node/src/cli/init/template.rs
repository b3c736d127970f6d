//! The commented configuration, with the answers in their places.

use super::Answers;
use crate::config::docs;

/// Fills the template in.
pub(super) fn filled(answers: &Answers, as_token: &str, hs_token: &str) -> String {
    let text = |value: &str| Some(toml::Value::from(value));
    let values = [
        ("homeserver", "url", text(&answers.homeserver_url)),
        ("homeserver", "server_name", text(&answers.server_name)),
        ("appservice", "listen", text(&answers.listen)),
        ("appservice", "url", text(&answers.url)),
        ("appservice", "as_token", text(as_token)),
        ("appservice", "hs_token", text(hs_token)),
        ("appservice", "bot", text(&answers.bot)),
        ("operating", "listen", text(&answers.operating)),
        (
            "site",
            "listen",
            answers.site.as_deref().map(toml::Value::from),
        ),
        (
            "site",
            "url",
            answers
                .site
                .as_ref()
                .map(|site| toml::Value::from(site.replace("127.0.0.1", "http://localhost"))),
        ),
        ("database", "url", text(&answers.database)),
        ("limits", "burst", answers.burst.map(toml::Value::from)),
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
            Some((_, name, Some(value))) => text.push_str(&format!("{name} = {value}")),
            _ => text.push_str(line),
        }
        text.push('\n');
    }
    text
}
