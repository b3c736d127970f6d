//! All texts of the wiki, one after the other.

use secta_record::RecordId;

use super::{Pages, PagesError};
use crate::pages::{ChangeRow, graph, read::parsed};

impl Pages {
    /// Shows the title and the text of every page, and what is said of every file.
    ///
    /// # Errors
    ///
    /// When the file cannot be read.
    pub fn wiki_texts(
        &self,
        community: &RecordId,
        mut see: impl FnMut(&str, &str),
    ) -> Result<(), PagesError> {
        self.read(community, |eye| {
            let sql = "SELECT p.title, p.shown, m.change FROM wiki_pages AS p \
                       LEFT JOIN wiki_merged AS m ON m.page = p.n WHERE p.scope IN (?1, ?2) AND p.kind IN (0, 3)";
            let mut statement = eye.conn.prepare_cached(sql)?;
            let mut rows = statement.query(eye.scopes())?;
            while let Some(row) = rows.next()? {
                let (title, shown): (String, Option<i64>) = (row.get(0)?, row.get(1)?);
                let merged: Option<String> = row.get(2)?;
                let change = match (shown, merged) {
                    (Some(n), _) => graph::change(eye.conn, n)?,
                    (None, Some(merged)) => Some(parsed(&merged)?),
                    (None, None) => None,
                };
                match change {
                    Some(ChangeRow::Text(text)) => see(&title, &text),
                    Some(ChangeRow::File(file)) => see(&title, &file.text),
                    Some(ChangeRow::Moved(_) | ChangeRow::Deleted) | None => {}
                }
            }
            Ok(())
        })
    }
}
