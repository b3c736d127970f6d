//! `/api/v1/c/{c}/items`: listings of posts and comments.

use secta_record::act::AccountId;

use super::{
    reply::Refusal,
    shape,
    types::{Items, Refused},
};
use crate::{
    answer::Fault,
    here::Here,
    model::Listing,
    pages::stream::{key_of, key_text},
};

/// How many items a page has, and how many it may have.
const TAKE: usize = 20;
const TAKE_MAX: usize = 100;

/// A listing: the newest posts; or the most supported, the newest comments, those with a tag, those of somebody.
#[utoipa::path(get, path = "/api/v1/c/{c}/items", tag = "items",
    params(
        ("c" = String, Path, description = "The community"),
        ("list" = Option<String>, Query, description = "`newest` (posts), `supported` (posts) or `comments`"),
        ("tag" = Option<String>, Query, description = "Only posts with this plain tag"),
        ("supertag" = Option<String>, Query, description = "Only posts with this supertag, by any of its names"),
        ("by" = Option<String>, Query, description = "Only what this account wrote, posts and comments"),
        ("after" = Option<String>, Query, description = "The place behind which the page begins: `next` of the one before"),
        ("take" = Option<usize>, Query, description = "How many, at most 100"),
    ),
    responses((status = 200, body = Items), (status = 400, body = Refused), (status = 404, body = Refused)))]
pub(super) fn items(here: &Here) -> Result<Items, Refusal> {
    let (id, rules) = (here.community_id()?, here.rules()?);
    let listing = listing(here)?;
    let after = match here.asks("after") {
        Some(after) => Some(key_of(after).ok_or(Fault::Malformed)?),
        None => None,
    };
    let take = match here.asks("take") {
        Some(take) => take.parse().map_err(|_| Fault::Malformed)?,
        None => TAKE,
    };
    let take = take.clamp(1, TAKE_MAX);
    let listed = here.site.ports.library.listed(&id, &listing, after, take)?;
    let rules = rules.read();
    let items = listed
        .items
        .iter()
        .map(|item| shape::item(here, &rules, item));
    Ok(Items {
        items: items.collect::<Result<_, _>>()?,
        next: listed.next.as_ref().map(key_text),
    })
}

fn listing(here: &Here) -> Result<Listing, Refusal> {
    let narrowed = ["tag", "supertag", "by"];
    let mut narrowed = narrowed
        .into_iter()
        .filter_map(|name| Some((name, here.asks(name)?)));
    let first = narrowed.next();
    // What is asked for twice would be answered once.
    if narrowed.next().is_some() {
        return Err(Fault::Malformed.into());
    }
    Ok(match (first, here.asks("list")) {
        (Some(("tag", tag)), None) => Listing::Tag(secta_rules::text::fold(tag)),
        (Some(("supertag", name)), None) => {
            let rules = here.rules()?;
            let supertag = rules.read().supertag(name).map(|known| known.name.clone());
            Listing::Supertag(supertag.ok_or(Fault::Missing)?)
        }
        (Some((_, account)), None) => Listing::By(AccountId::new(account)),
        (None, None | Some("newest")) => Listing::Newest,
        (None, Some("supported")) => Listing::Supported,
        (None, Some("comments")) => Listing::Comments,
        (None | Some(_), Some(_)) => return Err(Fault::Malformed.into()),
    })
}
