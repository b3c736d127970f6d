//! The template that `secta init` fills in, and `docs/config.md`.

use std::fmt::Write as _;

use confique::{
    Config as _,
    meta::{Expr, FieldKind, LeafKind, Meta},
};

use super::{Config, names};

/// A file with every field, its documentation and its default, commented out.
pub fn template() -> String {
    let mut options = confique::toml::FormatOptions::default();
    options.general.nested_field_gap = 1;
    confique::toml::template::<Config>(options)
}

/// The reference, in Markdown.
pub fn markdown() -> String {
    let mut page = String::from(
        "# Configuration\n\n\
         One TOML file, `secta.toml`, which `secta init` writes. Every field can also be set by an environment \
         variable, which goes before the file. Relative paths are relative to the file. An unknown name is refused, \
         with its line and the nearest known name. This page is generated from the program: `cargo xtask generate`.\n",
    );
    section(&mut page, &Config::META, "");
    page
}

fn section(page: &mut String, meta: &Meta, prefix: &str) {
    for field in meta.fields {
        let path = names::join(prefix, field.name);
        if let FieldKind::Leaf { env, kind } = field.kind {
            // Writing to a string cannot fail.
            let _ = write!(
                page,
                "\n### `{path}`\n\n{}\n\n{}",
                text(field.doc),
                value_line(kind)
            );
            let _ = writeln!(page, " Environment: `{}`.", env.unwrap_or_default());
        }
    }
    for field in meta.fields {
        if let FieldKind::Nested { meta } = field.kind {
            let _ = write!(page, "\n## `[{}]`\n\n{}\n", field.name, text(field.doc));
            section(page, meta, &names::join(prefix, field.name));
        }
    }
}

fn text(doc: &[&str]) -> String {
    doc.iter()
        .map(|line| line.trim())
        .collect::<Vec<_>>()
        .join("\n")
}

fn value_line(kind: LeafKind) -> String {
    match kind {
        LeafKind::Optional => "Optional.".to_owned(),
        LeafKind::Required { default: None } => "Required.".to_owned(),
        LeafKind::Required {
            default: Some(default),
        } => format!("Default: `{}`.", value(&default)),
    }
}

fn value(default: &Expr) -> String {
    match default {
        Expr::Str(text) => format!("\"{text}\""),
        Expr::Integer(number) => number.to_string(),
        Expr::Bool(flag) => flag.to_string(),
        other => serde_json::to_string(other).unwrap_or_default(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_template_with_its_defaults_uncommented_is_read() {
        let text: String = template()
            .lines()
            .map(|line| match line.strip_prefix('#') {
                Some("as_token =") => "as_token = \"0123456789abcdef\"\n".to_owned(),
                Some("hs_token =") => "hs_token = \"0123456789abcdef\"\n".to_owned(),
                Some("url =") => "url = \"http://127.0.0.1:8008\"\n".to_owned(),
                Some("server_name =") => "server_name = \"example.org\"\n".to_owned(),
                Some(field) if !field.starts_with(' ') && !field.ends_with('=') => {
                    format!("{field}\n")
                }
                _ => format!("{line}\n"),
            })
            .collect();
        Config::parse(&text, std::path::Path::new("/"))
            .map_err(|error| format!("{error}\n{text}"))
            .unwrap();
    }

    #[test]
    fn the_page_names_every_field() {
        let page = markdown();
        for leaf in names::leaves() {
            assert!(
                page.contains(&format!("### `{}`", leaf.path)) && page.contains(leaf.env),
                "{}",
                leaf.path
            );
        }
    }
}
