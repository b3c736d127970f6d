//! From a file and the environment to a [`Config`].

use std::{
    fs,
    ops::Range,
    path::{Path, PathBuf, absolute},
};

use confique::{
    Config as _, Layer as _,
    meta::{FieldKind, Meta},
};
use toml::de::{DeTable, DeValue};

use super::{Config, ConfigError, Fault, Secret, names};

type FileLayer = <Config as confique::Config>::Layer;

/// Variables of the command line that belong to no field.
const OTHERS: [&str; 3] = ["SECTA_CONFIG", "SECTA_SITE", "SECTA_SITE_TOKEN"];

impl Config {
    /// Reads the file, with the environment above it and the defaults below it.
    ///
    /// # Errors
    ///
    /// All unknown names at once; otherwise the first value that does not fit, by its field.
    pub fn load(path: &Path) -> Result<Self, ConfigError> {
        let unreadable = |error: std::io::Error| Fault::Unreadable {
            path: path.into(),
            reason: error.to_string(),
        };
        let text = fs::read_to_string(path).map_err(unreadable)?;
        let base = absolute(path)
            .map_err(unreadable)?
            .parent()
            .map(Path::to_path_buf)
            .unwrap_or_default();
        let environment = FileLayer::from_env().map_err(environment_fault)?;
        assemble(environment, from_text(&text)?, &base)
    }

    /// Reads a text alone, without the environment; relative paths are relative to `base`.
    ///
    /// # Errors
    ///
    /// As [`Config::load`].
    pub fn parse(text: &str, base: &Path) -> Result<Self, ConfigError> {
        assemble(FileLayer::empty(), from_text(text)?, base)
    }

    /// The names of all variables that fields are set by.
    pub fn variables() -> impl Iterator<Item = &'static str> {
        names::leaves().into_iter().map(|leaf| leaf.env)
    }

    /// Variables `SECTA_…` that are set, belong to no field and are near to one that does.
    pub fn unknown_variables() -> Vec<Fault> {
        let leaves = names::leaves();
        let known =
            |name: &str| OTHERS.contains(&name) || leaves.iter().any(|leaf| leaf.env == name);
        std::env::vars_os()
            .filter_map(|(name, _)| name.into_string().ok())
            .filter(|name| name.starts_with("SECTA_") && !known(name))
            .filter_map(|name| {
                let near = names::nearest(&name, leaves.iter().map(|leaf| leaf.env))?;
                Some(Fault::UnknownVariable { name, near })
            })
            .collect()
    }
}

fn from_text(text: &str) -> Result<FileLayer, ConfigError> {
    let document = DeTable::parse(text).map_err(|error| Fault::Syntax {
        line: line_of(text, error.span()),
        reason: error.message().to_owned(),
    })?;
    let mut unknown = Vec::new();
    find_unknown(text, document.get_ref(), &Config::META, "", &mut unknown);
    if !unknown.is_empty() {
        return Err(ConfigError(unknown));
    }
    toml::from_str(text).map_err(|error| {
        let field = error
            .span()
            .and_then(|span| field_at(document.get_ref(), &span, ""))
            .unwrap_or_default();
        Fault::Value {
            line: line_of(text, error.span()),
            field,
            reason: error.message().to_owned(),
        }
        .into()
    })
}

fn find_unknown(
    text: &str,
    table: &DeTable<'_>,
    meta: &Meta,
    prefix: &str,
    faults: &mut Vec<Fault>,
) {
    for (key, value) in table {
        let name = names::join(prefix, key.get_ref());
        match meta.fields.iter().find(|field| field.name == key.get_ref()) {
            None => faults.push(Fault::Unknown {
                line: line_of(text, Some(key.span())),
                near: nearest_field(key.get_ref(), meta, prefix),
                name,
            }),
            Some(field) => {
                if let (FieldKind::Nested { meta }, DeValue::Table(inner)) =
                    (field.kind, value.get_ref())
                {
                    find_unknown(text, inner, meta, &name, faults);
                }
            }
        }
    }
    faults.sort_by_key(|fault| {
        if let Fault::Unknown { line, .. } = fault {
            *line
        } else {
            0
        }
    });
}

/// The nearest name in the same section; otherwise a field of that name in another one.
fn nearest_field(key: &str, meta: &Meta, prefix: &str) -> Option<String> {
    let here = names::nearest(key, meta.fields.iter().map(|field| field.name));
    here.map(|name| names::join(prefix, &name)).or_else(|| {
        let elsewhere = names::leaves().into_iter();
        elsewhere
            .map(|leaf| leaf.path)
            .find(|path| path.rsplit('.').next() == Some(key))
    })
}

