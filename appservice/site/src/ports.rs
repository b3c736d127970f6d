//! Where what is shown comes from, and where what members do goes to. The node stands behind these; tests stand
//! something small there.

mod drafts;
mod rules;
mod wiki;

use std::{net::IpAddr, sync::Arc};

use async_trait::async_trait;
use axum::http::HeaderMap;
use secta_bot_kit::{
    Lang, UserId,
    web::{Answer, Form},
};
use secta_record::{
    RecordId,
    act::{AccountId, ItemId},
};
use tokio::sync::watch;

use crate::model::{
    Community, Day, Entry, Found, Item, Key, Listed, Listing, Persona, Said, Session, Shown,
    TagUse, Twig, Waiting,
};

pub use drafts::{Begun, Drafts, Kept};
pub use rules::{Reading, Rules};
pub use wiki::{
    ChangeKind, Margin, Margins, PageKey, PageLine, PageList, Wiki, WikiPage, WikiRevision,
};

/// Something behind a port does not work.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
pub struct PortError(pub String);

/// What is published. Its methods read a local file for a few milliseconds at most: they are called where that holds
/// nobody up.
pub trait Library: Send + Sync {
    /// The communities, the oldest first.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn communities(&self) -> Result<Vec<Community>, PortError>;

    /// What the rules make of a community's facts, those that wait included: whoever shows of it what waits asks first
    /// whether the reader is trusted.
    fn rules(&self, community: &RecordId) -> Option<Arc<Rules>>;

    /// Grows with every change of what is published.
    fn version(&self, community: &RecordId) -> u64;

    /// Told of every change of what is published or waits.
    fn changes(&self) -> watch::Receiver<u64>;

    /// A page of a listing: at most `take` items behind `after`. Hidden and withdrawn ones are left out.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn listed(
        &self,
        community: &RecordId,
        listing: &Listing,
        after: Option<Key>,
        take: usize,
    ) -> Result<Listed, PortError>;

    /// Items that were ever published, in the order asked for; those that are not there are left out.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn items(&self, community: &RecordId, ids: &[ItemId]) -> Result<Vec<Item>, PortError>;

    /// All comments below a post, by time, without words; hidden and withdrawn ones are in it.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn thread(&self, community: &RecordId, root: &ItemId) -> Result<Vec<Twig>, PortError>;

    /// What an account says of itself, whether the community has met it or not.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn persona(&self, community: &RecordId, account: &AccountId) -> Result<Persona, PortError>;

    /// The names that accounts have given themselves, in the order asked for.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn names(
        &self,
        community: &RecordId,
        accounts: &[AccountId],
    ) -> Result<Vec<Option<String>>, PortError>;

    /// Entries of the chronicle with smaller numbers than `before` (`None`: the last), the newest first.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn entries(
        &self,
        community: &RecordId,
        before: Option<u64>,
        take: usize,
    ) -> Result<Vec<Entry>, PortError>;

    /// What was said in a case, an appeal or a proposal, by its id, in order.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn said(&self, community: &RecordId, about: &[u8; 32]) -> Result<Vec<Said>, PortError>;

    /// The plain tags that published posts carry, the most used first: at most `take`.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn tags(&self, community: &RecordId, take: usize) -> Result<Vec<TagUse>, PortError>;

    /// The days from one on (days since 1970-01-01), in order; days on which nothing happened are in it.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn days(&self, community: &RecordId, from: i32) -> Result<Vec<Day>, PortError>;

    /// A file that something published carries, by its `mxc://` address.
    ///
    /// # Errors
    ///
    /// When the view cannot be read.
    fn shown(&self, mxc: &str) -> Result<Option<Shown>, PortError>;
}

/// What waits in the twilight: never asked for but for a reader who is trusted.
#[async_trait]
pub trait Twilight: Send + Sync {
    /// The words of items that wait, in the order asked for; those that wait no more are left out.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    async fn waiting(
        &self,
        community: &RecordId,
        ids: &[ItemId],
    ) -> Result<Vec<Waiting>, PortError>;

    /// What the service has told somebody that has no porch to be told in, the newest first, as safe HTML with its time.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    async fn told(
        &self,
        community: &RecordId,
        account: &UserId,
    ) -> Result<Vec<(i64, String)>, PortError>;
}

