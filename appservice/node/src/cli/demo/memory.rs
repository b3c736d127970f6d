//! What the demo keeps between starts: secrets, accounts, rooms.

use std::{fs, path::PathBuf};

use serde::{Deserialize, Serialize};

use super::layout::{Layout, SERVER_NAME};
use crate::cli::files;

/// Who takes part: user name and shown name.
const PEOPLE: [(&str, &str); 8] = [
    ("alice", "Алиса"),
    ("bob", "Боб"),
    ("carol", "Кира"),
    ("dina", "Дина"),
    ("egor", "Егор"),
    ("faina", "Фаина"),
    ("gleb", "Глеб"),
    ("zoya", "Зоя"),
];

/// Everything that must be the same at the next start.
#[derive(Serialize, Deserialize)]
pub(super) struct Memory {
    /// By which accounts are made on the homeserver.
    pub shared_secret: String,
    /// The homeserver's other secrets.
    pub other_secret: String,
    /// The node's token for the homeserver.
    pub as_token: String,
    /// The homeserver's token for the node.
    pub hs_token: String,
    /// The accounts.
    pub accounts: Vec<Account>,
    #[serde(skip)]
    path: PathBuf,
}

/// One account.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Account {
    /// The part of its id before the colon.
    pub localpart: String,
    /// The name that others see.
    pub name: String,
    /// Its password.
    pub password: String,
    /// The token of the demo's own device.
    pub token: Option<String>,
}

impl Account {
    /// Its Matrix id.
    pub(super) fn user_id(&self) -> String {
        format!("@{}:{SERVER_NAME}", self.localpart)
    }
}

impl Memory {
    /// Reads it; makes it at the first start. People who are new to it get their passwords.
    pub(super) fn open(layout: &Layout) -> anyhow::Result<Self> {
        let path = layout.home().join("demo-memory.json");
        let mut memory = match fs::read_to_string(&path) {
            Ok(text) => serde_json::from_str(&text)?,
            Err(_) => Self::new()?,
        };
        memory.path = path;
        let known = memory.accounts.len();
        for (localpart, name) in PEOPLE.iter().skip(known) {
            memory.accounts.push(Account {
                localpart: (*localpart).to_owned(),
                name: (*name).to_owned(),
                password: files::random_words(3)?,
                token: None,
            });
        }
        memory.save()?;
        Ok(memory)
    }

    fn new() -> anyhow::Result<Self> {
        Ok(Self {
            shared_secret: files::random_token()?,
            other_secret: files::random_token()?,
            as_token: files::random_token()?,
            hs_token: files::random_token()?,
            accounts: Vec::new(),
            path: PathBuf::new(),
        })
    }

    /// Writes it.
    pub(super) fn save(&self) -> anyhow::Result<()> {
        files::write_private(&self.path, &serde_json::to_string_pretty(self)?)
    }
}
