//! `/api/v1/c/{c}/cases`: cases (R10).

use secta_record::act::{AccountId, CaseId};
use secta_rules::query::CaseView;

use super::{
    reply::Refusal,
    shape::{self, Named},
    types::{Case, OpenCases, Refused},
};
use crate::{answer::Fault, here::Here};

/// The open cases.
#[utoipa::path(get, path = "/api/v1/c/{c}/cases", tag = "affairs", operation_id = "open_cases",
    params(("c" = String, Path, description = "The community")),
    responses((status = 200, body = OpenCases), (status = 404, body = Refused)))]
pub(super) fn open(here: &Here) -> Result<OpenCases, Refusal> {
    let rules = here.rules()?;
    let open = rules.read().open_cases(here.now_ms);
    let named = Named::of(here, open.iter().flat_map(accounts))?;
    let cases = open.iter().map(|view| shaped(here, view, &named));
    Ok(OpenCases {
        cases: cases.collect::<Result<_, _>>()?,
    })
}

/// A case with what was said in it.
#[utoipa::path(get, path = "/api/v1/c/{c}/cases/{id}", tag = "affairs",
    params(
        ("c" = String, Path, description = "The community"),
        ("id" = String, Path, description = "The case"),
    ),
    responses((status = 200, body = Case), (status = 404, body = Refused)))]
pub(super) fn case(here: &Here) -> Result<Case, Refusal> {
    let id = CaseId(here.id("id")?.0);
    let rules = here.rules()?;
    let view = rules.read().case(&id, here.now_ms);
    let view = view.ok_or(Fault::Missing)?;
    let named = Named::of(here, accounts(&view))?;
    let arguments = shape::arguments(here, &id.0)?;
    Ok(Case {
        arguments,
        ..shaped(here, &view, &named)?
    })
}

fn accounts(view: &CaseView) -> impl Iterator<Item = &AccountId> {
    let voters = view.silence.iter().chain(&view.exclude);
    [&view.account, &view.opened_by].into_iter().chain(voters)
}

fn shaped(here: &Here, view: &CaseView, named: &Named) -> Result<Case, Refusal> {
    let id = here.community_id()?;
    let public = here.site.ports.library.items(&id, &[view.item])?;
    let exclusion = view
        .excluded
        .map_or(view.exclude_now, |decided| decided.why);
    Ok(Case {
        id: view.case.to_string(),
        item: view.item.to_string(),
        item_public: !public.is_empty(),
        account: named.one(&view.account),
        opened_by: named.one(&view.opened_by),
        opened_ms: view.opened_ms,
        due_ms: view.due_ms,
        closed_ms: view.closed_ms,
        overturned: view.overturned,
        silence: named.all(&view.silence),
        silence_why: (&view.silenced.unwrap_or(view.silence_now)).into(),
        muted_until_ms: view.muted_until_ms,
        exclude: named.all(&view.exclude),
        exclude_why: (&exclusion).into(),
        excluded: view.excluded.is_some(),
        arguments: Vec::new(),
    })
}
