//! What members do on the site: a form becomes what a command would ask, the rules decide, and what comes of it is
//! carried into the rooms like anything else. The answer stands in memory for a day, for the site to show.
//!
//! - [`read`](mod@read): from a form to what it asks; [`answer`]: what is said of it.
//! - [`native`]: accounts that were made on the site, who read nothing in Matrix; [`code`]: codes for signing in.
//!
//! To add a deed: a variant of [`Deed`], an arm in [`read::wanted`], what is said of it in [`answer::done`], a story.

pub mod answer;
pub mod code;
pub mod native;
pub mod read;

use secta_bot_kit::{
    Ctx, args,
    input::Fired,
    journal::Outcome,
    web::{self, Answer, Deed, Form},
};
use secta_record::act::CaseId;
use secta_rules::{Ask, Command};
use serde::Deserialize;
use serde_json::Value;

use crate::{
    Settings, enact,
    scene::{Scene, account},
};
use read::Wanted;

/// How long an answer is kept, in milliseconds.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;
/// The most forms of one item that are remembered, to be erased with it; of more, the oldest are erased at once.
const FORMS_MAX: usize = 20;
/// How the timer that lets go of an answer is named.
const FORGET: &str = "web";

/// A form has come.
pub fn filed(settings: &Settings, id: &str, body: &Value, ctx: &mut Ctx<'_>) {
    let Ok(form) = Form::deserialize(body) else {
        return;
    };
    if matches!(form.deed, Deed::Wiki(_)) {
        // Its own bot sees to it.
        return;
    }
    let answer = match (Scene::open(ctx, settings, form.community), &form.deed) {
        (Some(mut scene), Deed::Code { code, valid_ms }) => {
            return code::tell(&mut scene, (id, &form.by), code, *valid_ms);
        }
        (None, Deed::Code { .. }) => return,
        (Some(mut scene), _) => answered(&mut scene, id, &form),
        (None, _) => answer::no(
            ctx.words()
                .text(form.lang, "community-no-unknown", &args![]),
        ),
    };
    let scope = web::answer_scope(id);
    ctx.put(&scope, web::ANSWER, &answer);
    let until_ms = ctx.now_ms().saturating_add(KEPT_MS);
    ctx.set_timer(&format!("{FORGET}/{id}"), &scope, until_ms, Value::Null);
}

fn answered(scene: &mut Scene<'_, '_>, id: &str, form: &Form) -> Answer {
    let selves = &scene.settings.selves;
    if !scene.hall.ready || (selves.owns(&form.by) && !selves.is_native(&form.by)) {
        return answer::no(scene.text(form.lang, "community-no-service", args![]));
    }
    if let Deed::Invite { account } = &form.deed
        && selves.owns(account)
        && !selves.is_native(account)
    {
        return answer::no(scene.text(form.lang, "community-web-invite", args![]));
    }
    native::speaks(scene, form);
    if let Deed::Arrive { name } = &form.deed {
        return native::arrive(scene, form, name);
    }
    match read::wanted(id, form, scene.now_ms(), &*scene.ctx) {
        Ok(wanted) => decided(scene, id, form, wanted),
        Err(fault) => answer::no(answer::fault(scene, form.lang, &fault)),
    }
}

fn decided(scene: &mut Scene<'_, '_>, id: &str, form: &Form, wanted: Wanted) -> Answer {
    let command = Command {
        by: account(&form.by),
        ask: wanted.ask.clone(),
    };
    let facts = match scene.rules.decide(&command, scene.now_ms()) {
        Ok(facts) => facts,
        Err(refusal) => return answer::no(answer::refusal(scene, form.lang, &refusal)),
    };
    let answer = answer::done(scene, form.lang, &wanted.ask, &facts);
    remember(scene, id, &wanted);
    argue(scene, form, &wanted.ask);
    enact::enact(scene, facts);
    answer
}

/// Remembers what an item says, and which forms say so.
fn remember(scene: &mut Scene<'_, '_>, id: &str, wanted: &Wanted) {
    let (item, is_new) = match &wanted.ask {
        Ask::Post { item, .. } | Ask::Comment { item, .. } => (item, true),
        Ask::Edit { item, .. } => (item, false),
        _ => return,
    };
    let mut copies = scene.copies(item);
    if is_new {
        copies.time_ms = scene.now_ms();
    }
    copies.forms.push(id.to_owned());
    while copies.forms.len() > FORMS_MAX {
        let oldest = copies.forms.remove(0);
        scene.ctx.forget_form(&oldest);
    }
    scene.keep_copies(item, &copies);
    scene.keep_words(item, wanted.words.as_ref());
}

/// The argument of a moderation vote is said in the case's thread, before what comes of it.
fn argue(scene: &mut Scene<'_, '_>, form: &Form, ask: &Ask) {
    let Ask::Moderate {
        item,
        case,
        argument: Some(argument),
        ..
    } = ask
    else {
        return;
    };
    let case: CaseId = scene.rules.open_case_of(item).unwrap_or(*case);
    let args = args!["who" => scene.name_of(&form.by), "argument" => argument.as_str()];
    let text = scene.text(scene.hall.lang, "community-web-argument", args);
    scene.in_topic(&case.0, &text, None);
}

/// A timer of a form fired: its answer, or the message with its code, goes.
pub fn fired(fired: &Fired, ctx: &mut Ctx<'_>) {
    let (name, id) = fired.name.split_once('/').unwrap_or_default();
    match name {
        FORGET => ctx.delete(&fired.scope, web::ANSWER),
        code::FORGET => code::over(fired, id, ctx),
        _ => {}
    }
}

/// What came of an effect that a form has planned.
pub fn outcome(outcome: &Outcome, ctx: &mut Ctx<'_>) {
    if outcome.tag == code::TELL {
        code::told(outcome, ctx);
    }
}

/// Whether a scope is that of a form.
pub fn is_form(scope: &str) -> bool {
    scope.starts_with("web/")
}
