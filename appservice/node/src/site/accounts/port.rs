//! The accounts behind the site's port.

use async_trait::async_trait;
use secta_bot_kit::{Lang, UserId};
use secta_record::RecordId;
use secta_site::{
    model::Session,
    ports::{Accounts, Entrance, Made, PortError},
};

use super::{AccountError, SiteAccounts, codes::Asking, making::Wish};

#[async_trait]
impl Accounts for SiteAccounts {
    fn session(&self, secret: &str) -> Result<Option<Session>, PortError> {
        Ok(self.session_of(secret)?)
    }

    async fn ask_code(
        &self,
        community: &RecordId,
        user: &str,
        lang: Lang,
        peer: &str,
    ) -> Result<Entrance, PortError> {
        let asking = Asking {
            community,
            user,
            lang,
            peer,
        };
        Ok(self.send_code(asking).await?)
    }

    fn enter_code(&self, attempt: &str, code: &str, agent: &str) -> Result<Entrance, PortError> {
        Ok(self.take_code(attempt, code, agent)?)
    }

    async fn make(
        &self,
        community: &RecordId,
        name: &str,
        lang: Lang,
        agent: &str,
        peer: &str,
    ) -> Result<Made, PortError> {
        let wish = Wish {
            community,
            name,
            lang,
            agent,
            peer,
        };
        Ok(self.make_native(wish).await?)
    }

    fn enter_phrase(&self, phrase: &str, agent: &str, peer: &str) -> Result<Entrance, PortError> {
        Ok(self.take_phrase(phrase, agent, peer)?)
    }

    fn passkey_wanted(&self, session: &Session) -> Result<String, PortError> {
        Ok(self.want_passkey(session)?)
    }

    fn passkey_made(&self, session: &Session, given: &str) -> Result<bool, PortError> {
        Ok(self.keep_passkey(session, given)?)
    }

    fn passkey_asked(&self, peer: &str) -> Result<(String, String), PortError> {
        Ok(self.ask_passkey(peer)?)
    }

    fn enter_passkey(
        &self,
        attempt: &str,
        given: &str,
        agent: &str,
    ) -> Result<Entrance, PortError> {
        Ok(self.take_passkey(attempt, given, agent)?)
    }

    fn sessions(&self, account: &UserId) -> Result<Vec<Session>, PortError> {
        Ok(self.sessions_of(account)?)
    }

    fn end(&self, account: &UserId, session: Option<&str>) -> Result<(), PortError> {
        let ended = self.register.end(account, session);
        Ok(ended.map_err(AccountError::from)?)
    }
}
