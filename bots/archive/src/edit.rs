//! Messages that are edited: their notes follow, as far as something was saved of the room.

use secta_bot_kit::{
    Ctx, Effect, EventId, Scope,
    effect::ViewAct,
    input::{Event, Message},
    journal::{EffectResult, Outcome},
};
use serde::Deserialize;

use crate::{
    NAME,
    act::{Act, Came, Edit},
    memory::{self, Vault},
    save, sync,
};

/// The tag of an edit.
pub const EDITING: &str = "edit";

/// Somebody edited a message.
pub fn edited(event: &Event, message: &Message, target: &EventId, ctx: &mut Ctx<'_>) {
    let room = memory::room(ctx, &event.room);
    let vault = room.vault(&event.room);
    let scope = memory::vault(&vault.folder);
    let encrypted = save::is_encrypted(event, ctx);
    let allowed = room.allowed.unwrap_or(!encrypted) && !room.is_twilight();
    if !allowed || !is_memory(event, message) || ctx.get::<Vault>(&scope, "vault").is_none() {
        return;
    }
    let captioned = message.media.as_ref().is_none_or(|media| media.captioned);
    let act = Act::Edit(Edit {
        vault: vault.clone(),
        room: event.room.clone(),
        event: target.clone(),
        edit: event.id.clone(),
        by: event.sender.clone(),
        at_ms: event.sent_ms,
        // Without a caption the body is nothing but the file's name.
        body: Some(message.body.clone())
            .filter(|_| captioned)
            .unwrap_or_default(),
        html: message.html.clone().filter(|_| captioned),
        file: message.media.is_some(),
        encrypted,
    });
    let effect = Effect::View(ViewAct {
        view: NAME.to_owned(),
        lane: vault.folder,
        // It is plain data: it has JSON.
        ask: serde_json::to_value(&act).unwrap_or_default(),
    });
    ctx.plan(&scope, EDITING, effect);
}

/// What the bot says itself is no memory, nor is what is asked of a bot; what a puppet says, somebody has written.
fn is_memory(event: &Event, message: &Message) -> bool {
    let asks = message.body.trim_start().strip_prefix('!');
    let asks = asks.is_some_and(|name| name.starts_with(char::is_alphabetic));
    let by_bot = event.own && event.author.is_none();
    !asks && !by_bot
}

/// The vault has answered: what changed is pushed soon.
pub fn done(outcome: &Outcome, ctx: &mut Ctx<'_>) {
    let scope = Scope::new(outcome.scope.clone());
    let EffectResult::Done(done) = &outcome.result else {
        return;
    };
    let came = done
        .data
        .as_ref()
        .and_then(|data| Came::deserialize(data).ok());
    if let (Some(Came::Edited { changed: true }), Some(vault)) =
        (came, ctx.get::<Vault>(&scope, "vault"))
    {
        sync::begin(&vault.id, &vault.room, ctx);
    }
}
