//! Views outside SQL: what they are asked to do, and what they add to an event's content at the moment of sending.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use secta_bot_kit::{
    Effect, File, SendEvent, SendFile,
    effect::{ABOUT_FIELD, ViewAct},
    journal::Done,
};
use secta_matrix::CallError;
use serde_json::{Map, Value, json};

/// A view outside SQL.
#[async_trait]
pub trait View: Send + Sync {
    /// The part of an event's content that answers.
    async fn compose(&self, ask: &Value) -> Result<Map<String, Value>, CallError>;

    /// The file that answers, with what is added to the content of its event. A view without files refuses.
    async fn file(&self, ask: &Value) -> Result<(Map<String, Value>, File), CallError> {
        let _ = ask;
        Err(CallError::Refused {
            code: "SECTA_NO_FILE".to_owned(),
            message: "this view makes no files".to_owned(),
        })
    }

    /// Does something, once under one key, and says what came of it. A view that is only asked refuses.
    async fn perform(&self, key: &str, act: &Value) -> Result<Value, CallError> {
        let _ = (key, act);
        Err(CallError::Refused {
            code: "SECTA_NO_ACT".to_owned(),
            message: "this view is only asked".to_owned(),
        })
    }
}

/// The views, by the names of the bots that keep them.
#[derive(Clone, Default)]
pub struct Views {
    by_bot: BTreeMap<&'static str, Arc<dyn View>>,
}

impl Views {
    /// With one more.
    #[must_use]
    pub fn with(mut self, bot: &'static str, view: Arc<dyn View>) -> Self {
        self.by_bot.insert(bot, view);
        self
    }

    fn of(&self, bot: &str) -> Result<&Arc<dyn View>, CallError> {
        self.by_bot.get(bot).ok_or_else(|| CallError::Refused {
            code: "SECTA_NO_VIEW".to_owned(),
            message: format!("this process keeps no view of {bot}"),
        })
    }

    /// Has a bot's view do something.
    ///
    /// # Errors
    ///
    /// When this process keeps no such view, or it cannot do that now.
    pub async fn act(&self, bot: &str, key: &str, act: &Value) -> Result<Value, CallError> {
        self.of(bot)?.perform(key, act).await
    }

    /// Has a view do what an effect says.
    pub(super) async fn perform(&self, key: &str, act: &ViewAct) -> Result<Done, CallError> {
        let data = self.act(&act.view, key, &act.ask).await?;
        Ok(Done {
            event_id: None,
            data: Some(data),
        })
    }

    /// The effect as it is sent; `None` where nothing is to be added.
    pub(super) async fn composed(&self, effect: &Effect) -> Result<Option<Effect>, CallError> {
        match effect {
            Effect::Send(SendEvent {
                compose: Some(compose),
                ..
            }) => {
                let added = self.of(&compose.by)?.compose(&compose.ask).await?;
                Ok(with(effect, added, None))
            }
            Effect::SendFile(SendFile {
                compose: Some(compose),
                ..
            }) => {
                let (added, file) = self.of(&compose.by)?.file(&compose.ask).await?;
                Ok(with(effect, added, Some(file)))
            }
            _ => Ok(None),
        }
    }
}

/// An answer as it is sent where its view cannot make it; `None` where it is none.
pub(super) fn without(effect: &Effect) -> Option<Effect> {
    let mut event = match effect {
        Effect::Send(send) => send.clone(),
        Effect::SendFile(send) if send.compose.is_some() => {
            let mut event = send.event.clone();
            event.content["msgtype"] = json!("m.notice");
            return Some(Effect::Send(event));
        }
        _ => return None,
    };
    event.compose.take()?;
    Some(Effect::Send(event))
}

/// An effect with what is added to it.
fn with(effect: &Effect, added: Map<String, Value>, file: Option<File>) -> Option<Effect> {
    let mut composed = effect.clone();
    let event = match &mut composed {
        Effect::Send(send) => {
            send.compose = None;
            send
        }
        Effect::SendFile(send) => {
            send.compose = None;
            send.file = file?;
            &mut send.event
        }
        _ => return None,
    };
    if let Value::Object(content) = &mut event.content {
        content.extend(added);
    }
    Some(composed)
}

/// What the bot is told beside the event's id: what the event is about, for it may never see it in the clear.
pub(super) fn told(sent: &Effect, mut done: Done) -> Done {
    if let Effect::Send(send) = sent {
        done.data = done.data.or_else(|| send.content.get(ABOUT_FIELD).cloned());
    }
    done
}
