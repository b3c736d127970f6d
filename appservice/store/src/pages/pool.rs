//! Connections that read, as many as there are threads that ask at the same time.

use std::{
    ops::Deref,
    path::{Path, PathBuf},
    sync::{Mutex, MutexGuard, PoisonError},
};

use rusqlite::{Connection, OpenFlags};

use super::{BUSY, READER, STATEMENTS};

/// So many are kept while nobody needs them.
const KEPT: usize = 8;

/// The connections that nobody holds.
pub struct Readers {
    path: PathBuf,
    idle: Mutex<Vec<Connection>>,
}

/// A connection that goes back to the others.
pub struct Reader<'r> {
    conn: Option<Connection>,
    readers: &'r Readers,
}

impl Readers {
    /// Of a file.
    pub fn of(path: &Path) -> Self {
        Self {
            path: path.to_owned(),
            idle: Mutex::default(),
        }
    }

    /// One that is idle, or a new one.
    ///
    /// # Errors
    ///
    /// When the file cannot be opened.
    pub fn take(&self) -> rusqlite::Result<Reader<'_>> {
        let idle = self.idle().pop();
        let conn = match idle {
            Some(conn) => conn,
            None => self.open()?,
        };
        Ok(Reader {
            conn: Some(conn),
            readers: self,
        })
    }

    fn open(&self) -> rusqlite::Result<Connection> {
        let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let conn = Connection::open_with_flags(&self.path, flags)?;
        conn.busy_timeout(BUSY)?;
        conn.set_prepared_statement_cache_capacity(STATEMENTS);
        conn.execute_batch(READER)?;
        Ok(conn)
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Connection>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.conn.as_ref().expect("it is held until it is dropped")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        let mut idle = self.readers.idle();
        if idle.len() < KEPT {
            idle.extend(self.conn.take());
        }
    }
}
