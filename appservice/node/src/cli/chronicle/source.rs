//! A log that is read: from a folder, or over HTTP.

use std::{
    fs, io,
    path::{Path, PathBuf},
    time::Duration,
};

use reqwest::{Client, StatusCode, Url, redirect::Policy};
use secta_bot_chronicle::log::{
    AuditFault, Audited, Disk, LogKey, ReadOnly, Source, WitnessKey, audit, audit_folder,
    serve::{CHECKPOINT, COSIGNED},
};
use tokio::runtime::Handle;

/// How long a server may be silent.
const PATIENCE: Duration = Duration::from_secs(60);

/// The longest file of a log, in bytes: a bundle of the longest entries.
const MOST_BYTES: usize = 256 * (2 + u16::MAX as usize);

/// Where a log is read.
pub(super) enum Place {
    /// Files.
    Folder(PathBuf, ReadOnly),
    /// A server. It is read on a thread that may wait.
    Http(Remote),
}

/// A log on a server.
pub(super) struct Remote {
    http: Client,
    base: String,
    runtime: Handle,
}

/// A log as it was when its checkpoints were read: it may grow meanwhile.
pub(super) struct Frozen {
    place: Place,
    cosigned: Option<Vec<u8>>,
    checkpoint: Option<Vec<u8>>,
}

impl Place {
    /// An address, or a folder.
    ///
    /// # Errors
    ///
    /// When there can be no HTTP client.
    pub(super) fn new(given: &str) -> anyhow::Result<Self> {
        let address = Url::parse(given).ok();
        if !address.is_some_and(|url| matches!(url.scheme(), "http" | "https")) {
            let root = PathBuf::from(given);
            return Ok(Self::Folder(root.clone(), ReadOnly::open(root)));
        }
        let http = Client::builder()
            .read_timeout(PATIENCE)
            .connect_timeout(PATIENCE)
            .redirect(Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self::Http(Remote {
            http,
            base: given.trim_end_matches('/').to_owned(),
            runtime: Handle::current(),
        }))
    }
}

impl Source for Place {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match self {
            Self::Folder(_, files) => files.read(path),
            Self::Http(remote) => remote.runtime.block_on(remote.get(path)),
        }
    }
}

impl Remote {
    async fn get(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        let url = format!("{}/{path}", self.base);
        let mut answer = self.http.get(url).send().await.map_err(io::Error::other)?;
        match answer.status() {
            StatusCode::OK => {}
            StatusCode::NOT_FOUND => return Ok(None),
            status => return Err(io::Error::other(format!("{path}: {status}"))),
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = answer.chunk().await.map_err(io::Error::other)? {
            if bytes.len() + chunk.len() > MOST_BYTES {
                return Err(io::Error::other(format!(
                    "{path}: more than {MOST_BYTES} bytes"
                )));
            }
            bytes.extend_from_slice(&chunk);
        }
        Ok(Some(bytes))
    }
}

impl Frozen {
    /// Reads the checkpoint. Where no witness is known, signatures beside the log's own say nothing, and are left out.
    ///
    /// # Errors
    ///
    /// When it cannot be read.
    pub(super) fn new(place: Place, origin: &str, witnesses: &[WitnessKey]) -> io::Result<Self> {
        let read = |path| {
            let read = place.read(path)?;
            Ok::<_, io::Error>(match witnesses {
                [] => read.map(|bytes| signed_by(&bytes, origin)),
                _ => read,
            })
        };
        // In this order: the one that was cosigned last is never ahead of the log.
        let cosigned = match place {
            Place::Folder(..) => read(COSIGNED)?,
            Place::Http(_) => None,
        };
        let checkpoint = read(CHECKPOINT)?;
        Ok(Self {
            place,
            cosigned,
            checkpoint,
        })
    }

    /// Audits it; of a folder also what lies beside the tiles.
    ///
    /// # Errors
    ///
    /// The first thing that is wrong.
    pub(super) fn audit(
        &self,
        key: &LogKey,
        witnesses: &[WitnessKey],
    ) -> Result<Audited, AuditFault> {
        match self.place {
            Place::Folder(..) => audit_folder(self, key, witnesses).map(|(audited, _)| audited),
            Place::Http(_) => audit(self, key, witnesses),
        }
    }
}

impl Source for Frozen {
    fn read(&self, path: &str) -> io::Result<Option<Vec<u8>>> {
        match path {
            CHECKPOINT => Ok(self.checkpoint.clone()),
            COSIGNED => Ok(self.cosigned.clone()),
            _ => self.place.read(path),
        }
    }
}

/// Nothing of it is ever changed.
impl Disk for Frozen {
    fn write(&mut self, _path: &str, _bytes: &[u8]) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn sync(&mut self, _path: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn rename(&mut self, _from: &str, _to: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn sync_folder(&mut self, _folder: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn remove(&mut self, _path: &str) -> io::Result<()> {
        Err(io::ErrorKind::Unsupported.into())
    }

    fn list(&self, folder: &str) -> io::Result<Vec<String>> {
        let Place::Folder(root, _) = &self.place else {
            return Err(io::ErrorKind::Unsupported.into());
        };
        let mut paths = Vec::new();
        list_into(&root.join(folder), folder, &mut paths)?;
        paths.sort();
        Ok(paths)
    }
}

fn list_into(at: &Path, path: &str, paths: &mut Vec<String>) -> io::Result<()> {
    let entries = match fs::read_dir(at) {
        Ok(entries) => entries,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(error),
    };
    for entry in entries {
        let entry = entry?;
        let path = format!("{path}/{}", entry.file_name().to_string_lossy());
        if entry.file_type()?.is_dir() {
            list_into(&entry.path(), &path, paths)?;
        } else {
            paths.push(path);
        }
    }
    Ok(())
}

/// A note without the signatures of others than this name. What is no note stays as it is, for whoever verifies it.
fn signed_by(note: &[u8], name: &str) -> Vec<u8> {
    let Some((text, signatures)) = std::str::from_utf8(note)
        .ok()
        .and_then(|note| note.split_once("\n\n"))
    else {
        return note.to_vec();
    };
    let by = format!("\u{2014} {name} ");
    let is_foreign = |line: &&str| line.starts_with('\u{2014}') && !line.starts_with(&by);
    let kept: String = signatures
        .split_inclusive('\n')
        .filter(|line| !is_foreign(line))
        .collect();
    format!("{text}\n\n{kept}").into_bytes()
}
