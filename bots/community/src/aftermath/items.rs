//! Items on their way: into the twilight, into the stream, away.

use secta_bot_kit::{
    EventId, UserId, args,
    effect::{ABOUT_FIELD, AUTHOR_FIELD, Effect, SendEvent},
    words::{Answering, notice},
};
use secta_record::act::{ItemId, Rank};
use secta_rules::{Draft, DropCause, query::ItemStatus};
use serde_json::{Value, json};

use crate::{
    enact, explain,
    memory::{self, Copies, Role, Subject},
    scene::{Scene, account, puppet_of},
};

/// An item waits: a puppet says it in the twilight. What stood in the stream leaves it, its text kept.
pub fn submitted(scene: &mut Scene<'_, '_>, item: &ItemId, draft: &Draft, author: &UserId) {
    let copies = scene.copies(item);
    let (Some(twilight), Some(words)) = (scene.room(Role::Twilight), scene.words(item)) else {
        return;
    };
    scene.perform(item, author, &twilight, words.event());
    let lang = scene.lang_of(author);
    let hours = scene.duration(lang, scene.rules.policy().twilight_ms);
    let moved = copies
        .origin
        .as_ref()
        .filter(|(room, _)| scene.room(Role::Stream).as_ref() == Some(room));
    match moved {
        Some((room, event)) => {
            scene.redact(room, event, None);
            let text = scene.text(lang, "community-moved", args!["time" => hours]);
            scene.tell(author, &text);
        }
        None => {
            let id = match draft {
                Draft::Post { .. } => "community-post-waits",
                Draft::Comment { .. } => "community-comment-waits",
            };
            let text = scene.text(lang, id, args!["time" => hours]);
            scene.tell(author, &text);
        }
    }
}

/// An item is public: it stands in the stream already, or a puppet says it there, at its time.
pub fn published(
    scene: &mut Scene<'_, '_>,
    item: &ItemId,
    author: &UserId,
    thread: Option<(&ItemId, &ItemId)>,
) {
    let copies = scene.copies(item);
    if copies.stream.is_some() {
        return;
    }
    let (Some(stream), Some(words)) = (scene.room(Role::Stream), scene.words(item)) else {
        return;
    };
    if let Some((room, event)) = copies.origin.filter(|(room, _)| *room == stream) {
        // A command that was given in the stream itself.
        scene.redact(&room, &event, None);
    }
    let mut content = words.event();
    if let Some((root, parent)) = thread {
        let parent = scene.copies(parent).stream;
        match scene.copies(root).stream {
            Some(root) => content["m.relates_to"] = in_thread(&root, parent.as_ref()),
            None if is_awaited(scene, root) => return hold(scene, root, item),
            None => {}
        }
    }
    scene.perform(item, author, &stream, content);
}

/// Whether an item is said in the stream, and not heard of yet.
fn is_awaited(scene: &Scene<'_, '_>, item: &ItemId) -> bool {
    let view = scene.rules.item(item, scene.now_ms());
    view.is_some_and(|view| matches!(view.status, ItemStatus::Published { .. }))
}

/// A comment waits for the message whose thread it belongs into.
fn hold(scene: &mut Scene<'_, '_>, root: &ItemId, comment: &ItemId) {
    let mut copies = scene.copies(root);
    if !copies.held.contains(comment) {
        copies.held.push(*comment);
        scene.keep_copies(root, &copies);
    }
}

/// The comments that have waited for the message of their thread are said there.
fn release(scene: &mut Scene<'_, '_>, held: Vec<ItemId>) {
    for item in held {
        let view = scene.rules.item(&item, scene.now_ms());
        let public = view.filter(|view| matches!(view.status, ItemStatus::Published { .. }));
        if let Some(view) = public {
            let author = UserId::new(view.author.as_str());
            let root = view.root;
            published(
                scene,
                &item,
                &author,
                root.as_ref().map(|root| (root, root)),
            );
        }
    }
}

