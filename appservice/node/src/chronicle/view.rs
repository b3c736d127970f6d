//! What the chronicle's bot asks of the node: to read a message, and to make the file of a proof.

use std::sync::{Arc, OnceLock};

use async_trait::async_trait;
use secta_bot_chronicle::{
    act::{Act, Question},
    show::{self, Proven},
};
use secta_bot_kit::{File, read::Selves, words::Words};
use secta_matrix::{CallError, live::Live};
use serde::Deserialize;
use serde_json::{Map, Value, json};

use super::{Logs, gather};
use crate::engine::views::View;

/// The media type of a proof.
const PROOF: &str = "text/plain";

/// The view.
pub struct Chronicle {
    /// The homeserver that messages are read from, once it is there.
    pub homeserver: Arc<OnceLock<Arc<Live>>>,
    /// The service's own users.
    pub selves: Selves,
    /// The phrases.
    pub words: Arc<Words>,
    /// The logs.
    pub logs: Logs,
}

#[async_trait]
impl View for Chronicle {
    async fn compose(&self, _: &Value) -> Result<Map<String, Value>, CallError> {
        Err(refused("this view makes files alone"))
    }

    async fn file(&self, ask: &Value) -> Result<(Map<String, Value>, File), CallError> {
        let question = Question::deserialize(ask).map_err(|error| refused(&error.to_string()))?;
        let proof = self
            .logs
            .prove(&question.community, &question.record)
            .await
            .map_err(|error| not_yet(&error.to_string()))?;
        let proof = proof.ok_or_else(|| not_yet("the log does not have the entry"))?;
        let proven = Proven {
            size: proof.size,
            witnesses: proof.witnesses,
            key: self.logs.key(&question.community).to_string(),
        };
        let (name, text) = show::proof(&self.words, &question, &proven);
        let bytes = proof.file.into_bytes();
        let added = json!({
            "body": text.plain,
            "format": "org.matrix.custom.html",
            "formatted_body": text.html,
            "filename": name,
            "info": { "mimetype": PROOF, "size": bytes.len() },
        });
        let added = added.as_object().cloned().unwrap_or_default();
        Ok((added, File::composed(PROOF, bytes)))
    }

    async fn perform(&self, _: &str, act: &Value) -> Result<Value, CallError> {
        let act = Act::deserialize(act).map_err(|error| refused(&error.to_string()))?;
        let live = self.homeserver.get().cloned();
        let live = live.ok_or_else(|| not_yet("the homeserver is not connected"))?;
        let Act::Gather { room, event } = &act;
        let came = gather::gather(&live, &self.selves, (room, event)).await?;
        serde_json::to_value(&came).map_err(|error| refused(&error.to_string()))
    }
}

fn refused(message: &str) -> CallError {
    CallError::Refused {
        code: "SECTA_REQUEST".to_owned(),
        message: message.to_owned(),
    }
}

/// What fails now is tried again: a disk that is full, a homeserver that is away.
fn not_yet(reason: &str) -> CallError {
    tracing::warn!(reason, "the chronicle cannot do it now");
    CallError::NotYet(reason.to_owned())
}
