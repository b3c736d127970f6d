//! What the machine has to have before any long step.

use std::process::{Command, Stdio};

use anyhow::bail;
use secta_bot_kit::Lang;

use super::layout::Kind;
use crate::phrases::say;

/// Names everything that is missing, each with the command that installs it.
pub(super) fn require(kind: Kind, lang: Lang) -> anyhow::Result<()> {
    let missing = match kind {
        Kind::Synapse => python_missing(),
        Kind::Dendrite => go_missing(),
    };
    if missing.is_empty() {
        return Ok(());
    }
    let lines: Vec<String> = missing
        .into_iter()
        .map(|(what, install)| {
            say(
                lang,
                "demo-missing-line",
                &[("what", what), ("install", install)],
            )
        })
        .collect();
    bail!(say(lang, "demo-missing", &[("lines", &lines.join("\n"))]))
}

type Missing = Vec<(&'static str, &'static str)>;

fn python_missing() -> Missing {
    let fits = "import sys; sys.exit(sys.version_info < (3, 10))";
    if !succeeds("python3", &["-c", fits]) {
        return vec![(
            "Python 3.10+",
            pick([
                "apt-get install -y python3 python3-venv",
                "dnf install -y python3",
                "pacman -S python",
                "brew install python",
            ]),
        )];
    }
    if !succeeds("python3", &["-c", "import venv, ensurepip"]) {
        return vec![(
            "python3 venv, pip",
            pick([
                "apt-get install -y python3-venv",
                "dnf install -y python3-pip",
                "pacman -S python-pip",
                "brew install python",
            ]),
        )];
    }
    Vec::new()
}

fn go_missing() -> Missing {
    let mut missing = Missing::new();
    if !go_fits() {
        missing.push(("Go 1.21+", "https://go.dev/dl"));
    }
    if !succeeds("cc", &["--version"]) {
        missing.push((
            "cc",
            pick([
                "apt-get install -y gcc libc6-dev",
                "dnf install -y gcc",
                "pacman -S gcc",
                "xcode-select --install",
            ]),
        ));
    }
    missing
}

/// From 1.21 on Go fetches the version that a module asks for.
fn go_fits() -> bool {
    let Ok(output) = Command::new("go").arg("version").output() else {
        return false;
    };
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let version = text
        .split_whitespace()
        .find_map(|word| word.strip_prefix("go1."));
    version
        .and_then(|rest| rest.split('.').next()?.parse::<u32>().ok())
        .is_some_and(|minor| minor >= 21)
}

/// The command of the package manager that is here: apt, dnf, pacman, Homebrew; apt's where none is known.
fn pick(commands: [&'static str; 4]) -> &'static str {
    let managers = ["apt-get", "dnf", "pacman", "brew"];
    let here = managers
        .iter()
        .position(|manager| succeeds(manager, &["--version"]));
    commands[here.unwrap_or(0)]
}

fn succeeds(program: &str, args: &[&str]) -> bool {
    let quiet = Command::new(program)
        .args(args)
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .status();
    quiet.is_ok_and(|status| status.success())
}