fn in_thread(root: &EventId, parent: Option<&EventId>) -> Value {
    json!({
        "rel_type": "m.thread",
        "event_id": root,
        "is_falling_back": parent.is_none_or(|parent| parent == root),
        "m.in_reply_to": { "event_id": parent.unwrap_or(root) },
    })
}

/// A copy of an item has come into a room.
pub fn heard(scene: &mut Scene<'_, '_>, item: &ItemId, role: Role, event: &EventId) {
    let mut copies = scene.copies(item);
    enact::know(scene, event, Subject::Item(*item));
    if copies.gone {
        if let Some(room) = scene.room(role) {
            scene.redact(&room, event, None);
        }
        return;
    }
    match role {
        Role::Twilight if copies.twilight.is_none() => {
            copies.twilight = Some(event.clone());
            let stale = std::mem::take(&mut copies.stale);
            scene.keep_copies(item, &copies);
            if let Some(author) = scene.author(item).filter(|_| stale) {
                replace(scene, item, &author, Role::Twilight, event);
            }
            line(scene, item, event);
        }
        Role::Twilight => {
            copies.line = Some(event.clone());
            scene.keep_copies(item, &copies);
        }
        Role::Stream => {
            copies.stream = Some(event.clone());
            let (stale, held) = (
                std::mem::take(&mut copies.stale),
                std::mem::take(&mut copies.held),
            );
            scene.keep_copies(item, &copies);
            if let Some(author) = scene.author(item).filter(|_| stale) {
                replace(scene, item, &author, Role::Stream, event);
            }
            announce(scene, item, event, &copies);
            release(scene, held);
        }
        Role::Space | Role::Council | Role::Square | Role::Chronicle | Role::Porch => {}
    }
}

/// The short line below a candidate: who it is, and what it needs.
fn line(scene: &mut Scene<'_, '_>, item: &ItemId, event: &EventId) {
    let (Some(view), Some(twilight)) = (
        scene.rules.item(item, scene.now_ms()),
        scene.room(Role::Twilight),
    ) else {
        return;
    };
    let (Some(why), ItemStatus::Waiting { until_ms }) = (view.next, view.status) else {
        return;
    };
    let author = UserId::new(view.author.as_str());
    let lang = scene.hall.lang;
    let reactions = &scene.rules.policy().reactions;
    let args = args![
        "who" => scene.name_of(&author),
        "rank" => explain::rank(scene, lang, scene.rules.rank(&view.author)),
        "n" => why.threshold,
        "support" => reactions.support.as_str(),
        "useful" => reactions.useful.as_str(),
        "oppose" => reactions.oppose.as_str(),
        "time" => scene.duration(lang, until_ms.saturating_sub(scene.now_ms())),
    ];
    let id = if view.root.is_some() {
        "community-line-comment"
    } else {
        "community-line-post"
    };
    let mut text = scene.text(lang, id, args);
    if let Some(link) = view.root.as_ref().and_then(|root| scene.item_link(root)) {
        let to = scene.text(lang, "community-line-to", args!["link" => link]);
        text = secta_bot_kit::words::Text::lines([text, to]);
    }
    let answering = Answering {
        thread: Some(event.clone()),
        ..Answering::default()
    };
    let mut content = notice(&text, &answering);
    content[ABOUT_FIELD] = json!(memory::about(&scene.id, &Subject::Item(*item)));
    scene.send(&twilight, content, "line");
}

/// The author hears that it is published, and where; so does the twilight.
fn announce(scene: &mut Scene<'_, '_>, item: &ItemId, event: &EventId, copies: &Copies) {
    let (Some(author), Some(stream)) = (scene.author(item), scene.room(Role::Stream)) else {
        return;
    };
    let link = scene.link(&stream, event);
    let text = scene.text(
        scene.lang_of(&author),
        "community-published",
        args!["link" => link.as_str()],
    );
    scene.tell(&author, &text);
    if let (Some(root), Some(twilight)) = (&copies.twilight, scene.room(Role::Twilight)) {
        let text = scene.text(
            scene.hall.lang,
            "community-published-there",
            args!["link" => link.as_str()],
        );
        let answering = Answering {
            thread: Some(root.clone()),
            ..Answering::default()
        };
        scene.send(&twilight, notice(&text, &answering), "published");
    }
}

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

