//! Attempts to sign in with a code.

use rusqlite::{OptionalExtension, params};
use secta_bot_kit::UserId;

use super::{Hash, Register};
use crate::StoreError;

/// An attempt to sign in: a code was sent, if there was somebody to send it to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Attempt {
    /// Whom the code was for.
    pub account: UserId,
    /// The code's hash.
    pub code: Hash,
}

/// How long an attempt may take.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Patience {
    /// Until when, in milliseconds since 1970.
    pub until_ms: i64,
    /// How many codes may be tried.
    pub tries: u32,
}

impl Register {
    /// Notes an attempt under the hash of its secret.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn attempt(
        &self,
        hash: &Hash,
        attempt: &Attempt,
        patience: Patience,
    ) -> Result<(), StoreError> {
        self.change(|conn| {
            conn.execute(
                "INSERT INTO attempt (hash, account, code, until_ms, tries) VALUES (?1, ?2, ?3, ?4, ?5)",
                params![
                    hash,
                    attempt.account.as_str(),
                    attempt.code,
                    patience.until_ms,
                    patience.tries
                ],
            )
        })?;
        Ok(())
    }

    /// An attempt by the hash of its secret, for one more try: the try is spent, whatever comes of it. Nothing where
    /// none is left, or the time is over.
    ///
    /// # Errors
    ///
    /// When it cannot be written: then nothing may be tried.
    pub fn try_once(&self, hash: &Hash, now_ms: i64) -> Result<Option<Attempt>, StoreError> {
        self.change(|conn| {
            let text = "UPDATE attempt SET tries = tries - 1 WHERE hash = ?1 AND tries > 0 AND until_ms > ?2 \
                        RETURNING account, code";
            let mut statement = conn.prepare_cached(text)?;
            let read = |row: &rusqlite::Row<'_>| {
                let account: String = row.get(0)?;
                Ok(Attempt {
                    account: UserId::new(account),
                    code: row.get(1)?,
                })
            };
            statement.query_row(params![hash, now_ms], read).optional()
        })
    }

    /// Ends an attempt; false where it has ended already: of two who come at once, one gets in.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn spend(&self, hash: &Hash) -> Result<bool, StoreError> {
        let gone =
            self.change(|conn| conn.execute("DELETE FROM attempt WHERE hash = ?1", [hash]))?;
        Ok(gone > 0)
    }
}
