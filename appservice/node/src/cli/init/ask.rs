//! The questions of `secta init`.

use std::io::{self, BufRead, IsTerminal, Write};

use anyhow::bail;
use secta_bot_kit::Lang;

use super::{Answers, Args};
use crate::{config::value, phrases::say};

type Check = fn(&str) -> Result<(), &'static str>;

/// A question: the id of its phrase, what was told, the default, and what an answer must be.
struct Question<'a> {
    id: &'a str,
    told: Option<String>,
    default: Option<String>,
    check: Check,
}

/// Takes what was told, and asks for the rest where there is somebody to ask.
///
/// # Errors
///
/// When something is not told, has no default and there is nobody to ask; when what was told cannot be.
pub(super) fn answers(args: &Args, lang: Lang) -> anyhow::Result<Answers> {
    let asking = !args.yes && io::stdin().is_terminal();
    let ask = |id, told: Option<String>, default: Option<&str>, check: Check| {
        answer(
            Question {
                id,
                told,
                default: default.map(str::to_owned),
                check,
            },
            asking,
            lang,
        )
    };
    let http_url: Check = |text| value::parse_http_url(text).map(drop);
    let server_name: Check = |text| fits(value::is_server_name(text), "config-not-server-name");
    let address: Check = |text| {
        fits(
            text.parse::<std::net::SocketAddr>().is_ok(),
            "config-not-address",
        )
    };
    let localpart: Check = |text| fits(value::is_localpart(text), "config-not-localpart");
    let database: Check = |text| fits(value::is_database_url(text), "config-not-database-url");

    let homeserver_url = ask(
        "init-homeserver-url",
        args.homeserver_url.clone(),
        Some("http://127.0.0.1:8008"),
        http_url,
    )?;
    let server_name = ask(
        "init-server-name",
        args.server_name.clone(),
        None,
        server_name,
    )?;
    let listen = ask(
        "init-listen",
        args.listen.map(|a| a.to_string()),
        Some("127.0.0.1:29333"),
        address,
    )?;
    let url = ask(
        "init-url",
        args.url.clone(),
        Some(&format!("http://{listen}")),
        http_url,
    )?;
    let database = ask(
        "init-database",
        args.database.clone(),
        Some("sqlite:secta.sqlite"),
        database,
    )?;
    let bot = ask("init-bot", args.bot.clone(), Some("secta"), localpart)?;
    Ok(Answers {
        homeserver_url,
        server_name,
        listen,
        url,
        operating: "127.0.0.1:29334".to_owned(),
        site: None,
        database,
        bot,
        burst: None,
    })
}

fn fits(fits: bool, refusal: &'static str) -> Result<(), &'static str> {
    if fits { Ok(()) } else { Err(refusal) }
}

fn answer(question: Question<'_>, asking: bool, lang: Lang) -> anyhow::Result<String> {
    let flag = format!("--{}", question.id.trim_start_matches("init-"));
    if let Some(told) = question.told {
        return match (question.check)(&told) {
            Ok(()) => Ok(told),
            Err(refusal) => bail!("{flag}: {}", say(lang, refusal, &[])),
        };
    }
    match (asking, question.default) {
        (false, Some(default)) => Ok(default),
        (false, None) => bail!(say(lang, "init-tell", &[("flag", &flag)])),
        (true, default) => ask_until_it_fits(question.id, default.as_deref(), question.check, lang),
    }
}

fn ask_until_it_fits(
    id: &str,
    default: Option<&str>,
    check: Check,
    lang: Lang,
) -> anyhow::Result<String> {
    loop {
        let shown = default
            .map(|default| format!(" [{default}]"))
            .unwrap_or_default();
        print!("{}{shown}: ", say(lang, id, &[]));
        io::stdout().flush()?;
        let mut line = String::new();
        if io::stdin().lock().read_line(&mut line)? == 0 {
            bail!(say(
                lang,
                "init-tell",
                &[("flag", &format!("--{}", id.trim_start_matches("init-")))]
            ));
        }
        let given = Some(line.trim())
            .filter(|given| !given.is_empty())
            .or(default)
            .unwrap_or_default();
        match check(given) {
            Ok(()) => return Ok(given.to_owned()),
            Err(refusal) => println!("  {}", say(lang, refusal, &[])),
        }
    }
}