/// Where what members do goes: into the journal.
#[async_trait]
pub trait Desk: Send + Sync {
    /// Files a form under an id of its own and waits for what came of it: filed twice, it is done once. `None` when
    /// nothing has come of it in time: it will, and asking again with the same id tells.
    ///
    /// # Errors
    ///
    /// When it cannot be filed: then nothing was done.
    async fn file(&self, id: &str, form: Form) -> Result<Option<Answer>, PortError>;
}

/// What came of an attempt to sign in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entrance {
    /// A session has begun: its secret, for the cookie.
    Begun(String),
    /// The code, phrase or key is wrong, or too old.
    Wrong,
    /// Too often tried: not before so many seconds.
    TooOften(u64),
}

/// The phrases that say why a name does not do: for [`Made::Unfit`].
pub mod unfit {
    /// It is too short or too long.
    pub const LENGTH: &str = "site-name-length";
    /// It holds what names don't.
    pub const CHARACTERS: &str = "site-name-characters";
    /// Somebody has it, or one that looks like it.
    pub const TAKEN: &str = "site-name-taken";
}

/// What came of making an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Made {
    /// It is there, and signed in: the session's secret, and the phrase that opens it again, told this once.
    Welcome {
        /// The session's secret.
        secret: String,
        /// The recovery phrase.
        phrase: String,
        /// The account.
        account: UserId,
    },
    /// The name does not do, or is taken: the phrase of the site that says why.
    Unfit(&'static str),
    /// Too many are made: not before so many seconds.
    TooOften(u64),
}

/// Who is signed in, and how they get there. Secrets are 256 random bits in URL-safe base64; what is kept is their hash.
#[async_trait]
pub trait Accounts: Send + Sync {
    /// Whose session a secret opens.
    ///
    /// # Errors
    ///
    /// When the accounts cannot be read.
    fn session(&self, secret: &str) -> Result<Option<Session>, PortError>;

    /// Has a code sent to the porch of a member, if there is such a member: the answer does not tell. Returns the
    /// attempt's secret, to which the code is bound. `peer` is who asks, for counting (an address, or a hash of it).
    ///
    /// # Errors
    ///
    /// When it cannot be asked for.
    async fn ask_code(
        &self,
        community: &RecordId,
        user: &str,
        lang: Lang,
        peer: &str,
    ) -> Result<Entrance, PortError>;

    /// Signs in with an attempt's secret and the code that came in the porch.
    ///
    /// # Errors
    ///
    /// When the accounts cannot be read.
    fn enter_code(&self, attempt: &str, code: &str, agent: &str) -> Result<Entrance, PortError>;

    /// Makes an account of the site's own, and signs it in.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    async fn make(
        &self,
        community: &RecordId,
        name: &str,
        lang: Lang,
        agent: &str,
        peer: &str,
    ) -> Result<Made, PortError>;

    /// Signs in with a recovery phrase.
    ///
    /// # Errors
    ///
    /// When the accounts cannot be read.
    fn enter_phrase(&self, phrase: &str, agent: &str, peer: &str) -> Result<Entrance, PortError>;

    /// Begins to add a passkey to the account of a session: what `navigator.credentials.create` takes, as JSON.
    ///
    /// # Errors
    ///
    /// When it cannot be begun.
    fn passkey_wanted(&self, session: &Session) -> Result<String, PortError>;

    /// Adds the passkey: what the browser gave, as JSON. Whether it was good.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn passkey_made(&self, session: &Session, given: &str) -> Result<bool, PortError>;

    /// Begins to sign in with a passkey: the attempt's secret, and what `navigator.credentials.get` takes, as JSON.
    ///
    /// # Errors
    ///
    /// When it cannot be begun.
    fn passkey_asked(&self, peer: &str) -> Result<(String, String), PortError>;

    /// Signs in with a passkey: what the browser gave, as JSON.
    ///
    /// # Errors
    ///
    /// When the accounts cannot be read.
    fn enter_passkey(&self, attempt: &str, given: &str, agent: &str)
    -> Result<Entrance, PortError>;

    /// The sessions of an account, the one used last first.
    ///
    /// # Errors
    ///
    /// When the accounts cannot be read.
    fn sessions(&self, account: &UserId) -> Result<Vec<Session>, PortError>;

    /// Ends one session of an account, or all.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn end(&self, account: &UserId, session: Option<&str>) -> Result<(), PortError>;
}

