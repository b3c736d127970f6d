//! What stands in files: of PDF and plain text, as far as it is text. A PDF is read by a process of its own, which may
//! take only so much time and memory: it comes from anyone.

use std::{process::Stdio, time::Duration};

use secta_bot_search::{
    follow::FILE_MAX,
    index::{Doc, doc::BODY_MAX},
};
use secta_matrix::{CallError, live::Live};
use tokio::{
    io::AsyncWriteExt,
    process::{Child, Command},
};

use super::{SearchError, follower::Follower};

/// How long a PDF may be read.
const PATIENCE: Duration = Duration::from_secs(20);

/// What was read of a file.
pub(super) enum FileRead {
    /// Its text, perhaps empty.
    Text(String),
    /// It is no text, is too large or is not there.
    Nothing,
}

/// Reads the file of a message.
pub(super) async fn read(live: &Live, doc: &Doc) -> Result<FileRead, CallError> {
    let Some(file) = &doc.file else {
        return Ok(FileRead::Nothing);
    };
    let Some(source) = &file.unread else {
        return Ok(FileRead::Nothing);
    };
    let bytes = match live.download(source, FILE_MAX).await {
        Ok(bytes) => bytes,
        Err(CallError::Refused { code, .. }) => {
            tracing::info!(code, "a file cannot be read for the search");
            return Ok(FileRead::Nothing);
        }
        Err(error) => return Err(error),
    };
    let text = if bytes.starts_with(b"%PDF-") {
        pdf(&bytes).await
    } else {
        plain(&bytes)
    };
    Ok(text.map_or(FileRead::Nothing, |text| FileRead::Text(cut(text))))
}

/// Plain text, in UTF-8 or as Windows has it in Russian.
fn plain(bytes: &[u8]) -> Option<String> {
    if bytes.contains(&0) {
        return None;
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => Some(text.to_owned()),
        Err(_) => Some(encoding_rs::WINDOWS_1251.decode(bytes).0.into_owned()),
    }
}

async fn pdf(bytes: &[u8]) -> Option<String> {
    let mut child = reader()?;
    let mut stdin = child.stdin.take()?;
    let bytes = bytes.to_owned();
    // A reader that dies does not take the rest.
    let fed = tokio::spawn(async move { stdin.write_all(&bytes).await.is_ok() });
    let read = tokio::time::timeout(PATIENCE, child.wait_with_output()).await;
    fed.abort();
    match read {
        Ok(Ok(output)) if output.status.success() => String::from_utf8(output.stdout).ok(),
        Ok(Ok(_) | Err(_)) | Err(_) => {
            tracing::info!("a PDF cannot be read for the search");
            None
        }
    }
}

fn reader() -> Option<Child> {
    let program = std::env::current_exe().ok()?;
    let child = Command::new(program)
        .arg("read-pdf")
        .env_clear()
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .kill_on_drop(true)
        .spawn();
    child.ok()
}

fn cut(mut text: String) -> String {
    let mut end = text.len().min(BODY_MAX);
    while !text.is_char_boundary(end) {
        end -= 1;
    }
    text.truncate(end);
    text
}

impl Follower {
    /// Takes what was read of a file. The message may have gone or changed meanwhile.
    pub fn take_file(&mut self, doc: Doc, read: FileRead) -> Result<(), SearchError> {
        let Some(mut now) = self.writer.get(&doc.room, &doc.event)? else {
            return Ok(());
        };
        let Some(file) = &mut now.file else {
            return Ok(());
        };
        file.unread = None;
        if let FileRead::Text(text) = read {
            file.text = text;
        }
        self.writer.remove(&now)?;
        self.writer.add(now)?;
        self.waits();
        Ok(())
    }
}
