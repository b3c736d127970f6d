//! From a command to facts.

use secta_record::act::{
    Act, Appeal, AppealVote, Found, ProposeEntry, ProposePolicy, ProposeSupertag,
};

use crate::{
    acts::{self, Asked, moderate::Wanted},
    command::{Ask, Command},
    fact::Fact,
    refusal::Refusal,
    state::State,
};

impl State {
    /// Decides what a command brings about: the act itself and everything that follows of it, in order.
    ///
    /// The facts are to be applied in this order, all of them or none. A time before what has happened already is taken
    /// for that moment.
    ///
    /// # Errors
    ///
    /// A [`Refusal`] with the rule's reason; nothing changes then.
    pub fn decide(&self, command: &Command, now_ms: i64) -> Result<Vec<Fact>, Refusal> {
        let at_ms = self.now(now_ms);
        let asked = Asked {
            state: self,
            by: &command.by,
            who: self.public.who(&command.by),
            at_ms,
        };
        if !matches!(command.ask, Ask::Found { .. }) {
            self.public.community()?;
        }
        answer(asked, command.ask.clone())
    }
}

fn answer(asked: Asked<'_>, ask: Ask) -> Result<Vec<Fact>, Refusal> {
    match ask {
        Ask::Found {
            name,
            founder,
            policy,
        } => {
            let found = Found {
                name,
                founder,
                policy,
            };
            acts::found::decide(asked.state, asked.by, found, asked.at_ms)
        }
        Ask::Post { item, tags } => acts::post::decide(asked, item, &tags),
        Ask::Comment { item, root, parent } => acts::comment::decide(asked, item, root, parent),
        Ask::Edit { item, tags } => acts::edit::decide(asked, item, &tags),
        Ask::Withdraw { item } => acts::withdraw::decide(asked, item),
        Ask::Vote { item, opinion } => acts::vote::decide(asked, item, opinion),
        Ask::Unvote { item, opinion } => acts::unvote::decide(asked, item, opinion),
        Ask::Moderate {
            item,
            case,
            measure,
            argument,
        } => {
            let wanted = Wanted {
                item,
                case,
                measure,
                argument,
            };
            acts::moderate::decide(asked, wanted)
        }
        Ask::Argue { case, argument } => acts::moderate::argue(asked, case, &argument),
        Ask::Unmoderate { case, measure } => acts::unmoderate::decide(asked, case, measure),
        Ask::Invite { account } => acts::invite::decide(asked, account),
        Ask::Join { account } => acts::join::decide(asked, account),
        Ask::Appeal { appeal, text } => {
            let text = Some(text);
            acts::appeal::decide(asked, Appeal { appeal, text })
        }
        Ask::AppealVote { appeal, in_favour } => {
            acts::appeal_vote::decide(asked, AppealVote { appeal, in_favour })
        }
        Ask::AppealUnvote { appeal } => acts::appeal_vote::decide_unvote(asked, appeal),
        Ask::ProposeSupertag { proposal, supertag } => {
            let supertag = Some(supertag);
            acts::propose::decide_supertag(asked, ProposeSupertag { proposal, supertag })
        }
        Ask::ProposePolicy { proposal, policy } => {
            acts::propose::decide_policy(asked, ProposePolicy { proposal, policy })
        }
        Ask::ProposalVote { proposal } => acts::proposal_vote::decide(asked, proposal),
        Ask::ProposalUnvote { proposal } => acts::proposal_vote::decide_unvote(asked, proposal),
        Ask::ProposeEntry {
            proposal,
            author,
            item,
        } => {
            let propose = ProposeEntry {
                proposal,
                author,
                item,
            };
            acts::chronicle::decide(asked, propose)
        }
        Ask::WithdrawEntry { proposal } => acts::chronicle::decide_withdraw(asked, proposal),
        Ask::Revise(revise) => acts::wiki::decide(asked, revise),
        Ask::Protect(protect) => acts::wiki::decide_protect(asked, protect),
        Ask::HideRevision(hide) => acts::wiki::decide_hide(asked, hide),
        Ask::Profile(profile) => acts::personal::decide(asked, Act::Profile(profile)),
        Ask::Wallet(wallet) => acts::personal::decide(asked, Act::Wallet(wallet)),
        Ask::Key(key) => acts::personal::decide(asked, Act::Key(key)),
    }
}
