//! `cargo xtask generate`: the files that the program itself writes.

use std::process::{Command, Stdio};

use anyhow::{Context, bail};

use crate::shell;

/// The generated files, and what `secta docs` calls them.
const FILES: [(&str, &str); 4] = [
    ("docs/config.md", "config"),
    ("docs/commands.md", "commands"),
    ("registration.yaml", "registration"),
    ("docs/openapi.json", "openapi"),
];

#[derive(clap::Args)]
pub struct Args {
    /// Fails where a file differs from what would be written
    #[arg(long)]
    check: bool,
}

/// Runs it.
///
/// # Errors
///
/// With `--check`, when a file is out of date.
pub fn run(args: &Args) -> anyhow::Result<()> {
    shell::build_binaries()?;
    let mut stale = Vec::new();
    for (path, name) in FILES {
        let text = text(name)?;
        let file = shell::root().join(path);
        if std::fs::read_to_string(&file).is_ok_and(|found| found == text) {
            continue;
        }
        if args.check {
            show_difference(path, &text)?;
            stale.push(path);
        } else {
            std::fs::write(&file, text).with_context(|| format!("cannot write {path}"))?;
            println!("{path} written");
        }
    }
    if !stale.is_empty() {
        bail!(
            "out of date: {}; run `cargo xtask generate`",
            stale.join(", ")
        );
    }
    Ok(())
}

fn text(name: &str) -> anyhow::Result<String> {
    let mut command = Command::new(shell::binary());
    command.args(["docs", name]).stderr(Stdio::inherit());
    let output = command.output().context("cannot start secta")?;
    if !output.status.success() {
        bail!("`secta docs {name}` failed: {}", output.status);
    }
    String::from_utf8(output.stdout).context("the program's output is not UTF-8")
}

fn show_difference(path: &str, text: &str) -> anyhow::Result<()> {
    let fresh = shell::root().join("target").join(path.replace('/', "-"));
    std::fs::write(&fresh, text)?;
    // diff answers 1 where files differ: that is what it is asked for.
    Command::new("diff")
        .current_dir(shell::root())
        .args(["-u", "-N", path])
        .arg(&fresh)
        .status()
        .context("cannot start diff")?;
    Ok(())
}
