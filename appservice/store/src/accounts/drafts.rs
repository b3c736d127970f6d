//! Drafts of the wiki's pages: one for each account and page.

use rusqlite::{Connection, OptionalExtension, Row, params};
use secta_bot_kit::UserId;
use secta_record::{
    RecordId,
    act::{PageId, RevisionId},
};

use super::Register;
use crate::StoreError;

/// The most drafts of one account: of more, the one that was kept longest ago goes.
pub const DRAFTS_MAX: u32 = 50;

const FIELDS: &str = "community, page, title, kept_ms, text, comment, parents, section";

/// Which page of which community.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Place {
    /// The community.
    pub community: RecordId,
    /// The page.
    pub page: PageId,
}

/// A draft at a glance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Heading {
    /// What it is a draft of.
    pub place: Place,
    /// The page's title, as it was asked for.
    pub title: String,
    /// When it was kept, in milliseconds since 1970.
    pub kept_ms: i64,
}

/// What a member is writing and has kept.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Draft {
    /// What it is a draft of, and since when.
    pub heading: Heading,
    /// The text.
    pub text: String,
    /// What is said of the change.
    pub comment: String,
    /// The revisions that were seen.
    pub parents: Vec<RevisionId>,
    /// The section that is written; nothing for the whole.
    pub section: Option<u32>,
}

impl Register {
    /// Keeps a draft in the place of the one before. Where the account has too many, gives the one that has gone.
    ///
    /// # Errors
    ///
    /// When it cannot be written: then the draft before is still there.
    pub fn keep_draft(&self, account: &UserId, draft: &Draft) -> Result<Option<Draft>, StoreError> {
        self.change(|conn| {
            put(conn, account, draft)?;
            crowded_out(conn, account, &draft.heading.place)
        })
    }

    /// The draft of a page.
    ///
    /// # Errors
    ///
    /// When the file does not answer.
    pub fn draft(&self, account: &UserId, place: &Place) -> Result<Option<Draft>, StoreError> {
        let text = format!(
            "SELECT {FIELDS} FROM draft WHERE account = ?1 AND community = ?2 AND page = ?3"
        );
        let Place { community, page } = place;
        self.read(|conn| {
            let mut statement = conn.prepare_cached(&text)?;
            let found = statement.query_row(params![account.as_str(), community.0, page.0], whole);
            found.optional()
        })
    }

    /// The drafts of an account, the newest first.
    ///
    /// # Errors
    ///
    /// When the file does not answer.
    pub fn drafts(&self, account: &UserId) -> Result<Vec<Heading>, StoreError> {
        let text = "SELECT community, page, title, kept_ms FROM draft WHERE account = ?1 ORDER BY kept_ms DESC, title";
        self.read(|conn| {
            let mut statement = conn.prepare_cached(text)?;
            let rows = statement.query_map([account.as_str()], heading)?;
            rows.collect()
        })
    }

    /// Lets go of the draft of a page that was kept at this time; one that was kept since stays. Gives what has gone.
    ///
    /// # Errors
    ///
    /// When it cannot be written.
    pub fn drop_draft(
        &self,
        account: &UserId,
        place: &Place,
        kept_ms: i64,
    ) -> Result<Option<Draft>, StoreError> {
        let text = format!(
            "DELETE FROM draft WHERE account = ?1 AND community = ?2 AND page = ?3 AND kept_ms = ?4 RETURNING {FIELDS}"
        );
        let Place { community, page } = place;
        self.change(|conn| {
            let named = params![account.as_str(), community.0, page.0, kept_ms];
            conn.query_row(&text, named, whole).optional()
        })
    }
}

fn put(conn: &Connection, account: &UserId, draft: &Draft) -> rusqlite::Result<()> {
    let Heading {
        place,
        title,
        kept_ms,
    } = &draft.heading;
    let parents: Vec<u8> = draft.parents.iter().flat_map(|id| id.0).collect();
    conn.execute(
        "INSERT OR REPLACE INTO draft (account, community, page, title, kept_ms, text, comment, parents, section) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
        params![
            account.as_str(),
            place.community.0,
            place.page.0,
            title,
            kept_ms,
            draft.text,
            draft.comment,
            parents,
            draft.section
        ],
    )?;
    Ok(())
}

/// Takes the oldest draft away where there are too many, never this one.
fn crowded_out(
    conn: &Connection,
    account: &UserId,
    place: &Place,
) -> rusqlite::Result<Option<Draft>> {
    let text = format!(
        "DELETE FROM draft WHERE rowid IN (SELECT rowid FROM draft WHERE account = ?1 \
         ORDER BY community = ?2 AND page = ?3 DESC, kept_ms DESC, rowid DESC LIMIT -1 OFFSET ?4) RETURNING {FIELDS}"
    );
    let Place { community, page } = place;
    let named = params![account.as_str(), community.0, page.0, DRAFTS_MAX];
    conn.query_row(&text, named, whole).optional()
}

fn heading(row: &Row<'_>) -> rusqlite::Result<Heading> {
    Ok(Heading {
        place: Place {
            community: RecordId(row.get(0)?),
            page: PageId(row.get(1)?),
        },
        title: row.get(2)?,
        kept_ms: row.get(3)?,
    })
}

fn whole(row: &Row<'_>) -> rusqlite::Result<Draft> {
    let parents: Vec<u8> = row.get(6)?;
    let (parents, _) = parents.as_chunks();
    Ok(Draft {
        heading: heading(row)?,
        text: row.get(4)?,
        comment: row.get(5)?,
        parents: parents.iter().map(|id| RevisionId(*id)).collect(),
        section: row.get(7)?,
    })
}
