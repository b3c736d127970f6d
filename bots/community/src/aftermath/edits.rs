//! Items that say something else: where a puppet said them, they read so.

use secta_bot_kit::{
    EventId, UserId, args,
    effect::{ABOUT_FIELD, AUTHOR_FIELD, Effect, SendEvent},
    words::{Answering, notice},
};
use secta_record::act::ItemId;
use serde_json::json;

use crate::{
    memory::{self, Role, Subject},
    scene::{Scene, puppet_of},
};

/// A candidate was changed: it reads so in the twilight, and the votes on it are void.
pub fn redrafted(scene: &mut Scene<'_, '_>, item: &ItemId, void: u32, author: &UserId) {
    let mut copies = scene.copies(item);
    let Some(twilight) = scene.room(Role::Twilight) else {
        return;
    };
    let Some(event) = copies.twilight.clone() else {
        // Said already, not heard yet: it is mended as soon as it is.
        copies.stale = true;
        scene.keep_copies(item, &copies);
        return;
    };
    replace(scene, item, author, Role::Twilight, &event);
    let text = scene.text(scene.hall.lang, "community-redrafted", args!["n" => void]);
    let answering = Answering {
        thread: Some(event),
        ..Answering::default()
    };
    scene.send(&twilight, notice(&text, &answering), "redrafted");
    let text = scene.text(
        scene.lang_of(author),
        "community-redrafted-yours",
        args!["n" => void],
    );
    scene.tell(author, &text);
}

/// A public item was changed: where a puppet said it, it reads so.
pub fn edited(scene: &mut Scene<'_, '_>, item: &ItemId, author: &UserId) {
    let mut copies = scene.copies(item);
    let here = copies.origin.as_ref().map(|(_, event)| event);
    match copies.stream.clone() {
        Some(event) if here != Some(&event) => {
            replace(scene, item, author, Role::Stream, &event);
        }
        Some(_) => {}
        None => {
            copies.stale = true;
            scene.keep_copies(item, &copies);
        }
    }
}

/// What a puppet has said differently has come into a room; what it said before goes.
pub fn revised(scene: &mut Scene<'_, '_>, item: &ItemId, role: Role, event: &EventId) {
    let mut copies = scene.copies(item);
    let Some(room) = scene.room(role) else {
        return;
    };
    if copies.gone || (copies.stream.is_none() && copies.twilight.is_none()) {
        scene.redact(&room, event, None);
        return;
    }
    let before = copies.revisions.insert(room.clone(), event.clone());
    scene.keep_copies(item, &copies);
    if let Some(event) = before {
        scene.redact(&room, &event, None);
    }
}

/// What a puppet said in a room reads as the item does now.
pub fn replace(
    scene: &mut Scene<'_, '_>,
    item: &ItemId,
    author: &UserId,
    role: Role,
    event: &EventId,
) {
    let (Some(room), Some(words)) = (scene.room(role), scene.words(item)) else {
        return;
    };
    let new = words.event();
    let mut content = new.clone();
    content["body"] = json!(format!("* {}", words.text));
    content["m.new_content"] = new;
    content["m.relates_to"] = json!({ "rel_type": "m.replace", "event_id": event });
    content[ABOUT_FIELD] = json!(memory::about(&scene.id, &Subject::Item(*item)));
    content[AUTHOR_FIELD] = json!(author);
    let send = SendEvent {
        room,
        sender: Some(puppet_of(&scene.id, author, &scene.settings.selves)),
        sent_ms: None,
        kind: "m.room.message".to_owned(),
        content,
        encrypted: false,
        compose: None,
    };
    scene
        .ctx
        .plan(&memory::item(&scene.id, item), "edit", Effect::Send(send));
}
