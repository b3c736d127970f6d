//! Signing in and out, and making an account.

use axum::{
    body::Body,
    http::{HeaderMap, Response},
};
use secta_bot_kit::args;

use super::{
    fields::{Fields, local},
    look::{cookie, set},
};
use crate::{
    answer::{Answer, Fault},
    here::Here,
    model::Session,
    pages::{notice, sign},
    ports::{Entrance, Made},
    routes::finish,
    visit::{self, ATTEMPT, SESSION},
};

/// How long a browser keeps a session, in seconds; the node forgets it sooner where it is not used.
const SESSION_S: u32 = 180 * 24 * 3_600;
/// How long an attempt lasts, in seconds.
const ATTEMPT_S: u32 = 600;

/// What came of a step: the answer, and the cookies that it sets.
struct Step {
    answer: Answer,
    cookies: Vec<(&'static str, String, u32)>,
}

impl Step {
    fn only(answer: impl Into<Answer>) -> Self {
        Self {
            answer: answer.into(),
            cookies: Vec::new(),
        }
    }

    fn with(mut self, name: &'static str, value: String, age_s: u32) -> Self {
        self.cookies.push((name, value, age_s));
        self
    }
}

fn end(here: &Here, step: Result<Step, Fault>) -> Response<Body> {
    let (answer, cookies) = match step {
        Ok(step) => (Ok(step.answer), step.cookies),
        Err(fault) => (Err(fault), Vec::new()),
    };
    let mut response = finish(here, answer);
    for (name, value, age_s) in cookies {
        set(&mut response, &cookie(here, name, &value, age_s));
    }
    response
}

/// `POST /sign-in`: a Matrix account asks for a code.
pub(crate) async fn code_wanted(here: Here, fields: Fields) -> Response<Body> {
    let step = ask_code(&here, &fields).await;
    end(&here, step)
}

async fn ask_code(here: &Here, fields: &Fields) -> Result<Step, Fault> {
    let community = sign::community(here, fields.get("community"))?;
    let user = fields.get("user").trim();
    let accounts = &here.site.ports.accounts;
    let peer = &here.visit.peer;
    let asked = accounts
        .ask_code(&community.id, user, here.lang(), peer)
        .await?;
    Ok(match asked {
        Entrance::Begun(attempt) => {
            let page = sign::code(here, fields.back(), None)?;
            Step::only(page).with(ATTEMPT, attempt, ATTEMPT_S)
        }
        other => Step::only(not_in(here, &other, fields.back())?),
    })
}

/// `POST /sign-in/code`: the code from the porch.
pub(crate) async fn code(here: Here, headers: HeaderMap, fields: Fields) -> Response<Body> {
    let attempt = visit::cookie(&headers, ATTEMPT).unwrap_or_default();
    let (accounts, agent) = (&here.site.ports.accounts, &here.visit.agent);
    let entrance = accounts.enter_code(attempt, fields.get("code").trim(), agent);
    let step = entrance.map_err(Fault::from);
    let step = step.and_then(|entrance| match entrance {
        Entrance::Wrong => {
            let said = here.say("site-code-wrong", args![]);
            Ok(Step::only(sign::code(&here, fields.back(), Some(said))?))
        }
        entrance => entered(&here, entrance, fields.back()),
    });
    end(&here, step)
}

/// `POST /sign-in/phrase`: the recovery phrase.
pub(crate) async fn phrase(here: Here, fields: Fields) -> Response<Body> {
    let (accounts, visit) = (&here.site.ports.accounts, &here.visit);
    let phrase = fields.get("phrase").trim();
    let entrance = accounts.enter_phrase(phrase, &visit.agent, &visit.peer);
    let step = entrance.map_err(Fault::from);
    let step = step.and_then(|entrance| entered(&here, entrance, fields.back()));
    end(&here, step)
}

/// `POST /sign-in/passkey`: what the browser gave.
pub(crate) async fn passkey(here: Here, headers: HeaderMap, fields: Fields) -> Response<Body> {
    let attempt = visit::cookie(&headers, ATTEMPT).unwrap_or_default();
    let (accounts, agent) = (&here.site.ports.accounts, &here.visit.agent);
    let entrance = accounts.enter_passkey(attempt, fields.get("given"), agent);
    let step = entrance.map_err(Fault::from);
    let step = step.and_then(|entrance| entered(&here, entrance, fields.back()));
    end(&here, step)
}

/// `GET /sign-in`: the ways in; an attempt with a passkey is begun with it.
pub(crate) async fn page(here: Here) -> Response<Body> {
    let back = here.asks("back").and_then(local).unwrap_or("/").to_owned();
    let step = match here.site.ports.accounts.passkey_asked(&here.visit.peer) {
        Ok((attempt, options)) => sign::ways(&here, &back, Some(options))
            .map(|page| Step::only(page).with(ATTEMPT, attempt, ATTEMPT_S)),
        // The other ways in stay open.
        Err(error) => {
            tracing::info!(%error, "no passkey is asked for");
            sign::ways(&here, &back, None).map(Step::only)
        }
    };
    end(&here, step)
}

/// `POST /sign-up`: a new account of the site's own.
pub(crate) async fn made(here: Here, fields: Fields) -> Response<Body> {
    let step = make(&here, &fields).await;
    end(&here, step)
}

async fn make(here: &Here, fields: &Fields) -> Result<Step, Fault> {
    let community = sign::community(here, fields.get("community"))?;
    let (accounts, visit) = (&here.site.ports.accounts, &here.visit);
    let name = fields.get("name");
    let made = accounts
        .make(&community.id, name, here.lang(), &visit.agent, &visit.peer)
        .await?;
    Ok(match made {
        Made::Welcome {
            secret,
            phrase,
            account,
        } => {
            let page = sign::welcome(&here.within(community), &phrase, &account)?;
            Step::only(page).with(SESSION, secret, SESSION_S)
        }
        Made::Unfit(why) => {
            let said = here.say(why, args![]);
            Step::only(sign::new(here, fields.back(), name, Some(said))?)
        }
        Made::TooOften(seconds) => {
            Step::only(not_in(here, &Entrance::TooOften(seconds), fields.back())?)
        }
    })
}

fn entered(here: &Here, entrance: Entrance, back: &str) -> Result<Step, Fault> {
    Ok(match entrance {
        Entrance::Begun(secret) => Step::only(Answer::Go(back.to_owned()))
            .with(SESSION, secret, SESSION_S)
            .with(ATTEMPT, String::new(), 0),
        other => Step::only(not_in(here, &other, back)?),
    })
}

fn not_in(here: &Here, entrance: &Entrance, back: &str) -> Result<Answer, Fault> {
    let text = match entrance {
        Entrance::TooOften(seconds) => {
            let minutes = seconds.div_ceil(60);
            here.say("site-too-often", args!["n" => minutes])
        }
        Entrance::Begun(_) | Entrance::Wrong => here.say("site-not-in", args![]),
    };
    let title = here.say("site-sign-in", args![]).plain;
    let on = format!("/sign-in?back={}", crate::links::escaped(back));
    let page = notice::say(here, title, text.into(), on, None)?;
    let status = match entrance {
        Entrance::TooOften(_) => axum::http::StatusCode::TOO_MANY_REQUESTS,
        Entrance::Begun(_) | Entrance::Wrong => axum::http::StatusCode::FORBIDDEN,
    };
    Ok(page.with_status(status).into())
}

/// `POST /me`: one's own sessions and passkeys.
pub(crate) async fn me(here: Here, fields: Fields) -> Response<Body> {
    let step = change(&here, &fields);
    end(&here, step)
}

fn change(here: &Here, fields: &Fields) -> Result<Step, Fault> {
    here.redeem(fields.get("token"))?;
    let session: &Session = here.signed_in()?;
    let accounts = &here.site.ports.accounts;
    let back = Answer::Go(fields.back().to_owned());
    Ok(match fields.get("deed") {
        "end" => {
            accounts.end(&session.account, Some(fields.get("session")))?;
            Step::only(back)
        }
        "leave" => {
            accounts.end(&session.account, Some(&session.id))?;
            Step::only(Answer::Go("/".to_owned())).with(SESSION, String::new(), 0)
        }
        "leave-all" => {
            accounts.end(&session.account, None)?;
            Step::only(Answer::Go("/".to_owned())).with(SESSION, String::new(), 0)
        }
        "passkey" => {
            let good = accounts.passkey_made(session, fields.get("given"))?;
            match good {
                true => Step::only(back),
                false => Step::only(not_in(here, &Entrance::Wrong, fields.back())?),
            }
        }
        _ => return Err(Fault::Malformed),
    })
}
