//! Accounts of the site's own: made under a name, opened again by a phrase.

use secta_bot_kit::{
    Lang, UserId,
    web::{Deed, Form},
};
use secta_record::RecordId;
use secta_site::ports::{Entrance, Made, unfit};
use secta_store::accounts::natives::Native;

use super::{AccountError, SiteAccounts, limits, names::Name, secrets};
use crate::site::desk::arrival_id;

/// What somebody wants an account with.
pub(super) struct Wish<'a> {
    pub(super) community: &'a RecordId,
    pub(super) name: &'a str,
    pub(super) lang: Lang,
    pub(super) agent: &'a str,
    pub(super) peer: &'a str,
}

impl SiteAccounts {
    /// Makes an account and signs it in; it comes into the community as a newcomer.
    pub(super) async fn make_native(&self, wish: Wish<'_>) -> Result<Made, AccountError> {
        let name = match Name::read(wish.name) {
            Ok(name) => name,
            Err(phrase) => return Ok(Made::Unfit(phrase)),
        };
        if self.register.is_taken(&name.folded)? {
            return Ok(Made::Unfit(unfit::TAKEN));
        }
        if let Err(wait_s) = self.count(wish.peer) {
            return Ok(Made::TooOften(wait_s));
        }
        let account = self.new_account(&name)?;
        let (phrase, kept) = secrets::phrase()?;
        let (secret, session) = self.new_session(&account, wish.agent)?;
        let native = Native {
            account: account.clone(),
            name: name.shown.clone(),
            folded: name.folded,
            phrase: kept,
        };
        let form = Form {
            community: *wish.community,
            by: account.clone(),
            lang: wish.lang,
            deed: Deed::Arrive { name: name.shown },
        };
        // Whoever has arrived without an account is nobody; an account that was made and not told would keep its name.
        self.desk.leave(&arrival_id(&form), &form).await?;
        let hash = secrets::hash(&secret);
        if !self.register.make(&native, &hash, &session)? {
            return Ok(Made::Unfit(unfit::TAKEN));
        }
        Ok(Made::Welcome {
            secret,
            phrase,
            account,
        })
    }

    /// Counts one more account that a peer makes.
    fn count(&self, peer: &str) -> Result<(), u64> {
        let now_ms = self.clock.now_ms();
        self.limits.take(limits::ACCOUNTS_OF_PEER, peer, now_ms)?;
        self.limits.take(limits::ACCOUNTS, "", now_ms)
    }

    /// An id that tells the name, and that nobody else has.
    fn new_account(&self, name: &Name) -> Result<UserId, AccountError> {
        let slug = name.slug();
        let random = secrets::name::<6>()?;
        Ok(self.selves.native(&match slug.as_str() {
            "" => random,
            slug => format!("{slug}_{random}"),
        }))
    }

    /// Signs in with a recovery phrase.
    pub(super) fn take_phrase(
        &self,
        phrase: &str,
        agent: &str,
        peer: &str,
    ) -> Result<Entrance, AccountError> {
        let now_ms = self.clock.now_ms();
        if let Err(wait_s) = self.limits.take(limits::PHRASES_OF_PEER, peer, now_ms) {
            return Ok(Entrance::TooOften(wait_s));
        }
        let known = match secrets::phrase_hash(phrase) {
            Some(hash) => self.register.of_phrase(&hash)?,
            None => None,
        };
        Ok(match known {
            Some(account) => Entrance::Begun(self.begin(&account, agent)?),
            None => Entrance::Wrong,
        })
    }
}
