//! `/sign-in`, `/sign-up`: the ways in.

use askama::Template;
use secta_bot_kit::{
    UserId, args,
    words::{Text, tidy},
};

use super::frame::Frame;
use crate::{
    answer::{Answer, Fault, Page},
    forms::fields::local,
    here::Here,
    model::Community,
    view::Safe,
};

/// A community to choose.
struct Choice {
    id: String,
    name: String,
    chosen: bool,
}

#[derive(Template)]
#[template(path = "sign-in.html")]
struct Ways<'a> {
    f: Frame<'a>,
    back: String,
    choices: Vec<Choice>,
    /// What the browser needs to sign in with a passkey; nothing where too many have begun to.
    options: Option<String>,
    server: String,
}

#[derive(Template)]
#[template(path = "code.html")]
struct Code<'a> {
    f: Frame<'a>,
    back: String,
    said: Option<Safe>,
}

#[derive(Template)]
#[template(path = "sign-up.html")]
struct New<'a> {
    f: Frame<'a>,
    back: String,
    choices: Vec<Choice>,
    name: String,
    said: Option<Safe>,
}

#[derive(Template)]
#[template(path = "welcome.html")]
struct Welcome<'a> {
    f: Frame<'a>,
    phrase: String,
    account: String,
}

/// All ways in.
pub(crate) fn ways(here: &Here, back: &str, options: Option<String>) -> Result<Answer, Fault> {
    let page = Ways {
        f: with_script(Frame::new(here, here.say("site-sign-in", args![]).plain)),
        back: back.to_owned(),
        choices: choices(here, back)?,
        options,
        server: here.site.settings.server.clone(),
    };
    Ok(Page::html(page.render()?).private().into())
}

/// The page asks for the code.
pub(crate) fn code(here: &Here, back: &str, said: Option<Text>) -> Result<Answer, Fault> {
    let page = Code {
        f: Frame::new(here, here.say("site-sign-in", args![]).plain),
        back: back.to_owned(),
        said: said.map(Safe::from),
    };
    Ok(Page::html(page.render()?).private().into())
}

/// `/sign-up`.
pub(crate) fn sign_up(here: &Here) -> Result<Answer, Fault> {
    let back = here.asks("back").and_then(local).unwrap_or("/");
    new(here, back, "", None)
}

/// The page asks for a name, and says what was wrong with the last one.
pub(crate) fn new(
    here: &Here,
    back: &str,
    name: &str,
    said: Option<Text>,
) -> Result<Answer, Fault> {
    let page = New {
        f: Frame::new(here, here.say("site-sign-up", args![]).plain),
        back: back.to_owned(),
        choices: choices(here, back)?,
        name: tidy(name, 80),
        said: said.map(Safe::from),
    };
    Ok(Page::html(page.render()?).private().into())
}

/// The account is there: its phrase is told this once.
pub(crate) fn welcome(here: &Here, phrase: &str, account: &UserId) -> Result<Answer, Fault> {
    let page = Welcome {
        f: Frame::new(here, here.say("site-welcome", args![]).plain),
        phrase: phrase.to_owned(),
        account: account.as_str().to_owned(),
    };
    Ok(Page::html(page.render()?).private().into())
}

fn with_script(mut frame: Frame<'_>) -> Frame<'_> {
    frame.script = Some(super::assets::script_href());
    frame
}

/// The communities to choose from; chosen is the one that the visitor comes from.
fn choices(here: &Here, back: &str) -> Result<Vec<Choice>, Fault> {
    let all = here.site.ports.library.communities()?;
    let choice = |community: &Community| Choice {
        id: community.id.to_string(),
        name: tidy(&community.name, 80),
        chosen: back.starts_with(&crate::links::community(&community.id)),
    };
    Ok(all.iter().map(choice).collect())
}

/// The community that a form names; where there is but one, that.
pub(crate) fn community(here: &Here, id: &str) -> Result<Community, Fault> {
    let all = here.site.ports.library.communities()?;
    if let [only] = &all[..] {
        return Ok(only.clone());
    }
    let mut named = all.into_iter();
    let named = named.find(|community| community.id.to_string() == id);
    named.ok_or(Fault::Malformed)
}
