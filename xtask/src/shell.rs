//! Running other programs, with progress.

use std::{
    ffi::OsStr,
    fs::File,
    path::{Path, PathBuf},
    process::{Command, Stdio},
    time::{Duration, Instant},
};

use anyhow::{Context, bail};

/// The repository's root.
pub fn root() -> PathBuf {
    let manifest = Path::new(env!("CARGO_MANIFEST_DIR"));
    manifest.parent().unwrap_or(manifest).to_path_buf()
}

/// The cargo that runs this.
pub fn cargo() -> Command {
    let mut command = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
    command.current_dir(root());
    command
}

/// Builds the programs of the workspace. Always of the whole workspace: a part alone has other features, and
/// everything that it stands on would be compiled once more.
///
/// # Errors
///
/// When it does not compile.
pub fn build_binaries() -> anyhow::Result<()> {
    // With the tests, whose libraries have more features: built apart, the largest would be compiled twice.
    show(cargo().args(["build", "--locked", "--workspace", "--all-targets"]))
}

/// The program that [`build_binaries`] leaves.
pub fn binary() -> PathBuf {
    built("debug")
}

/// The program of a profile.
pub fn built(profile: &str) -> PathBuf {
    let target =
        std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from);
    target.join(profile).join("secta")
}

/// Whether a program can be found and started.
pub fn has(program: impl AsRef<OsStr>, probe: &str) -> bool {
    let status = Command::new(program)
        .arg(probe)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

/// Runs a command whose output the reader sees.
///
/// # Errors
///
/// When it cannot be started or fails.
pub fn show(command: &mut Command) -> anyhow::Result<()> {
    let line = describe(command);
    eprintln!("  $ {line}");
    let status = command
        .status()
        .with_context(|| format!("cannot start `{line}`"))?;
    if !status.success() {
        bail!("`{line}` failed: {status}");
    }
    Ok(())
}

/// Runs a long step whose output goes to a log file, and says how long it has been running.
///
/// # Errors
///
/// When it cannot be started or fails; the end of its log is part of the error.
pub fn step(name: &str, log: &Path, command: &mut Command) -> anyhow::Result<()> {
    let file = File::options()
        .create(true)
        .append(true)
        .open(log)
        .with_context(|| format!("cannot write {}", log.display()))?;
    eprintln!("  {name} (log: {})", log.display());
    let started = Instant::now();
    let mut child = command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .spawn()
        .with_context(|| format!("cannot start `{}`", describe(command)))?;
    let mut told = 0;
    let status = loop {
        if let Some(status) = child.try_wait()? {
            break status;
        }
        let elapsed = started.elapsed().as_secs();
        if elapsed >= told + 10 {
            told = elapsed;
            eprintln!("  … {name}: {elapsed} s");
        }
        std::thread::sleep(Duration::from_millis(100));
    };
    if !status.success() {
        bail!(
            "{name} failed ({status}); the end of {}:\n{}",
            log.display(),
            tail(log)
        );
    }
    eprintln!("  {name}: done in {} s", started.elapsed().as_secs());
    Ok(())
}

fn tail(log: &Path) -> String {
    let text = std::fs::read(log)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let lines: Vec<&str> = text.lines().collect();
    lines[lines.len().saturating_sub(30)..].join("\n")
}

fn describe(command: &Command) -> String {
    let words = std::iter::once(command.get_program()).chain(command.get_args());
    words
        .map(|word| word.to_string_lossy().into_owned())
        .collect::<Vec<_>>()
        .join(" ")
}
