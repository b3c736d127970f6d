//! Who is signed in.

use rusqlite::{Connection, OptionalExtension, Row, params};
use secta_bot_kit::UserId;

use super::{Hash, Register};
use crate::StoreError;

/// How long a session lasts that nobody uses, in milliseconds.
pub const UNSEEN_MS: i64 = 90 * 24 * 60 * 60 * 1000;
/// How exactly it is known when a session was used last, in milliseconds: more often it is not written.
pub const NOTED_MS: i64 = 5 * 60 * 1000;
/// The most sessions of one account: of more, those end that were not used longest.
pub const SESSIONS_MAX: u32 = 50;

const FIELDS: &str = "id, account, native, csrf, since_ms, seen_ms, agent";

/// A session.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// As its account's list names it.
    pub id: String,
    /// Whose it is.
    pub account: UserId,
    /// Whether the account was made on the site.
    pub native: bool,
    /// From what its forms' tokens are made.
    pub csrf: [u8; 32],
    /// When it began, in milliseconds since 1970.
    pub since_ms: i64,
    /// When it was used last, about, in milliseconds since 1970.
    pub seen_ms: i64,
    /// What the browser said of itself when it began.
    pub agent: String,
}

impl Register {
    /// Begins a session under the hash of its secret.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn begin(&self, hash: &Hash, session: &Session) -> Result<(), StoreError> {
        self.change(|conn| begin(conn, hash, session))
    }

    /// The session of a secret, by its hash: it is used now.
    ///
    /// # Errors
    ///
    /// When the file does not answer.
    pub fn session(&self, hash: &Hash, now_ms: i64) -> Result<Option<Session>, StoreError> {
        let text = format!("SELECT {FIELDS} FROM session WHERE hash = ?1 AND seen_ms > ?2");
        let since_ms = now_ms.saturating_sub(UNSEEN_MS);
        let found = self.read(|conn| {
            let mut statement = conn.prepare_cached(&text)?;
            statement
                .query_row(params![hash, since_ms], read)
                .optional()
        })?;
        let Some(session) = found else {
            return Ok(None);
        };
        if now_ms.saturating_sub(session.seen_ms) < NOTED_MS {
            return Ok(Some(session));
        }
        self.change(|conn| {
            let text = "UPDATE session SET seen_ms = ?2 WHERE hash = ?1";
            conn.execute(text, params![hash, now_ms])
        })?;
        let seen_ms = now_ms;
        Ok(Some(Session { seen_ms, ..session }))
    }

    /// The sessions of an account that have not ended, the one used last first.
    ///
    /// # Errors
    ///
    /// When the file does not answer.
    pub fn sessions(&self, account: &UserId, now_ms: i64) -> Result<Vec<Session>, StoreError> {
        let text = format!(
            "SELECT {FIELDS} FROM session WHERE account = ?1 AND seen_ms > ?2 ORDER BY seen_ms DESC, id"
        );
        let since_ms = now_ms.saturating_sub(UNSEEN_MS);
        self.read(|conn| {
            let mut statement = conn.prepare_cached(&text)?;
            let rows = statement.query_map(params![account.as_str(), since_ms], read)?;
            rows.collect()
        })
    }

    /// Ends one session of an account, by its id, or all.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn end(&self, account: &UserId, session: Option<&str>) -> Result<(), StoreError> {
        self.change(|conn| {
            let text = "DELETE FROM session WHERE account = ?1 AND (?2 IS NULL OR id = ?2)";
            conn.execute(text, params![account.as_str(), session])
        })?;
        Ok(())
    }

    /// Lets go of sessions and attempts that are over.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn sweep(&self, now_ms: i64) -> Result<(), StoreError> {
        let since_ms = now_ms.saturating_sub(UNSEEN_MS);
        self.change(|conn| {
            conn.execute("DELETE FROM session WHERE seen_ms <= ?1", [since_ms])?;
            conn.execute("DELETE FROM attempt WHERE until_ms <= ?1", [now_ms])
        })?;
        Ok(())
    }
}

pub(super) fn begin(conn: &Connection, hash: &Hash, session: &Session) -> rusqlite::Result<()> {
    conn.execute(
        "INSERT INTO session (hash, id, account, native, csrf, since_ms, seen_ms, agent) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)",
        params![
            hash,
            session.id,
            session.account.as_str(),
            session.native,
            session.csrf,
            session.since_ms,
            session.seen_ms,
            session.agent
        ],
    )?;
    conn.execute(
        "DELETE FROM session WHERE account = ?1 AND id NOT IN \
         (SELECT id FROM session WHERE account = ?1 ORDER BY seen_ms DESC, since_ms DESC, id = ?3 DESC LIMIT ?2)",
        params![session.account.as_str(), SESSIONS_MAX, session.id],
    )?;
    Ok(())
}

fn read(row: &Row<'_>) -> rusqlite::Result<Session> {
    let account: String = row.get(1)?;
    Ok(Session {
        id: row.get(0)?,
        account: UserId::new(account),
        native: row.get(2)?,
        csrf: row.get(3)?,
        since_ms: row.get(4)?,
        seen_ms: row.get(5)?,
        agent: row.get(6)?,
    })
}
