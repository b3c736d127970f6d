//! Codes for signing in on the site: told in the porch of a member, and gone from there when they hold no more. Whoever
//! has no porch is told nothing, and nobody learns so.

use secta_bot_kit::{
    Ctx, Effect, EventId, RoomId, Scope, SendEvent, UserId, args,
    input::Fired,
    journal::{EffectResult, Outcome},
    web,
    words::{Answering, notice},
};
use serde::{Deserialize, Serialize};
use serde_json::json;

use crate::{memory::Member, scene::Scene};

/// The tag of the message with a code.
pub const TELL: &str = "code";
/// How the timer is named that takes the message away.
pub const FORGET: &str = "code";
/// Where in a form's memory it stands until when its code holds.
const KEY: &str = "code";

/// A code that was told.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Told {
    /// Where.
    room: RoomId,
    /// Until when it holds, in milliseconds since 1970.
    until_ms: i64,
    /// The message.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    event: Option<EventId>,
}

/// Tells a code to whom it is for.
pub fn tell(scene: &mut Scene<'_, '_>, (id, who): (&str, &UserId), code: &str, valid_ms: i64) {
    let Member {
        porch: Some(room), ..
    } = scene.member(who)
    else {
        scene.ctx.forget_form(id);
        return;
    };
    let lang = scene.lang_of(who);
    let args = args!["code" => code, "time" => scene.duration(lang, valid_ms)];
    let text = scene.text(lang, "community-web-code", args);
    let answering = Answering {
        mention: Some(who.clone()),
        ..Answering::default()
    };
    let send = SendEvent {
        room: room.clone(),
        sender: None,
        sent_ms: None,
        kind: "m.room.message".to_owned(),
        content: notice(&text, &answering),
        encrypted: false,
        compose: None,
    };
    let scope = web::answer_scope(id);
    let until_ms = scene.now_ms().saturating_add(valid_ms);
    let told = Told {
        room,
        until_ms,
        event: None,
    };
    scene.ctx.put(&scope, KEY, &told);
    scene.ctx.plan(&scope, TELL, Effect::Send(send));
    let timer = format!("{FORGET}/{id}");
    scene.ctx.set_timer(&timer, &scope, until_ms, json!(null));
}

/// The message is there: it is known what to take away. Where the time is over meanwhile, it goes at once.
pub fn told(outcome: &Outcome, ctx: &mut Ctx<'_>) {
    let scope = Scope::new(outcome.scope.clone());
    let EffectResult::Done(done) = &outcome.result else {
        return ctx.delete(&scope, KEY);
    };
    let (Some(told), Some(event)) = (ctx.get::<Told>(&scope, KEY), &done.event_id) else {
        return;
    };
    let told = Told {
        event: Some(EventId::new(event.as_str())),
        ..told
    };
    if ctx.now_ms() >= told.until_ms {
        return take_away(&scope, told, ctx);
    }
    ctx.put(&scope, KEY, &told);
}

/// The code holds no more.
pub fn over(fired: &Fired, id: &str, ctx: &mut Ctx<'_>) {
    ctx.forget_form(id);
    if let Some(told) = ctx.get::<Told>(&fired.scope, KEY)
        && told.event.is_some()
    {
        take_away(&fired.scope, told, ctx);
    }
}

fn take_away(scope: &Scope, told: Told, ctx: &mut Ctx<'_>) {
    ctx.delete(scope, KEY);
    if let Some(event_id) = told.event {
        let redact = Effect::Redact {
            room: told.room,
            event_id,
            reason: None,
        };
        ctx.plan(scope, "redact", redact);
    }
}