/// The search.
#[async_trait]
pub trait Finder: Send + Sync {
    /// What a reader finds, with the words and filters of `!найди`: only what they may read now. `None` as the account
    /// is whoever comes by.
    ///
    /// # Errors
    ///
    /// When the index cannot be read.
    async fn find(
        &self,
        community: &RecordId,
        account: Option<&UserId>,
        query: &str,
        skip: usize,
        take: usize,
    ) -> Result<Found, PortError>;
}

/// A file that is there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum File {
    /// What is in it.
    Bytes(Vec<u8>),
    /// It is larger than what was asked for at most.
    TooLarge,
}

/// Files of the homeserver.
#[async_trait]
pub trait Files: Send + Sync {
    /// What is in a file, by its `mxc://` address: `None` where there is none.
    ///
    /// # Errors
    ///
    /// When the homeserver does not answer.
    async fn file(&self, mxc: &str, max_bytes: u64) -> Result<Option<File>, PortError>;
}

/// A private space at a glance: what a node knows of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SpaceListed {
    /// Its name, in hexadecimal.
    pub id: String,
    /// When it was founded, in milliseconds since 1970.
    pub made_ms: i64,
    /// How many entries it has.
    pub entries: u64,
    /// How many bytes they have.
    pub bytes: u64,
}

/// What came of an entry of a private space.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Entered {
    /// It stands there, whether it came now or before.
    At {
        /// The space's name, in hexadecimal.
        space: String,
        /// Its place, from 0 on.
        position: u64,
    },
    /// There is no such space.
    NoSpace,
    /// It is no entry, or not rightly signed.
    Malformed(String),
    /// Whoever signed it is no member now.
    NoMember(String),
    /// Other entries have come before it: they are to be read first.
    Stale(String),
    /// The space has no room left.
    Full,
    /// The account has founded too many spaces.
    TooMany,
}

/// Private spaces of the wiki: sealed entries, of which only those are kept that a member has signed. Its methods read
/// and write a local file: they are called where that holds nobody up.
pub trait Spaces: Send + Sync {
    /// Founds a space of a community, for an account.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn found(
        &self,
        community: &RecordId,
        account: &UserId,
        entry: &[u8],
    ) -> Result<Entered, PortError>;

    /// Appends an entry to a space of a community, once; it is on disk when this returns.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    fn append(
        &self,
        community: &RecordId,
        account: &UserId,
        space: &str,
        entry: &[u8],
    ) -> Result<Entered, PortError>;

    /// The entries of a space behind the first `skip`, in order, as many as fit into one answer; `None` where there is no
    /// such space.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    fn entries(
        &self,
        community: &RecordId,
        space: &str,
        skip: u64,
    ) -> Result<Option<Vec<Vec<u8>>>, PortError>;

    /// The spaces of a community that an account has founded or written to, the oldest first.
    ///
    /// # Errors
    ///
    /// When they cannot be read.
    fn of(&self, community: &RecordId, account: &UserId) -> Result<Vec<SpaceListed>, PortError>;
}

/// An item that is withheld in some countries, under a legal order.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Withheld {
    /// The community.
    pub community: RecordId,
    /// The item.
    pub item: ItemId,
    /// The countries, as ISO 3166-1 codes of two capital letters.
    pub countries: Vec<String>,
    /// Who demands it: the address that answers name in `rel="blocked-by"` (RFC 7725).
    pub authority: String,
    /// What the operator says of it.
    pub reason: String,
    /// Since when, in milliseconds since 1970.
    pub since_ms: i64,
    /// Until when it was, in milliseconds since 1970: then it is shown everywhere again.
    pub until_ms: Option<i64>,
}

/// From where readers come, and what the law withholds there (RFC 7725).
pub trait Borders: Send + Sync {
    /// The address of whoever asks, where `peer` is who is connected: another one where that is a proxy to trust.
    fn reader(&self, peer: IpAddr, headers: &HeaderMap) -> IpAddr;

    /// The country that a reader comes from, as an ISO 3166-1 code of two capital letters, where that is known.
    fn country(&self, peer: IpAddr, headers: &HeaderMap) -> Option<String>;

    /// Everything that is or was withheld, the oldest first.
    fn withheld(&self) -> Arc<Vec<Withheld>>;
}
