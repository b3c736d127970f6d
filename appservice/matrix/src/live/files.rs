//! Events with files: the file is uploaded first, encrypted where the room is. A try that fails after that uploads it
//! again; the event is sent once all the same.

use secta_bot_kit::{SendFile, UserId, file::File, journal::Done};
use serde_json::Value;

use super::{Live, http::Call};
use crate::{CallError, marked};

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

    async fn upload(&self, user: &UserId, file: &File) -> Result<String, CallError> {
        let answer = self.http.call(Call::upload(file).by(user)).await?;
        let address = answer.get("content_uri").and_then(Value::as_str);
        address.map(str::to_owned).ok_or_else(|| {
            CallError::Unreachable("its answer to the upload has no address".to_owned())
        })
    }
}
