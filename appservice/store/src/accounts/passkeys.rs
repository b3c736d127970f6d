//! Passkeys. What they are made of is not looked at here.

use rusqlite::{OptionalExtension, params};
use secta_bot_kit::UserId;

use super::Register;
use crate::StoreError;

/// The most passkeys of one account.
pub const PASSKEYS_MAX: usize = 20;

/// A passkey.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Passkey {
    /// The credential's id.
    pub id: Vec<u8>,
    /// Whose it is.
    pub account: UserId,
    /// What does not change of it: its public key.
    pub key: Vec<u8>,
    /// What changes of it: its counter and such.
    pub state: Vec<u8>,
}

impl Register {
    /// Adds a passkey; false where it is known already, or its account has too many.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn add_passkey(&self, passkey: &Passkey, now_ms: i64) -> Result<bool, StoreError> {
        let added = self.change(|conn| {
            conn.execute(
                "INSERT INTO passkey (id, account, key, state, made_ms, used_ms) SELECT ?1, ?2, ?3, ?4, ?5, ?5 \
                 WHERE (SELECT COUNT(*) FROM passkey WHERE account = ?2) < ?6 ON CONFLICT (id) DO NOTHING",
                params![
                    passkey.id,
                    passkey.account.as_str(),
                    passkey.key,
                    passkey.state,
                    now_ms,
                    PASSKEYS_MAX
                ],
            )
        })?;
        Ok(added > 0)
    }

    /// A passkey by its credential's id.
    ///
    /// # Errors
    ///
    /// When the file does not answer.
    pub fn passkey(&self, id: &[u8]) -> Result<Option<Passkey>, StoreError> {
        let text = "SELECT id, account, key, state FROM passkey WHERE id = ?1";
        self.read(|conn| {
            let mut statement = conn.prepare_cached(text)?;
            statement.query_row([id], read).optional()
        })
    }

    /// The passkeys of an account, the oldest first.
    ///
    /// # Errors
    ///
    /// When the file does not answer.
    pub fn passkeys(&self, account: &UserId) -> Result<Vec<Passkey>, StoreError> {
        let text =
            "SELECT id, account, key, state FROM passkey WHERE account = ?1 ORDER BY made_ms, id";
        self.read(|conn| {
            let mut statement = conn.prepare_cached(text)?;
            let rows = statement.query_map([account.as_str()], read)?;
            rows.collect()
        })
    }

    /// A passkey was used.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn use_passkey(&self, id: &[u8], state: &[u8], now_ms: i64) -> Result<(), StoreError> {
        self.change(|conn| {
            let text = "UPDATE passkey SET state = ?2, used_ms = ?3 WHERE id = ?1";
            conn.execute(text, params![id, state, now_ms])
        })?;
        Ok(())
    }
}

fn read(row: &rusqlite::Row<'_>) -> rusqlite::Result<Passkey> {
    let account: String = row.get(1)?;
    Ok(Passkey {
        id: row.get(0)?,
        account: UserId::new(account),
        key: row.get(2)?,
        state: row.get(3)?,
    })
}
