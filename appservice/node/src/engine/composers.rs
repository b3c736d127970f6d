//! Views outside SQL that add to an event's content at the moment of sending.

use std::{collections::BTreeMap, sync::Arc};

use async_trait::async_trait;
use secta_bot_kit::{Effect, effect::ABOUT_FIELD, journal::Done};
use secta_matrix::CallError;
use serde_json::{Map, Value};

/// A view that answers what a bot asks it.
#[async_trait]
pub trait Composer: Send + Sync {
    /// The part of an event's content that answers.
    async fn compose(&self, ask: &Value) -> Result<Map<String, Value>, CallError>;
}

/// The views, by the names of the bots that keep them.
#[derive(Clone, Default)]
pub struct Composers {
    by_bot: BTreeMap<&'static str, Arc<dyn Composer>>,
}

impl Composers {
    /// With one more.
    #[must_use]
    pub fn with(mut self, bot: &'static str, composer: Arc<dyn Composer>) -> Self {
        self.by_bot.insert(bot, composer);
        self
    }

    /// The effect as it is sent; `None` where nothing is to be added.
    pub(super) async fn composed(&self, effect: &Effect) -> Result<Option<Effect>, CallError> {
        let Effect::Send(send) = effect else {
            return Ok(None);
        };
        let Some(compose) = &send.compose else {
            return Ok(None);
        };
        let composer = self.by_bot.get(compose.by.as_str());
        let composer = composer.ok_or_else(|| CallError::Refused {
            code: "SECTA_NO_VIEW".to_owned(),
            message: format!("this process keeps no view of {}", compose.by),
        })?;
        let added = composer.compose(&compose.ask).await?;
        let mut send = send.clone();
        send.compose = None;
        if let Value::Object(content) = &mut send.content {
            content.extend(added);
        }
        Ok(Some(Effect::Send(send)))
    }
}

/// What the bot is told beside the event's id: what the event is about, for it may never see it in the clear.
pub(super) fn told(sent: &Effect, mut done: Done) -> Done {
    if let Effect::Send(send) = sent {
        done.data = done.data.or_else(|| send.content.get(ABOUT_FIELD).cloned());
    }
    done
}
