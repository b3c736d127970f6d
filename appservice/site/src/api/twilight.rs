//! `/api/v1/c/{c}/twilight`: what waits, for the trusted alone (R3, R6). For everybody else there is no such address.

use axum::{body::Body, http::Response};
use secta_record::act::ItemId;
use secta_rules::query::{ItemStatus, ItemView};

use super::{
    caller::Caller,
    reply::{self, Refusal},
    shape,
    types::{Refused, Twilight, WaitingItem},
};
use crate::{here::Here, model::Waiting};

/// What waits, the oldest first. Only the trusted learn that there is such an address.
#[utoipa::path(get, path = "/api/v1/c/{c}/twilight", tag = "items",
    params(("c" = String, Path, description = "The community")),
    security(("session" = [])),
    responses((status = 200, body = Twilight), (status = 404, body = Refused)))]
pub(super) async fn twilight(caller: Caller) -> Response<Body> {
    let here = caller.here;
    let waiting = waiting(&here).await;
    reply::answer(&here, waiting)
}

async fn waiting(here: &Here) -> Result<Twilight, Refusal> {
    here.trusted()?;
    let id = here.community_id()?;
    let ids: Vec<ItemId> = {
        let rules = here.rules()?;
        let rules = rules.read();
        rules.waiting()
    };
    let waiting = here.site.ports.twilight.waiting(&id, &ids).await?;
    let rules = here.rules()?;
    let rules = rules.read();
    let views = waiting
        .iter()
        .filter_map(|one| Some((one, rules.item(&one.item, here.now_ms)?)));
    let mut items: Vec<WaitingItem> = views
        .filter_map(|(one, view)| shaped(here, &rules, one, &view))
        .collect();
    items.sort_by(|a, b| (a.time_ms, &a.id).cmp(&(b.time_ms, &b.id)));
    Ok(Twilight { items })
}

fn shaped(
    here: &Here,
    rules: &secta_rules::State,
    one: &Waiting,
    view: &ItemView,
) -> Option<WaitingItem> {
    let ItemStatus::Waiting { until_ms } = view.status else {
        return None;
    };
    let opinion = here
        .account()
        .and_then(|account| rules.opinion(&one.item, &account));
    Some(WaitingItem {
        id: one.item.to_string(),
        root: view.root.map(|root| root.to_string()),
        author: shape::account(&view.author, one.name.as_deref()),
        time_ms: view.time_ms,
        until_ms,
        words: one
            .content
            .as_ref()
            .map(|content| shape::words(here, content)),
        support: view.tally.support,
        useful: view.tally.useful,
        oppose: view.tally.oppose,
        needs: view.next.map(|why| (&why).into()),
        opinion: opinion.map(Into::into),
    })
}
