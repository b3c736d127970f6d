//! Events with files: the file is uploaded first, encrypted where the room is. A try that fails after that uploads it
//! again; the event is sent once all the same.

use std::io::{Cursor, Read as _};

use matrix_sdk_crypto::{AttachmentDecryptor, MediaEncryptionInfo};
use secta_bot_kit::{
    SendFile, UserId,
    file::File,
    input::{FileKey, FileSource},
    journal::Done,
};
use serde_json::{Value, json};

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

    /// What a file of a message holds, opened where it is encrypted.
    ///
    /// # Errors
    ///
    /// As for any call; it is refused where the address is none, the file has more than `max_bytes`, or it is not what
    /// its key was made for.
    pub async fn download(
        &self,
        source: &FileSource,
        max_bytes: u64,
    ) -> Result<Vec<u8>, CallError> {
        let parts = source
            .url
            .strip_prefix("mxc://")
            .and_then(|rest| rest.split_once('/'));
        let (server, id) =
            parts.ok_or_else(|| refused("SECTA_FILE", "it is no address of a file"))?;
        let path = ["v1", "media", "download", server, id];
        let call = Call::get(&path).by(&self.bot);
        let bytes = self.http.bytes(call, max_bytes).await?;
        let bytes = bytes.ok_or_else(|| refused(FILE_TOO_LARGE, "it is too large"))?;
        match &source.key {
            Some(key) => opened(bytes, key),
            None => Ok(bytes),
        }
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

fn refused(code: &str, message: &str) -> CallError {
    CallError::Refused {
        code: code.to_owned(),
        message: message.to_owned(),
    }
}

/// What an encrypted file holds: nothing of it, unless it is whole.
fn opened(bytes: Vec<u8>, key: &FileKey) -> Result<Vec<u8>, CallError> {
    let wrong = |error: &dyn std::fmt::Display| refused("SECTA_FILE", &error.to_string());
    let info = json!({
        "v": "v2",
        "key": { "kty": "oct", "alg": "A256CTR", "ext": true, "key_ops": ["encrypt", "decrypt"], "k": key.k },
        "iv": key.iv,
        "hashes": { "sha256": key.sha256 },
    });
    let info: MediaEncryptionInfo = serde_json::from_value(info).map_err(|error| wrong(&error))?;
    let mut opened = Vec::with_capacity(bytes.len());
    let mut bytes = Cursor::new(bytes);
    let mut reader = AttachmentDecryptor::new(&mut bytes, info).map_err(|error| wrong(&error))?;
    reader
        .read_to_end(&mut opened)
        .map_err(|error| wrong(&error))?;
    Ok(opened)
}

#[cfg(test)]
mod tests {
    use matrix_sdk_crypto::AttachmentEncryptor;

    use super::*;

    fn sealed(text: &str) -> (Vec<u8>, FileKey) {
        let mut text = Cursor::new(text.to_owned());
        let mut writer = AttachmentEncryptor::new(&mut text);
        let mut bytes = Vec::new();
        writer.read_to_end(&mut bytes).expect("memory");
        let info = serde_json::to_value(writer.finish()).expect("JSON");
        let part = |path: &str| {
            info.pointer(path)
                .and_then(Value::as_str)
                .expect(path)
                .to_owned()
        };
        let key = FileKey {
            k: part("/key/k"),
            iv: part("/iv"),
            sha256: part("/hashes/sha256"),
        };
        (bytes, key)
    }

    #[test]
    fn an_encrypted_file_is_opened_with_its_key() {
        let (bytes, key) = sealed("тайна");
        assert_ne!(bytes, "тайна".as_bytes());
        assert_eq!(opened(bytes, &key).expect("opened"), "тайна".as_bytes());
    }

    #[test]
    fn a_file_that_is_not_what_its_key_was_made_for_is_refused() {
        let (bytes, key) = sealed("тайна");
        let cut = bytes[..bytes.len() - 1].to_vec();
        let mut turned = bytes.clone();
        turned[0] ^= 1;
        let (_, other) = sealed("тайна");
        let nonsense = FileKey {
            k: "!".to_owned(),
            ..key.clone()
        };
        for (bytes, key) in [
            (cut, &key),
            (turned, &key),
            (bytes.clone(), &other),
            (bytes, &nonsense),
        ] {
            let came = opened(bytes, key);
            assert!(matches!(came, Err(CallError::Refused { .. })), "{came:?}");
        }
    }
}