fn replace(scene: &mut Scene<'_, '_>, item: &ItemId, author: &UserId, role: Role, event: &EventId) {
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

/// A candidate goes: redacted everywhere, its words wiped, its author told (R6).
pub fn dropped(scene: &mut Scene<'_, '_>, item: &ItemId, cause: DropCause) {
    let (author, words) = (scene.author(item), scene.words(item));
    taken_down(scene, item);
    let Some(author) = author else {
        return;
    };
    let lang = scene.lang_of(&author);
    let id = match cause {
        DropCause::Expired => "community-expired",
        DropCause::Withdrawn => "community-withdrawn",
        DropCause::Silenced => "community-dropped-silenced",
        DropCause::Excluded => return,
    };
    let mut text = scene.text(lang, id, args![]);
    let commenter = scene.rules.rank(&account(&author)) == Rank::Commenter;
    if cause == DropCause::Expired && commenter {
        let said = words.map(|words| words.text).unwrap_or_default();
        text = explain::with_text_back(scene, lang, &text, &said);
    }
    scene.tell(&author, &text);
}

/// An item goes with all its copies, and its words with it (R6, R15).
pub fn taken_down(scene: &mut Scene<'_, '_>, item: &ItemId) {
    let copies = scene.copies(item);
    let at = |role, event: &Option<EventId>| scene.room(role).zip(event.clone());
    let mut all = vec![
        at(Role::Twilight, &copies.line),
        at(Role::Twilight, &copies.twilight),
        at(Role::Stream, &copies.stream),
    ];
    let elsewhere = copies
        .origin
        .clone()
        .filter(|(_, event)| Some(event) != copies.stream.as_ref());
    // What was moved out of the stream is redacted there already.
    let moved = |room: &secta_bot_kit::RoomId| scene.room(Role::Stream).as_ref() == Some(room);
    all.push(elsewhere.filter(|(room, _)| !moved(room)));
    all.extend(copies.revisions.clone().into_iter().map(Some));
    for form in &copies.forms {
        scene.ctx.forget_form(form);
    }
    for (room, event) in all.into_iter().flatten() {
        if !is_redacting(scene, &event) {
            scene.redact(&room, &event, None);
        }
    }
    scene.keep_words(item, None);
    scene.keep_copies(
        item,
        &Copies {
            gone: true,
            ..Copies::default()
        },
    );
}

/// Whether the event is redacted by this very input.
fn is_redacting(scene: &Scene<'_, '_>, event: &EventId) -> bool {
    scene.ctx.redacted() == Some(event)
}

/// A hidden item leaves its rooms; its words stay for an appeal.
pub fn hidden(scene: &mut Scene<'_, '_>, item: &ItemId) {
    let mut copies = scene.copies(item);
    let at = |role, event: Option<EventId>| scene.room(role).zip(event);
    let all = [
        at(Role::Stream, copies.stream.take()),
        at(Role::Twilight, copies.twilight.take()),
    ];
    let revisions = std::mem::take(&mut copies.revisions);
    for (room, event) in all.into_iter().flatten().chain(revisions) {
        scene.redact(&room, &event, None);
    }
    scene.keep_copies(item, &copies);
}

/// A hidden item is shown again (R11).
pub fn shown_again(scene: &mut Scene<'_, '_>, item: &ItemId) {
    let now_ms = scene.now_ms();
    let Some(view) = scene
        .rules
        .item(item, now_ms)
        .filter(|view| view.status == ItemStatus::Hidden)
    else {
        return;
    };
    let author = UserId::new(view.author.as_str());
    let root = view.root;
    published(scene, item, &author, root.as_ref().map(|root| (root, root)));
}
