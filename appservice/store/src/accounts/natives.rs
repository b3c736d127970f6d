//! Accounts that were made on the site.

use rusqlite::{OptionalExtension, params};
use secta_bot_kit::UserId;

use super::{Hash, Register, sessions};
use crate::StoreError;

/// An account that was made on the site.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Native {
    /// Its Matrix id, in the service's own namespace.
    pub account: UserId,
    /// The name that was chosen.
    pub name: String,
    /// The name as it is compared with others.
    pub folded: String,
    /// The hash of its recovery phrase.
    pub phrase: Hash,
}

impl Register {
    /// Adds an account and begins its first session; false where the name, as it is compared, is taken.
    ///
    /// # Errors
    ///
    /// When it cannot be written: then there is neither account nor session.
    pub fn make(
        &self,
        native: &Native,
        hash: &Hash,
        session: &sessions::Session,
    ) -> Result<bool, StoreError> {
        self.change(|conn| {
            let added = conn.execute(
                "INSERT INTO native (account, name, folded, phrase, made_ms) VALUES (?1, ?2, ?3, ?4, ?5) \
                 ON CONFLICT (folded) DO NOTHING",
                params![
                    native.account.as_str(),
                    native.name,
                    native.folded,
                    native.phrase,
                    session.since_ms
                ],
            )?;
            if added > 0 {
                sessions::begin(conn, hash, session)?;
            }
            Ok(added > 0)
        })
    }

    /// Whether a name, as it is compared, is taken.
    ///
    /// # Errors
    ///
    /// When the file does not answer.
    pub fn is_taken(&self, folded: &str) -> Result<bool, StoreError> {
        self.read(|conn| {
            let mut statement = conn.prepare_cached("SELECT 1 FROM native WHERE folded = ?1")?;
            statement.exists([folded])
        })
    }

    /// The account of a recovery phrase, by its hash.
    ///
    /// # Errors
    ///
    /// When the file does not answer.
    pub fn of_phrase(&self, phrase: &Hash) -> Result<Option<UserId>, StoreError> {
        let text = "SELECT account FROM native WHERE phrase = ?1";
        let found: Option<String> = self.read(|conn| {
            let mut statement = conn.prepare_cached(text)?;
            statement.query_row([phrase], |row| row.get(0)).optional()
        })?;
        Ok(found.map(UserId::new))
    }

    /// The name of an account that was made on the site.
    ///
    /// # Errors
    ///
    /// When the file does not answer.
    pub fn name_of(&self, account: &UserId) -> Result<Option<String>, StoreError> {
        let text = "SELECT name FROM native WHERE account = ?1";
        self.read(|conn| {
            let mut statement = conn.prepare_cached(text)?;
            let found = statement.query_row([account.as_str()], |row| row.get(0));
            found.optional()
        })
    }
}
