//! `/api/v1/c/{c}/appeals`: appeals (R11).

use secta_record::act::{AccountId, AppealId};
use secta_rules::query::AppealView;

use super::{
    reply::Refusal,
    shape::{self, Named},
    types::{Appeal, OpenAppeals, Refused},
};
use crate::{answer::Fault, here::Here};

/// The open appeals.
#[utoipa::path(get, path = "/api/v1/c/{c}/appeals", tag = "affairs", operation_id = "open_appeals",
    params(("c" = String, Path, description = "The community")),
    responses((status = 200, body = OpenAppeals), (status = 404, body = Refused)))]
pub(super) fn open(here: &Here) -> Result<OpenAppeals, Refusal> {
    let rules = here.rules()?;
    let open = rules.read().open_appeals(here.now_ms);
    let named = Named::of(here, open.iter().flat_map(accounts))?;
    let appeals = open.iter().map(|view| shaped(view, &named)).collect();
    Ok(OpenAppeals { appeals })
}

/// An appeal with what was said in it.
#[utoipa::path(get, path = "/api/v1/c/{c}/appeals/{id}", tag = "affairs",
    params(
        ("c" = String, Path, description = "The community"),
        ("id" = String, Path, description = "The appeal"),
    ),
    responses((status = 200, body = Appeal), (status = 404, body = Refused)))]
pub(super) fn appeal(here: &Here) -> Result<Appeal, Refusal> {
    let id = AppealId(here.id("id")?.0);
    let rules = here.rules()?;
    let view = rules.read().appeal(&id, here.now_ms);
    let view = view.ok_or(Fault::Missing)?;
    let named = Named::of(here, accounts(&view))?;
    Ok(Appeal {
        arguments: shape::arguments(here, &id.0)?,
        ..shaped(&view, &named)
    })
}

fn accounts(view: &AppealView) -> impl Iterator<Item = &AccountId> {
    let voters = view.in_favour.iter().chain(&view.against);
    [&view.account].into_iter().chain(voters)
}

fn shaped(view: &AppealView, named: &Named) -> Appeal {
    Appeal {
        id: view.appeal.to_string(),
        account: named.one(&view.account),
        opened_ms: view.opened_ms,
        due_ms: view.due_ms,
        cases: view.cases.iter().map(ToString::to_string).collect(),
        in_favour: named.all(&view.in_favour),
        against: named.all(&view.against),
        decided: view.decided,
        upheld: view.verdict.upheld,
        why: (&view.verdict.why).into(),
        arguments: Vec::new(),
    }
}
