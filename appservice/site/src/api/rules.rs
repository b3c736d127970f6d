//! `/api/v1/c/{c}/rules`: the policy in force, with today's magic number (R1).

use secta_bot_kit::policy::Speech;

use super::{
    reply::Refusal,
    types::{Refused, Rules},
};
use crate::{here::Here, ports::PortError};

/// The rules in force.
#[utoipa::path(get, path = "/api/v1/c/{c}/rules", tag = "communities",
    params(("c" = String, Path, description = "The community")),
    responses((status = 200, body = Rules), (status = 404, body = Refused)))]
pub(super) fn rules(here: &Here) -> Result<Rules, Refusal> {
    let rules = here.rules()?;
    let rules = rules.read();
    let (x, magic) = rules.magic_today(here.now_ms);
    let speech = Speech {
        words: &here.site.words,
        lang: here.lang(),
    };
    let words = speech.paragraphs(rules.policy()).into_iter();
    let policy = serde_json::to_value(rules.policy());
    Ok(Rules {
        version: rules.policy_version(),
        x,
        magic,
        policy: policy.map_err(|error| PortError(error.to_string()))?,
        words: words.map(|words| words.plain).collect(),
    })
}