fn field_at(table: &DeTable<'_>, span: &Range<usize>, prefix: &str) -> Option<String> {
    table.iter().find_map(|(key, value)| {
        let name = names::join(prefix, key.get_ref());
        if let DeValue::Table(inner) = value.get_ref()
            && let Some(deeper) = field_at(inner, span, &name)
        {
            return Some(deeper);
        }
        let within = |outer: Range<usize>| outer.start <= span.start && span.end <= outer.end;
        (within(value.span()) || within(key.span())).then_some(name)
    })
}

fn line_of(text: &str, span: Option<Range<usize>>) -> usize {
    let start = span.map_or(0, |span| span.start).min(text.len());
    text.as_bytes()[..start]
        .iter()
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

fn environment_fault(error: confique::Error) -> Fault {
    Fault::Variable {
        reason: format!("{error:#}"),
    }
}

fn assemble(environment: FileLayer, file: FileLayer, base: &Path) -> Result<Config, ConfigError> {
    let layer = environment
        .with_fallback(file)
        .with_fallback(FileLayer::default_values());
    let mut config = Config::from_layer(layer).map_err(missing)?;
    config.data_dir = base.join(&config.data_dir);
    let archive = &mut config.archive;
    for file in [
        &mut archive.ssh_key,
        &mut archive.known_hosts,
        &mut archive.ca,
    ]
    .into_iter()
    .flatten()
    {
        *file = base.join(&*file);
    }
    config.database.url = Secret::new(rebased(config.database.url.expose(), base));
    Ok(config)
}

fn missing(error: confique::Error) -> Fault {
    let text = error.to_string();
    let field = text.split('\'').nth(1).unwrap_or(&text).to_owned();
    let variable = names::leaves()
        .into_iter()
        .find(|leaf| leaf.path == field)
        .map_or("", |leaf| leaf.env);
    Fault::Missing {
        field,
        variable: variable.to_owned(),
    }
}

/// Makes the path of a SQLite URL absolute.
fn rebased(url: &str, base: &Path) -> String {
    let Some(rest) = url.strip_prefix("sqlite:") else {
        return url.to_owned();
    };
    let (path, options) = rest
        .split_once('?')
        .map_or((rest, None), |(path, options)| (path, Some(options)));
    let path = path.strip_prefix("//").unwrap_or(path);
    if path == ":memory:" {
        return url.to_owned();
    }
    let path: PathBuf = base.join(path);
    let options = options
        .map(|options| format!("?{options}"))
        .unwrap_or_default();
    format!("sqlite:{}{options}", path.display())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::{Invite, LogFormat};
    use secta_bot_kit::Lang;

    const LEAST: &str = r#"
[homeserver]
url = "http://127.0.0.1:8008/"
server_name = "example.org"
[appservice]
as_token = "aaaaaaaaaaaaaaaaaaaa"
hs_token = "bbbbbbbbbbbbbbbbbbbb"
"#;

    fn refused(text: &str) -> String {
        Config::parse(text, Path::new("/srv/secta"))
            .unwrap_err()
            .explain(Lang::Ru)
    }

    #[test]
    fn the_least_file_is_enough() {
        let config = Config::parse(LEAST, Path::new("/srv/secta")).unwrap();
        assert_eq!(config.homeserver.url, "http://127.0.0.1:8008");
        assert_eq!(config.bot_user_id(), "@secta:example.org");
        assert_eq!(config.appservice.listen.port(), 29333);
        assert_eq!(config.rooms.invite, Invite::OwnServer);
        assert_eq!(config.operating.log_format, LogFormat::Text);
        assert_eq!(config.bots.enabled, None);
    }

    #[test]
    fn relative_paths_are_relative_to_the_file() {
        let config = Config::parse(LEAST, Path::new("/srv/secta")).unwrap();
        assert_eq!(
            config.database.url.expose(),
            "sqlite:/srv/secta/secta.sqlite"
        );
        assert_eq!(
            config.key_file(),
            Path::new("/srv/secta/secta-data/secta.key")
        );
        assert_eq!(
            rebased("sqlite:///var/x.sqlite?mode=rw", Path::new("/srv")),
            "sqlite:/var/x.sqlite?mode=rw"
        );
        assert_eq!(
            rebased("postgres://h/n", Path::new("/srv")),
            "postgres://h/n"
        );
    }

    #[test]
    fn a_typo_is_named_with_its_line_and_the_nearest_name() {
        let text = LEAST.replace("[homeserver]", "[homesrever]");
        assert_eq!(
            refused(&text),
            "строка 2: неизвестное поле `homesrever`; похоже на `homeserver`"
        );
        let text = LEAST.replace("server_name", "sever_name");
        assert_eq!(
            refused(&text),
            "строка 4: неизвестное поле `homeserver.sever_name`; похоже на `homeserver.server_name`"
        );
    }

    #[test]
    fn all_typos_are_named_at_once_and_misplaced_fields_by_their_section() {
        let text = format!("admin_room = '!a:b'\n{LEAST}\n[limts]\n");
        let expected = "строка 1: неизвестное поле `admin_room`; похоже на `operating.admin_room`\n\
                        строка 10: неизвестное поле `limts`; похоже на `limits`";
        assert_eq!(refused(&text), expected);
    }

    #[test]
    fn a_wrong_value_is_named_with_its_field() {
        let text = format!("{LEAST}\n[limits]\nburst = \"many\"\n");
        assert!(
            refused(&text).starts_with("строка 10: поле `limits.burst`: "),
            "{}",
            refused(&text)
        );
        let text = LEAST.replace("http://127", "htp://127");
        assert_eq!(
            refused(&text),
            "строка 3: поле `homeserver.url`: нужен адрес вида http://… или https://…"
        );
        let text = format!("{LEAST}\n[limits]\nburst = 0\n");
        assert_eq!(
            refused(&text),
            "строка 10: поле `limits.burst`: нужно число больше нуля"
        );
        let text = format!("{LEAST}\n[rooms]\ninvite = \"all\"\n");
        assert!(
            refused(&text).starts_with("строка 10: поле `rooms.invite`: "),
            "{}",
            refused(&text)
        );
    }

    /// The key of a witness, and of a log.
    fn keys() -> (String, String) {
        let keys = crate::chronicle::annals::keys(1);
        let log = keys.log_key(&secta_record::RecordId([7; 32]));
        (keys.witness_key().to_string(), log.to_string())
    }

    #[test]
    fn witnesses_and_logs_to_witness_are_read_with_their_keys() {
        let config = Config::parse(LEAST, Path::new("/srv/secta")).unwrap();
        assert!(config.chronicle.witnesses.is_empty() && config.chronicle.witness_for.is_empty());
        assert_eq!(
            config.chronicle_dir(),
            Path::new("/srv/secta/secta-data/chronicle")
        );
        let (witness, log) = keys();
        let text = format!(
            "{LEAST}\n[chronicle]\nwitnesses = [\"https://example.net/w/  {witness}\"]\nwitness_for = [\"{log}\"]\n"
        );
        let chronicle = Config::parse(&text, Path::new("/")).unwrap().chronicle;
        assert_eq!(chronicle.witnesses[0].url, "https://example.net/w");
        assert_eq!(chronicle.witnesses[0].key.to_string(), witness);
        assert_eq!(chronicle.witness_for[0].0.to_string(), log);
    }

    #[test]
    fn what_is_no_witness_and_no_log_is_named() {
        let (witness, log) = keys();
        let at = "https://example.net/w";
        for (line, reason) in [
            (
                format!("witnesses = [\"{at}\"]"),
                "нужны адрес и ключ свидетеля",
            ),
            (
                format!("witnesses = [\"{witness}\"]"),
                "нужны адрес и ключ свидетеля",
            ),
            (
                format!("witnesses = [\"{at} {log}\"]"),
                "нужны адрес и ключ свидетеля",
            ),
            (
                format!("witnesses = [\"ftp://x {witness}\"]"),
                "нужны адрес и ключ свидетеля",
            ),
            (
                format!("witness_for = [\"{witness}\"]"),
                "нужен ключ журнала",
            ),
            (
                format!("witnesses = [\"{at} {witness}\", \"{at}2 {witness}\"]"),
                "стоит дважды",
            ),
        ] {
            let said = refused(&format!("{LEAST}\n[chronicle]\n{line}\n"));
            let field = line.split(' ').next().unwrap_or_default();
            assert!(
                said.contains(&format!("поле `chronicle.{field}`")),
                "{said}"
            );
            assert!(said.contains(reason), "{said}");
        }
    }

    #[test]
    fn what_is_missing_is_named_with_its_variable() {
        let text = LEAST.replace("server_name = \"example.org\"", "");
        let expected =
            "не задано поле `homeserver.server_name` (или переменная SECTA_HOMESERVER_SERVER_NAME)";
        assert_eq!(refused(&text), expected);
    }

    #[test]
    fn a_broken_file_is_named_with_its_line_and_shows_no_secret() {
        let text = LEAST.replace(
            "as_token = \"aaaaaaaaaaaaaaaaaaaa\"",
            "as_token = \"aaaaaaaaaaaaaaaaaaaa",
        );
        assert!(
            refused(&text).starts_with("строка 6: "),
            "{}",
            refused(&text)
        );
        assert!(!refused(&text).contains("aaaa"));
    }

    #[test]
    fn secrets_are_not_in_the_debug_form() {
        let config = Config::parse(LEAST, Path::new("/")).unwrap();
        let debug = format!("{config:?}");
        assert!(
            !debug.contains("aaaa") && !debug.contains("bbbb"),
            "{debug}"
        );
    }
}
