//! Days.

use rusqlite::params;

use super::Pen;
use crate::pages::{DayEnd, Happened};

impl Pen<'_> {
    pub(super) fn happened(&self, happened: &Happened) -> rusqlite::Result<()> {
        let Happened {
            day,
            posts,
            comments,
            votes,
        } = *happened;
        let text = "INSERT INTO days (community, day, posts, comments, votes) VALUES (?1, ?2, ?3, ?4, ?5) \
                    ON CONFLICT DO UPDATE SET posts = posts + ?3, comments = comments + ?4, votes = votes + ?5";
        self.run(text, params![self.community, day, posts, comments, votes])?;
        Ok(())
    }

    pub(super) fn end_day(&self, end: &DayEnd) -> rusqlite::Result<()> {
        let DayEnd {
            day,
            active,
            trusted,
            magic,
        } = *end;
        let text = "INSERT INTO days (community, day, active, trusted, magic) VALUES (?1, ?2, ?3, ?4, ?5) \
                    ON CONFLICT DO UPDATE SET active = ?3, trusted = ?4, magic = ?5";
        self.run(text, params![self.community, day, active, trusted, magic])?;
        Ok(())
    }
}
