//! `/api/v1/c/{c}/proposals`: proposals of supertags, of another policy, of entries for the chronicle (R12, R16).

use secta_record::act::{AccountId, ProposalId, Supertag};
use secta_rules::{query::ProposalView, state::Matter};

use super::{
    reply::Refusal,
    shape::{self, Named},
    types::{OpenProposals, Proposal, ProposalKind, Refused, SupertagWords},
};
use crate::{answer::Fault, here::Here, pages::affairs};

/// The open proposals.
#[utoipa::path(get, path = "/api/v1/c/{c}/proposals", tag = "affairs", operation_id = "open_proposals",
    params(("c" = String, Path, description = "The community")),
    responses((status = 200, body = OpenProposals), (status = 404, body = Refused)))]
pub(super) fn open(here: &Here) -> Result<OpenProposals, Refusal> {
    let rules = here.rules()?;
    let rules = rules.read();
    let open = rules.open_proposals(here.now_ms);
    let named = Named::of(here, open.iter().flat_map(accounts))?;
    let proposals = open.iter().map(|view| shaped(here, view, &named)).collect();
    Ok(OpenProposals { proposals })
}

/// A proposal with what was said of it.
#[utoipa::path(get, path = "/api/v1/c/{c}/proposals/{id}", tag = "affairs",
    params(
        ("c" = String, Path, description = "The community"),
        ("id" = String, Path, description = "The proposal"),
    ),
    responses((status = 200, body = Proposal), (status = 404, body = Refused)))]
pub(super) fn proposal(here: &Here) -> Result<Proposal, Refusal> {
    let id = ProposalId(here.id("id")?.0);
    let rules = here.rules()?;
    let rules = rules.read();
    let view = rules.proposal(&id, here.now_ms).ok_or(Fault::Missing)?;
    let named = Named::of(here, accounts(&view))?;
    Ok(Proposal {
        arguments: shape::arguments(here, &id.0)?,
        ..shaped(here, &view, &named)
    })
}

fn accounts<'v>(view: &'v ProposalView<'_>) -> impl Iterator<Item = &'v AccountId> {
    [&view.by].into_iter().chain(&view.votes)
}

fn shaped(here: &Here, view: &ProposalView<'_>, named: &Named) -> Proposal {
    let (kind, supertag, policy, item) = match view.matter {
        Matter::Supertag(supertag) => {
            let words = supertag.as_ref().map(words);
            (ProposalKind::Supertag, words, None, None)
        }
        Matter::Policy(policy) => {
            // A policy is plain data: it has JSON.
            let policy = serde_json::to_value(policy).ok();
            (ProposalKind::Policy, None, policy, None)
        }
        Matter::Entry(entry) => {
            let item = entry.item.map(|item| item.to_string());
            (ProposalKind::Entry, None, None, item)
        }
    };
    Proposal {
        id: view.proposal.to_string(),
        kind,
        title: affairs::title(here, view),
        supertag,
        policy,
        item,
        by: named.one(&view.by),
        opened_ms: view.opened_ms,
        due_ms: view.due_ms,
        votes: named.all(&view.votes),
        accepted: view.outcome.map(|outcome| outcome.accepted),
        why: (&view.outcome.map_or(view.now, |outcome| outcome.why)).into(),
        arguments: Vec::new(),
    }
}

fn words(supertag: &Supertag) -> SupertagWords {
    SupertagWords {
        name: supertag.name.clone(),
        definition: supertag.definition.clone(),
        synonyms: supertag.synonyms.clone(),
    }
}
