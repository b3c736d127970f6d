//! Who has come, in which language, and how they want to see it.

use std::net::{IpAddr, SocketAddr};

use axum::{
    extract::ConnectInfo,
    http::{HeaderMap, header, request::Parts},
};
use secta_bot_kit::Lang;

use crate::{model::Session, ports::PortError, site::Site};

/// The cookie of a session.
pub(crate) const SESSION: &str = "secta_session";
/// The cookie of an attempt to sign in.
pub(crate) const ATTEMPT: &str = "secta_attempt";
/// The cookie of the language.
pub(crate) const LANG: &str = "secta_lang";
/// The cookie of the colours.
pub(crate) const LOOK: &str = "secta_look";

/// Light or dark.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Look {
    /// As the reader's system has it.
    #[default]
    System,
    Light,
    Dark,
}

impl Look {
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    pub fn code(self) -> &'static str {
        match self {
            Self::System => "system",
            Self::Light => "light",
            Self::Dark => "dark",
        }
    }

    pub fn of_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|look| look.code() == code)
    }
}

/// A visit.
#[derive(Clone, Debug)]
pub(crate) struct Visit {
    pub lang: Lang,
    pub look: Look,
    pub session: Option<Session>,
    /// The country that they come from, where something is withheld anywhere and it is known.
    pub country: Option<String>,
    /// From where they come, for counting attempts.
    pub peer: String,
    /// What their browser says of itself, shortened.
    pub agent: String,
}

impl Visit {
    /// Of a request.
    ///
    /// # Errors
    ///
    /// When the sessions cannot be read.
    pub fn of(parts: &Parts, site: &Site) -> Result<Self, PortError> {
        let headers = &parts.headers;
        let chosen = cookie(headers, LANG).and_then(Lang::of_code);
        let look = cookie(headers, LOOK).and_then(Look::of_code);
        let session = match cookie(headers, SESSION).filter(|secret| secret.len() <= 100) {
            Some(secret) => site.ports.accounts.session(secret)?,
            None => None,
        };
        let peer = peer(parts);
        let borders = &site.ports.borders;
        let country = (!borders.withheld().is_empty())
            .then(|| borders.country(peer, headers))
            .flatten();
        let agent = headers.get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok());
        Ok(Self {
            lang: chosen.unwrap_or_else(|| accepted(headers).unwrap_or(site.settings.lang)),
            look: look.unwrap_or_default(),
            session,
            country,
            peer: peer.map(|peer| peer.to_string()).unwrap_or_default(),
            agent: agent.unwrap_or_default().chars().take(200).collect(),
        })
    }
}

fn peer(parts: &Parts) -> Option<IpAddr> {
    let info = parts.extensions.get::<ConnectInfo<SocketAddr>>()?;
    Some(info.0.ip())
}

/// A cookie's value.
pub(crate) fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    let all = headers.get_all(header::COOKIE).into_iter();
    let pairs = all
        .filter_map(|value| value.to_str().ok())
        .flat_map(|value| value.split(';'));
    pairs
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(known, _)| *known == name)
        .map(|(_, value)| value)
}

/// The first language of a browser that exists here.
pub(crate) fn accepted(headers: &HeaderMap) -> Option<Lang> {
    let value = headers.get(header::ACCEPT_LANGUAGE)?.to_str().ok()?;
    let mut wanted: Vec<(u16, Lang)> = value.split(',').take(20).filter_map(weighed).collect();
    wanted.sort_by_key(|(weight, _)| std::cmp::Reverse(*weight));
    wanted.first().map(|(_, lang)| *lang)
}

/// A language with its weight in thousandths.
fn weighed(entry: &str) -> Option<(u16, Lang)> {
    let mut parts = entry.split(';').map(str::trim);
    let tag = parts.next()?;
    let code = tag.split('-').next()?.to_lowercase();
    let lang = match code.as_str() {
        // Who reads one of these is served best by Russian here.
        "uk" | "be" | "kk" => Lang::Ru,
        code => Lang::of_code(code)?,
    };
    let weight = parts.find_map(|part| part.strip_prefix("q="));
    let weight = weight.map_or(Some(1.0), |weight| weight.parse::<f32>().ok())?;
    // Between 0 and 1: rounding loses nothing that matters.
    let thousandths = (weight.clamp(0.0, 1.0) * 1000.0).round();
    let mut whole = 0_u16;
    while f32::from(whole) < thousandths {
        whole += 1;
    }
    (whole > 0).then_some((whole, lang))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn headers(name: header::HeaderName, value: &str) -> HeaderMap {
        let value = value.parse().expect("a header");
        HeaderMap::from_iter([(name, value)])
    }

    #[test]
    fn the_browser_says_the_language() {
        let lang = |value| accepted(&headers(header::ACCEPT_LANGUAGE, value));
        assert_eq!(lang("en-GB,en;q=0.9,ru;q=0.8"), Some(Lang::En));
        assert_eq!(lang("de,ru;q=0.7,en;q=0.5"), Some(Lang::Ru));
        assert_eq!(lang("en;q=0,ru;q=0.1"), Some(Lang::Ru));
        assert_eq!(lang("fr"), None);
        assert_eq!(lang("en;q=nonsense"), None);
    }

    #[test]
    fn a_cookie_is_found_among_others() {
        let headers = headers(header::COOKIE, "a=1; secta_lang=en;b=2");
        assert_eq!(cookie(&headers, LANG), Some("en"));
        assert_eq!(cookie(&headers, "secta"), None);
    }
}
