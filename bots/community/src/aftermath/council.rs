//! Appeals and proposals in the council (R11, R12).

use secta_bot_kit::{
    UserId, args,
    words::{Answering, notice, tidy},
};
use secta_record::act::{Appeal, DecideAppeal, ProposalId, ProposePolicy, ProposeSupertag, Why};
use secta_rules::{Policy, state::Matter};

use super::{items, ranks};
use crate::{
    levels,
    memory::{Role, Subject},
    scene::{Scene, user},
};

/// How much of an appeal or a definition is shown, in characters.
const TEXT_MAX: usize = 4000;

/// Somebody appeals.
pub fn appealed(scene: &mut Scene<'_, '_>, appeal: &Appeal, author: &UserId) {
    let lang = scene.hall.lang;
    let reactions = &scene.rules.policy().reactions;
    let args = args![
        "who" => scene.name_of(author),
        "text" => tidy(appeal.text.as_deref().unwrap_or_default(), TEXT_MAX),
        "support" => reactions.support.as_str(),
        "oppose" => reactions.oppose.as_str(),
        "time" => scene.duration(lang, scene.rules.policy().appeal_ms),
    ];
    let text = scene.text(lang, "community-appeal", args);
    scene.open_topic(&Subject::Appeal(appeal.appeal), &text);
    let lang = scene.lang_of(author);
    let args = args!["time" => scene.duration(lang, scene.rules.policy().appeal_ms)];
    let text = scene.text(lang, "community-appeal-sent", args);
    scene.tell(author, &text);
}

/// An appeal is decided; upheld, the appellant is back, and what was hidden is shown again.
pub fn appeal_decided(scene: &mut Scene<'_, '_>, decision: &DecideAppeal) {
    let Some(appeal) = scene.rules.appeal(&decision.appeal, scene.now_ms()) else {
        return;
    };
    let who = user(&appeal.account);
    let (ours, yours) = if decision.upheld {
        ("community-appeal-upheld", "community-appeal-upheld-you")
    } else {
        ("community-appeal-refused", "community-appeal-refused-you")
    };
    let args = || args!["pro" => decision.why.votes, "against" => decision.against, "needed" => decision.why.threshold];
    let text = scene.text(scene.hall.lang, ours, args());
    scene.in_topic(&decision.appeal.0, &text, None);
    let text = scene.text(scene.lang_of(&who), yours, args());
    scene.tell(&who, &text);
    if !decision.upheld {
        return;
    }
    levels::unmute(scene, &who);
    let rank = scene.rules.rank(&appeal.account);
    ranks::let_in(scene, &who, rank);
    for case in &appeal.cases {
        if let Some(case) = scene.rules.case(case, scene.now_ms()) {
            items::shown_again(scene, &case.item);
        }
    }
}

/// A supertag is proposed.
pub fn supertag_proposed(scene: &mut Scene<'_, '_>, propose: &ProposeSupertag, author: &UserId) {
    let Some(supertag) = &propose.supertag else {
        return;
    };
    let lang = scene.hall.lang;
    let synonyms = tidy(&supertag.synonyms.join(", "), TEXT_MAX);
    let args = args![
        "who" => scene.name_of(author),
        "name" => tidy(&supertag.name, 100),
        "definition" => tidy(&supertag.definition, TEXT_MAX),
        "synonyms" => if synonyms.is_empty() { "—".to_owned() } else { synonyms },
        "support" => scene.rules.policy().reactions.support.as_str(),
        "time" => scene.duration(lang, scene.rules.policy().proposal_ms),
    ];
    let text = scene.text(lang, "community-supertag", args);
    scene.open_topic(&Subject::Proposal(propose.proposal), &text);
}

/// Another policy is proposed.
pub fn policy_proposed(scene: &mut Scene<'_, '_>, propose: &ProposePolicy, author: &UserId) {
    let Ok(policy) = Policy::parse(&propose.policy) else {
        return;
    };
    let lang = scene.hall.lang;
    let args = args![
        "who" => scene.name_of(author),
        "changes" => scene.speech(lang).changes(scene.rules.policy(), &policy),
        "support" => scene.rules.policy().reactions.support.as_str(),
        "time" => scene.duration(lang, scene.rules.policy().proposal_ms),
    ];
    let text = scene.text(lang, "community-policy", args);
    scene.open_topic(&Subject::Proposal(propose.proposal), &text);
}

/// A proposal is accepted, or its time is over.
pub fn settled(scene: &mut Scene<'_, '_>, proposal: &ProposalId, accepted: bool, why: &Why) {
    let view = scene.rules.proposal(proposal, scene.now_ms());
    if view.is_some_and(|view| matches!(view.matter, Matter::Entry(_))) {
        // The bot that keeps the chronicle says so itself.
        return;
    }
    let id = if accepted {
        "community-proposal-accepted"
    } else {
        "community-proposal-lapsed"
    };
    let text = scene.text(
        scene.hall.lang,
        id,
        args!["votes" => why.votes, "needed" => why.threshold],
    );
    scene.in_topic(&proposal.0, &text, None);
    if accepted {
        policy_changed(scene, proposal);
    }
}

/// The stream is told of another policy.
fn policy_changed(scene: &mut Scene<'_, '_>, proposal: &ProposalId) {
    let Some((policy, stream)) = scene
        .rules
        .policy_with(proposal)
        .zip(scene.room(Role::Stream))
    else {
        return;
    };
    let lang = scene.hall.lang;
    let args = args![
        "version" => scene.rules.policy_version().saturating_add(1),
        "changes" => scene.speech(lang).changes(scene.rules.policy(), &policy),
    ];
    let text = scene.text(lang, "community-policy-changed", args);
    scene.send(&stream, notice(&text, &Answering::default()), "policy");
}
