//! `secta init`: writes a configuration and a registration.

mod ask;
mod template;

use std::{
    fs,
    net::SocketAddr,
    path::{Path, PathBuf},
};

use anyhow::bail;
use secta_bot_kit::Lang;

use super::{files, registration};
use crate::{config::Config, phrases::say};

/// What it can be told instead of asking.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where to write
    #[arg(long, default_value = ".", value_name = "FOLDER")]
    dir: PathBuf,
    /// The homeserver's client API, as secta reaches it
    #[arg(long, value_name = "URL")]
    homeserver_url: Option<String>,
    /// The homeserver's name
    #[arg(long, value_name = "NAME")]
    server_name: Option<String>,
    /// The address on which secta takes transactions
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<SocketAddr>,
    /// The same address as the homeserver reaches it
    #[arg(long, value_name = "URL")]
    url: Option<String>,
    /// The database
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// The bot's user name
    #[arg(long, value_name = "NAME")]
    bot: Option<String>,
    /// Asks nothing: what is not told has its default
    #[arg(long, short)]
    yes: bool,
    /// Writes over what is there, with new tokens
    #[arg(long)]
    force: bool,
}

/// Everything that goes into the file.
pub(super) struct Answers {
    /// `homeserver.url`.
    pub homeserver_url: String,
    /// `homeserver.server_name`.
    pub server_name: String,
    /// `appservice.listen`.
    pub listen: String,
    /// `appservice.url`.
    pub url: String,
    /// `operating.listen`.
    pub operating: String,
    /// `site.listen`, and with it `site.url`, where it is another than usual.
    pub site: Option<String>,
    /// `database.url`.
    pub database: String,
    /// `appservice.bot`.
    pub bot: String,
    /// `limits.burst`, where it is another than usual.
    pub burst: Option<i64>,
}

/// What was written where.
pub(super) struct Written {
    /// The configuration.
    pub config: PathBuf,
    /// The registration.
    pub registration: PathBuf,
    /// The passphrase from which the bot's keys are recovered.
    pub recovery: String,
}

/// Runs it.
pub(super) fn run(args: &Args, lang: Lang) -> anyhow::Result<()> {
    refuse_to_overwrite(args, lang)?;
    let answers = ask::answers(args, lang)?;
    let written = write(&args.dir, &answers)?;
    let path = |path: &PathBuf| {
        std::path::absolute(path)
            .unwrap_or_else(|_| path.clone())
            .display()
            .to_string()
    };
    let told = [
        ("config", path(&written.config)),
        ("registration", path(&written.registration)),
        ("recovery", written.recovery),
    ];
    let told: Vec<(&str, &str)> = told
        .iter()
        .map(|(name, value)| (*name, value.as_str()))
        .collect();
    println!("{}", say(lang, "init-done", &told));
    Ok(())
}

fn refuse_to_overwrite(args: &Args, lang: Lang) -> anyhow::Result<()> {
    if args.force {
        return Ok(());
    }
    for name in ["secta.toml", "registration.yaml"] {
        let path = args.dir.join(name);
        if path.exists() {
            bail!(say(
                lang,
                "init-exists",
                &[("path", &path.display().to_string())]
            ));
        }
    }
    Ok(())
}

fn write(dir: &Path, answers: &Answers) -> anyhow::Result<Written> {
    write_with(
        dir,
        answers,
        &files::random_token()?,
        &files::random_token()?,
    )
}

/// Writes the files. A recovery passphrase that is there already stays: keys depend on it.
pub(super) fn write_with(
    dir: &Path,
    answers: &Answers,
    as_token: &str,
    hs_token: &str,
) -> anyhow::Result<Written> {
    let text = template::filled(answers, as_token, hs_token);
    let config = Config::parse(&text, &std::path::absolute(dir)?)?;
    fs::create_dir_all(dir)?;
    files::make_private_dir(&config.data_dir)?;
    let recovery = match fs::read_to_string(config.recovery_file()) {
        Ok(found) => found.trim().to_owned(),
        Err(_) => {
            let fresh = files::random_words(8)?;
            files::write_private(&config.recovery_file(), &format!("{fresh}\n"))?;
            fresh
        }
    };
    let written = Written {
        config: dir.join("secta.toml"),
        registration: dir.join("registration.yaml"),
        recovery,
    };
    files::write_private(&written.config, &text)?;
    files::write_private(&written.registration, &registration::yaml(&config))?;
    Ok(written)
}

#[cfg(test)]
mod tests {
    use std::os::unix::fs::PermissionsExt;

    use clap::Parser;

    use super::*;

    #[derive(Parser)]
    struct Whole {
        #[command(flatten)]
        args: Args,
    }

    fn init(dir: &Path, more: &[&str]) -> anyhow::Result<()> {
        let dir = dir.to_str().unwrap();
        let given = [
            "init",
            "--yes",
            "--dir",
            dir,
            "--homeserver-url",
            "http://127.0.0.1:8008",
        ];
        let given = given
            .iter()
            .chain(&["--server-name", "example.org"])
            .chain(more);
        run(&Whole::parse_from(given).args, Lang::En)
    }

    #[test]
    fn what_it_writes_is_read_back_and_is_private() {
        let dir = tempfile::tempdir().unwrap();
        init(
            dir.path(),
            &["--bot", "council", "--database", "postgres://u:p@h/n"],
        )
        .unwrap();
        let config = Config::load(&dir.path().join("secta.toml")).unwrap();
        assert_eq!(config.bot_user_id(), "@council:example.org");
        assert_eq!(config.database.url.expose(), "postgres://u:p@h/n");
        assert_eq!(config.appservice.as_token.expose().len(), 43);
        let registration = fs::read_to_string(dir.path().join("registration.yaml")).unwrap();
        assert_eq!(registration, registration::yaml(&config));
        for path in [
            "secta.toml",
            "registration.yaml",
            "secta-data/recovery-passphrase",
        ] {
            let mode = fs::metadata(dir.path().join(path))
                .unwrap()
                .permissions()
                .mode();
            assert_eq!(mode & 0o777, 0o600, "{path}");
        }
    }

    #[test]
    fn it_does_not_write_over_what_is_there_unless_told_to() {
        let dir = tempfile::tempdir().unwrap();
        init(dir.path(), &[]).unwrap();
        let before = fs::read_to_string(dir.path().join("secta.toml")).unwrap();
        let passphrase =
            fs::read_to_string(dir.path().join("secta-data/recovery-passphrase")).unwrap();
        assert!(init(dir.path(), &[]).is_err());
        assert_eq!(
            fs::read_to_string(dir.path().join("secta.toml")).unwrap(),
            before
        );
        init(dir.path(), &["--force"]).unwrap();
        assert_ne!(
            fs::read_to_string(dir.path().join("secta.toml")).unwrap(),
            before
        );
        assert_eq!(
            fs::read_to_string(dir.path().join("secta-data/recovery-passphrase")).unwrap(),
            passphrase
        );
    }

    #[test]
    fn a_wrong_answer_writes_nothing() {
        let dir = tempfile::tempdir().unwrap();
        assert!(init(dir.path(), &["--bot", "No Such Bot"]).is_err());
        assert_eq!(fs::read_dir(dir.path()).unwrap().count(), 0);
    }
}
