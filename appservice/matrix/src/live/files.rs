//! Events with files: the file is uploaded first, encrypted where the room is. A try that fails after that uploads it
//! again; the event is sent once all the same.

use secta_bot_kit::{SendFile, UserId, file::File, journal::Done};
use serde_json::Value;

use super::{Live, http::Call};
use crate::{CallError, marked};

/// The code of the refusal of a file that is larger than what was asked for at most.
pub const FILE_TOO_LARGE: &str = "SECTA_FILE_TOO_LARGE";

impl Live {
    /// Uploads a file and sends an event with its address.
    pub(super) async fn send_file(&self, key: &str, send: &SendFile) -> Result<Done, CallError> {
        let (event, file) = (&send.event, &send.file);
        let wire_key = self.wire_key(key);
        let mut content = marked(&event.content, &wire_key)?;
        if self.is_encrypted(event).await? {
            let (crypto, room) = self.to_encrypt(event).await?;
            content["file"] = crypto.upload(file.bytes()).await?;
            return crypto.send(&room, (&event.kind, content), &wire_key).await;
        }
        let user = event.sender.as_ref().unwrap_or(&self.bot);
        content["url"] = Value::from(self.upload(user, file).await?);
        self.send_clear(&wire_key, event, content).await
    }

    /// What a file holds that a message names by its `mxc://` address.
    ///
    /// # Errors
    ///
    /// As for any call; it is refused where the address is none, or the file has more than `max_bytes`.
    pub async fn download(&self, address: &str, max_bytes: u64) -> Result<Vec<u8>, CallError> {
        let refused = |code: &str, message: &str| CallError::Refused {
            code: code.to_owned(),
            message: message.to_owned(),
        };
        let parts = address
            .strip_prefix("mxc://")
            .and_then(|rest| rest.split_once('/'));
        let (server, id) =
            parts.ok_or_else(|| refused("SECTA_FILE", "it is no address of a file"))?;
        let path = ["v1", "media", "download", server, id];
        let call = Call::get(&path).by(&self.bot);
        let bytes = self.http.bytes(call, max_bytes).await?;
        bytes.ok_or_else(|| refused(FILE_TOO_LARGE, "it is too large"))
    }

    /// Keeps a file as one of the bot's own; gives its `mxc://` address. Kept twice, it has two.
    ///
    /// # Errors
    ///
    /// As for any call.
    pub async fn keep(&self, mime: &str, bytes: Vec<u8>) -> Result<String, CallError> {
        self.upload(&self.bot, &File::composed(mime, bytes)).await
    }

    async fn upload(&self, user: &UserId, file: &File) -> Result<String, CallError> {
        let answer = self.http.call(Call::upload(file).by(user)).await?;
        let address = answer.get("content_uri").and_then(Value::as_str);
        address.map(str::to_owned).ok_or_else(|| {
            CallError::Unreachable("its answer to the upload has no address".to_owned())
        })
    }
}
