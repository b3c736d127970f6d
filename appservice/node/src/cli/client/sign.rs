//! `secta client sign-in`, `secta client sign-out`

use anyhow::ensure;
use secta_bot_kit::Lang;
use secta_site::api::types::{Attempt, Code, Phrase, Secret, SignIn};

use super::{At, In, kept, show, site::Site};
use crate::phrases::say;

/// Who signs in, and how.
#[derive(Debug, clap::Args)]
pub(super) struct InArgs {
    #[command(flatten)]
    place: In,
    /// The member to whose porch a code is sent; without one the recovery phrase is asked for
    #[arg(value_name = "@USER:SERVER")]
    user: Option<String>,
}

/// Signs in.
///
/// # Errors
///
/// When the site refuses or does not answer.
pub(super) async fn sign_in(args: &InArgs, lang: Lang) -> anyhow::Result<()> {
    let at = &args.place.at;
    // Whoever signs in anew is not asked for as what they were.
    kept::forget(&at.site)?;
    let fresh = At {
        token: None,
        ..at.clone()
    };
    let site = Site::new(&fresh, lang)?;
    site.require_secrecy()?;
    let secret: Secret = match &args.user {
        Some(user) => {
            let wanted = SignIn {
                user: user.clone(),
                community: args.place.community.clone(),
            };
            let attempt: Attempt = site.post(&["sign-in"], &wanted).await?;
            let told = [("user", show::line(user))];
            let code = asked("client-code", &told, lang)?;
            let attempt = attempt.attempt;
            let sent = Code { attempt, code };
            site.post(&["sign-in", "code"], &sent).await?
        }
        None => {
            let phrase = asked("client-phrase", &[], lang)?;
            let sent = Phrase { phrase };
            site.post(&["sign-in", "phrase"], &sent).await?
        }
    };
    let path = kept::keep(&at.site, &secret.secret)?;
    let path = path.display().to_string();
    println!("{}", say(lang, "client-signed-in", &[("path", &path)]));
    Ok(())
}

/// Signs out.
///
/// # Errors
///
/// When the site does not answer: then the session is kept.
pub(super) async fn sign_out(at: &At, lang: Lang) -> anyhow::Result<()> {
    let site = Site::new(at, lang)?;
    ensure!(site.has_session(), say(lang, "client-sign-in", &[]));
    site.end_session().await?;
    kept::forget(&at.site)?;
    println!("{}", say(lang, "client-signed-out", &[]));
    Ok(())
}

/// A line of standard input, asked for with a phrase.
fn asked(phrase: &str, args: &[(&str, String)], lang: Lang) -> anyhow::Result<String> {
    let args: Vec<(&str, &str)> = args
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    eprintln!("{}", say(lang, phrase, &args));
    let mut line = String::new();
    std::io::stdin().read_line(&mut line)?;
    let line = line.trim().to_owned();
    ensure!(!line.is_empty(), say(lang, "client-no-text", &[]));
    Ok(line)
}
