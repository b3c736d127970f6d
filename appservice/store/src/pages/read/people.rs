//! What accounts say of themselves; tags and days; files.

use rusqlite::{OptionalExtension, params};
use secta_record::{
    RecordId,
    act::{AccountId, Currency, ItemId, Profile},
};

use super::{Eye, Pages, PagesError, id, maybe_id, parsed};
use crate::pages::{
    DayEnd, DayRow, Happened, PersonaRow, ShownRow, TagRow, write::currency_of_code,
};

/// Where a file stands with what carries it; what an entry of the chronicle carries belongs to its item, if it is one.
const SHOWN: &str = "SELECT m.media, c.id, i.item, e.item FROM media AS m JOIN communities AS c ON c.n = m.community \
                     LEFT JOIN items AS i ON m.carrier = 0 AND i.n = m.owner \
                     LEFT JOIN entries AS e ON m.carrier = 2 AND e.community = m.community AND e.number = m.owner \
                     WHERE m.mxc = ?1 ORDER BY m.carrier, m.community, m.owner LIMIT 1";

impl Pages {
    /// What an account says of itself.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn persona(
        &self,
        community: &RecordId,
        account: &AccountId,
    ) -> Result<PersonaRow, PagesError> {
        self.read(community, |eye| match eye.account(account)? {
            Some(account) => eye.persona(account),
            None => Ok(PersonaRow::default()),
        })
    }

    /// The names that accounts have given themselves, in the order asked for.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn names(
        &self,
        community: &RecordId,
        accounts: &[AccountId],
    ) -> Result<Vec<Option<String>>, PagesError> {
        let text = "SELECT s.name FROM accounts AS a \
                    JOIN personas AS s ON s.community = ?1 AND s.account = a.n WHERE a.name = ?2";
        let names = self.read(community, |eye| {
            let mut statement = eye.conn.prepare_cached(text)?;
            let mut names = Vec::with_capacity(accounts.len());
            for account in accounts {
                let values = params![eye.community, account.as_str()];
                let name = statement.query_row(values, |row| row.get(0)).optional()?;
                names.push(name.flatten());
            }
            Ok(names)
        });
        names.map(|mut names| {
            names.resize(accounts.len(), None);
            names
        })
    }

    /// The plain tags of published posts, the most used first: at most `take`.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn tags(&self, community: &RecordId, take: usize) -> Result<Vec<TagRow>, PagesError> {
        let text = "SELECT name, posts FROM tags INDEXED BY tags_by_use WHERE community = ?1 AND kind = 0 \
                    ORDER BY posts DESC, name LIMIT ?2";
        self.read(community, |eye| {
            let take = i64::try_from(take).unwrap_or(i64::MAX);
            let mut statement = eye.conn.prepare_cached(text)?;
            let rows = statement.query_map(params![eye.community, take], |row| {
                let posts: i64 = row.get(1)?;
                Ok(TagRow {
                    tag: row.get(0)?,
                    posts: posts.unsigned_abs(),
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// The days that are known from one on, in order.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn days(&self, community: &RecordId, from: i32) -> Result<Vec<DayRow>, PagesError> {
        let text = "SELECT day, posts, comments, votes, active, trusted, magic FROM days \
                    WHERE community = ?1 AND day >= ?2 ORDER BY day";
        self.read(community, |eye| {
            let mut statement = eye.conn.prepare_cached(text)?;
            let rows = statement.query_map(params![eye.community, from], |row| {
                let day = row.get(0)?;
                Ok(DayRow {
                    happened: Happened {
                        day,
                        posts: row.get(1)?,
                        comments: row.get(2)?,
                        votes: row.get(3)?,
                    },
                    end: DayEnd {
                        day,
                        active: row.get(4)?,
                        trusted: row.get(5)?,
                        magic: row.get(6)?,
                    },
                })
            })?;
            Ok(rows.collect::<rusqlite::Result<_>>()?)
        })
    }

    /// A file that something published carries, by its address.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn shown(&self, mxc: &str) -> Result<Option<ShownRow>, PagesError> {
        let reader = self.readers.take()?;
        let mut statement = reader.prepare_cached(SHOWN)?;
        let found = statement.query_row([mxc], |row| {
            let media: String = row.get(0)?;
            let item = maybe_id(row, 2)?.or(maybe_id(row, 3)?);
            Ok((media, RecordId(id(row, 1)?), item.map(ItemId)))
        });
        let Some((media, community, item)) = found.optional()? else {
            return Ok(None);
        };
        Ok(Some(ShownRow {
            media: parsed(&media)?,
            community,
            item,
        }))
    }
}

impl Eye<'_> {
    pub(super) fn account(&self, account: &AccountId) -> rusqlite::Result<Option<i64>> {
        let text = "SELECT n FROM accounts WHERE name = ?1";
        let mut statement = self.conn.prepare_cached(text)?;
        let found = statement.query_row([account.as_str()], |row| row.get(0));
        found.optional()
    }

    fn persona(&self, account: i64) -> Result<PersonaRow, PagesError> {
        let text = "SELECT name, avatar, about, posts, comments FROM personas \
                    WHERE community = ?1 AND account = ?2";
        let mut statement = self.conn.prepare_cached(text)?;
        let found = statement.query_row([self.community, account], |row| {
            let (posts, comments): (i64, i64) = (row.get(3)?, row.get(4)?);
            Ok(PersonaRow {
                profile: Profile {
                    display_name: row.get(0)?,
                    avatar: row.get(1)?,
                    about: row.get(2)?,
                },
                wallets: Vec::new(),
                posts: posts.unsigned_abs(),
                comments: comments.unsigned_abs(),
            })
        });
        let persona = found.optional()?.unwrap_or_default();
        let wallets = self.wallets(account)?;
        Ok(PersonaRow { wallets, ..persona })
    }

    fn wallets(&self, account: i64) -> Result<Vec<(Currency, String)>, PagesError> {
        let text = "SELECT currency, address FROM wallets WHERE community = ?1 AND account = ?2";
        let mut statement = self.conn.prepare_cached(text)?;
        let mut rows = statement.query([self.community, account])?;
        let mut wallets = Vec::new();
        while let Some(row) = rows.next()? {
            let code: String = row.get(0)?;
            let currency = currency_of_code(&code).ok_or(PagesError::Corrupt(code))?;
            wallets.push((currency, row.get(1)?));
        }
        wallets.sort();
        Ok(wallets)
    }
}
