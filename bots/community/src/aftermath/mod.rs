//! From facts to the rooms: the one place where it is told what each fact brings about there.

pub mod cases;
pub mod council;
pub mod edits;
pub mod items;
pub mod ranks;

use secta_record::act::Act;
use secta_rules::{Fact, Quiet, What};

use crate::scene::{Scene, user};

/// Carries a fact into the rooms.
pub fn of(scene: &mut Scene<'_, '_>, fact: &Fact) {
    match &fact.what {
        What::Public(act) => public(scene, fact, act),
        What::Quiet(quiet) => technical(scene, fact, quiet),
    }
}

fn public(scene: &mut Scene<'_, '_>, fact: &Fact, act: &Act) {
    let author = user(&fact.author);
    match act {
        Act::Post(post) | Act::ReleasedPost(post) => {
            items::published(scene, &post.item, &author, None)
        }
        Act::Comment(comment) | Act::ReleasedComment(comment) => {
            items::published(
                scene,
                &comment.item,
                &author,
                Some((&comment.root, &comment.parent)),
            );
        }
        Act::Edit(edit) => edits::edited(scene, &edit.item, &author),
        Act::Withdraw(withdraw) => items::taken_down(scene, &withdraw.item),
        Act::Promote(promote) => ranks::promoted(scene, promote),
        Act::Grant(grant) => ranks::granted(scene, grant),
        Act::Invite(invite) => ranks::invited(scene, &author, &invite.account),
        Act::OpenCase(open) => cases::opened(scene, open),
        Act::SilenceVote(vote) | Act::ExcludeVote(vote) => cases::voted(scene, &vote.case, &author),
        Act::Unmoderate(vote) => cases::unvoted(scene, &vote.case, &author),
        Act::Silence(silence) => cases::silenced(scene, silence),
        Act::Exclude(exclude) => cases::excluded(scene, exclude),
        Act::CloseCase(close) => cases::closed(scene, &close.case),
        Act::Appeal(appeal) => council::appealed(scene, appeal, &author),
        Act::DecideAppeal(decision) => council::appeal_decided(scene, decision),
        Act::ProposeSupertag(propose) => council::supertag_proposed(scene, propose, &author),
        Act::ProposePolicy(propose) => council::policy_proposed(scene, propose, &author),
        Act::AcceptProposal(accept) => council::settled(scene, &accept.proposal, true, &accept.why),
        Act::LapseProposal(lapse) => council::settled(scene, &lapse.proposal, false, &lapse.why),
        Act::Profile(profile) => ranks::described(scene, &author, profile),
        Act::Wallet(wallet) => ranks::wallet(scene, &author, wallet),
        Act::Found(_)
        | Act::Vote(_)
        | Act::Unvote(_)
        | Act::Presence(_)
        | Act::Publish(_)
        | Act::Join(_)
        | Act::AppealVote(_)
        | Act::AppealUnvote(_)
        | Act::ProposalVote(_)
        | Act::ProposalUnvote(_)
        | Act::ProposeEntry(_)
        | Act::Enter(_)
        | Act::WithdrawEntry(_)
        | Act::Revise(_)
        | Act::Protect(_)
        | Act::HideRevision(_)
        | Act::Key(_) => {}
    }
}

fn technical(scene: &mut Scene<'_, '_>, fact: &Fact, quiet: &Quiet) {
    let author = user(&fact.author);
    match quiet {
        Quiet::Submit { item, draft } => items::submitted(scene, item, draft, &author),
        Quiet::Edit { item, void, .. } => edits::redrafted(scene, item, *void, &author),
        Quiet::Drop { item, cause } => items::dropped(scene, item, *cause),
        Quiet::Intend { case, .. } => cases::intended(scene, case, &author),
        Quiet::Unmute { account } => ranks::unmuted(scene, account),
        Quiet::Vote { .. } | Quiet::Unvote { .. } | Quiet::Unintend { .. } => {}
    }
}
