//! What somebody asks for.

use secta_record::act::{
    AccountId, AppealId, AuthorKey, CaseId, HideRevision, ItemId, Measure, Opinion, Profile,
    ProposalId, Protect, Revise, Supertag, Wallet,
};
use serde_json::Value;

/// Who asks for what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Command {
    /// Who asks.
    pub by: AccountId,
    /// For what.
    pub ask: Ask,
}

/// What is asked for. Ids of new things are the caller's to make, of the event that asked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Ask {
    /// To found the community; asked by the service that will keep it (R2).
    Found {
        /// Its name.
        name: String,
        /// Who founds it.
        founder: AccountId,
        /// Its policy; what is left out has the default.
        policy: Value,
    },
    /// To post (R3).
    Post {
        /// The post's id.
        item: ItemId,
        /// Everything written as `#tag` in its text, supertags and plain ones.
        tags: Vec<String>,
    },
    /// To comment (R5).
    Comment {
        /// The comment's id.
        item: ItemId,
        /// The post of the thread.
        root: ItemId,
        /// What it answers.
        parent: ItemId,
    },
    /// To change one's own item.
    Edit {
        /// The item.
        item: ItemId,
        /// Everything written as `#tag` in its text now.
        tags: Vec<String>,
    },
    /// To take back one's own item (R15).
    Withdraw {
        /// The item.
        item: ItemId,
    },
    /// To give an opinion (R8).
    Vote {
        /// The item.
        item: ItemId,
        /// The opinion.
        opinion: Opinion,
    },
    /// To take an opinion back (R8).
    Unvote {
        /// The item.
        item: ItemId,
        /// Which opinion; whatever it is where `None`.
        opinion: Option<Opinion>,
    },
    /// To vote for a measure against an item's author (R8, R10).
    Moderate {
        /// The item.
        item: ItemId,
        /// The case's id, should this vote open one.
        case: CaseId,
        /// The measure.
        measure: Measure,
        /// Why; without it the vote waits for [`Ask::Argue`].
        argument: Option<String>,
    },
    /// To argue in a case's thread: the moderation votes that waited for it count from now on (R10).
    Argue {
        /// The case.
        case: CaseId,
        /// Why.
        argument: String,
    },
    /// To take a moderation vote back (R8).
    Unmoderate {
        /// The case.
        case: CaseId,
        /// The measure.
        measure: Measure,
    },
    /// To invite (R7).
    Invite {
        /// Who becomes a commenter.
        account: AccountId,
    },
    /// To note that somebody has gone through the onboarding quest; asked by the service.
    Join {
        /// Who.
        account: AccountId,
    },
    /// To appeal (R11).
    Appeal {
        /// The appeal's id.
        appeal: AppealId,
        /// What the appellant says.
        text: String,
    },
    /// To vote on an appeal (R11).
    AppealVote {
        /// The appeal.
        appeal: AppealId,
        /// Whether for the appellant.
        in_favour: bool,
    },
    /// To take back a vote on an appeal.
    AppealUnvote {
        /// The appeal.
        appeal: AppealId,
    },
    /// To propose a supertag (R12).
    ProposeSupertag {
        /// The proposal's id.
        proposal: ProposalId,
        /// The supertag.
        supertag: Supertag,
    },
    /// To propose another policy.
    ProposePolicy {
        /// The proposal's id.
        proposal: ProposalId,
        /// The whole policy; what is left out has the default.
        policy: Value,
    },
    /// To vote for a proposal (R12).
    ProposalVote {
        /// The proposal.
        proposal: ProposalId,
    },
    /// To take back a vote for a proposal.
    ProposalUnvote {
        /// The proposal.
        proposal: ProposalId,
    },
    /// To propose a message for the chronicle; it is a vote for it too, unless it is one's own (R16).
    ProposeEntry {
        /// The proposal's id.
        proposal: ProposalId,
        /// Who wrote the message.
        author: AccountId,
        /// The post or comment that it is, where it is one.
        item: Option<ItemId>,
    },
    /// To take an entry of one's own out of the chronicle (R15, R16); for the service, to let go of a proposal whose
    /// message is gone.
    WithdrawEntry {
        /// The proposal.
        proposal: ProposalId,
    },
    /// To change a page of the wiki (R17).
    Revise(Revise),
    /// To say who changes a page (R17).
    Protect(Protect),
    /// To take back the words of one's own revision (R15, R17).
    HideRevision(HideRevision),
    /// To describe oneself.
    Profile(Profile),
    /// To publish or remove a wallet's address.
    Wallet(Wallet),
    /// To register a key of one's own.
    Key(AuthorKey),
}
