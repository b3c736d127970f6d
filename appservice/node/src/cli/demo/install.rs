//! Installs the homeserver's program, at a pinned version, where it is absent.

use std::{
    fs,
    io::{IsTerminal, Write},
    path::Path,
    process::Stdio,
    time::Duration,
};

use anyhow::{Context, bail};
use secta_bot_kit::Lang;
use tokio::{process::Command, time::Instant};

use super::{
    layout::{Kind, Layout},
    needs,
};
use crate::phrases::say;

const SYNAPSE_VERSION: &str = "1.163.2";
const DENDRITE_VERSION: &str = "0.15.2";
const DENDRITE_MODULE: [(&str, &str); 3] = [
    (
        "go.mod",
        include_str!("../../../../../deploy/dendrite/go.mod"),
    ),
    (
        "go.sum",
        include_str!("../../../../../deploy/dendrite/go.sum"),
    ),
    (
        "tools.go",
        include_str!("../../../../../deploy/dendrite/tools.go"),
    ),
];

/// Installs it. What the machine lacks is named first.
pub(super) async fn homeserver(layout: &Layout, lang: Lang) -> anyhow::Result<()> {
    let installed = match layout.kind {
        Kind::Synapse => has_synapse(layout).await,
        Kind::Dendrite => has_dendrite(layout),
    };
    if installed {
        return Ok(());
    }
    needs::require(layout.kind, lang)?;
    fs::create_dir_all(&layout.tools)
        .with_context(|| format!("cannot make {}", layout.tools.display()))?;
    match layout.kind {
        Kind::Synapse => install_synapse(layout, lang).await,
        Kind::Dendrite => install_dendrite(layout, lang).await,
    }
}

async fn has_synapse(layout: &Layout) -> bool {
    let probe = format!(
        "import importlib.metadata as m, sys; sys.exit(m.version('matrix-synapse') != '{SYNAPSE_VERSION}')"
    );
    let mut python = Command::new(layout.tools.join("synapse-venv/bin/python"));
    python.args(["-c", &probe]).stderr(Stdio::null());
    python.status().await.is_ok_and(|status| status.success())
}

async fn install_synapse(layout: &Layout, lang: Lang) -> anyhow::Result<()> {
    let venv = layout.tools.join("synapse-venv");
    let log = layout.tools.join("synapse-install.log");
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&venv);
    step(&say(lang, "demo-venv", &[]), make, &log, lang).await?;
    let mut pip = Command::new(venv.join("bin/python"));
    pip.args([
        "-m",
        "pip",
        "install",
        "--disable-pip-version-check",
        &format!("matrix-synapse=={SYNAPSE_VERSION}"),
    ]);
    step(
        &say(lang, "demo-pip", &[("version", SYNAPSE_VERSION)]),
        pip,
        &log,
        lang,
    )
    .await
}

/// The stamp beside the programs tells from which module they were built.
fn has_dendrite(layout: &Layout) -> bool {
    let bin = layout.tools.join("bin");
    let stamped =
        fs::read_to_string(bin.join("go.mod")).is_ok_and(|stamp| stamp == DENDRITE_MODULE[0].1);
    stamped
        && ["dendrite", "generate-keys"]
            .iter()
            .all(|program| bin.join(program).is_file())
}

async fn install_dendrite(layout: &Layout, lang: Lang) -> anyhow::Result<()> {
    let (module, bin) = (
        layout.tools.join("dendrite-module"),
        layout.tools.join("bin"),
    );
    fs::create_dir_all(&module)?;
    fs::create_dir_all(&bin)?;
    for (name, text) in DENDRITE_MODULE {
        fs::write(module.join(name), text)?;
    }
    let mut go = Command::new("go");
    go.current_dir(&module)
        .env("GOBIN", &bin)
        .env("GOFLAGS", "-mod=readonly -buildvcs=false")
        .arg("install");
    go.args(
        ["dendrite", "generate-keys"]
            .map(|program| format!("github.com/element-hq/dendrite/cmd/{program}")),
    );
    let title = say(lang, "demo-go", &[("version", DENDRITE_VERSION)]);
    step(&title, go, &layout.tools.join("dendrite-install.log"), lang).await?;
    fs::write(bin.join("go.mod"), DENDRITE_MODULE[0].1)?;
    Ok(())
}

/// Runs a long step: its output goes to a log, the seconds are shown, a failure shows the log's end. Dropping the
/// future kills it.
async fn step(title: &str, mut command: Command, log: &Path, lang: Lang) -> anyhow::Result<()> {
    let file = fs::OpenOptions::new().create(true).append(true).open(log)?;
    command
        .stdin(Stdio::null())
        .stdout(file.try_clone()?)
        .stderr(file)
        .kill_on_drop(true)
        .process_group(0);
    let program = command
        .as_std()
        .get_program()
        .to_string_lossy()
        .into_owned();
    let mut child = command
        .spawn()
        .with_context(|| format!("cannot start {program}"))?;
    let started = Instant::now();
    let shown = std::io::stdout().is_terminal();
    println!("{title}");
    let mut tick = tokio::time::interval(Duration::from_secs(if shown { 1 } else { 10 }));
    tick.tick().await;
    let status = loop {
        tokio::select! {
            status = child.wait() => break status?,
            _ = tick.tick() => show_seconds(started.elapsed().as_secs(), shown, lang),
        }
    };
    if shown {
        print!("\r\x1b[K");
    }
    if status.success() {
        return Ok(());
    }
    bail!(say(
        lang,
        "demo-step-failed",
        &[
            ("log", &log.display().to_string()),
            ("tail", &tail(log, 15)),
            ("step", title)
        ],
    ))
}

fn show_seconds(seconds: u64, terminal: bool, lang: Lang) {
    let text = say(lang, "demo-seconds", &[("seconds", &seconds.to_string())]);
    if terminal {
        print!("\r  {text}");
        // A terminal that takes nothing more is no reason to stop.
        let _ = std::io::stdout().flush();
    } else {
        println!("  {text}");
    }
}

/// The last lines of a log.
pub(super) fn tail(log: &Path, lines: usize) -> String {
    let text = fs::read(log)
        .map(|bytes| String::from_utf8_lossy(&bytes).into_owned())
        .unwrap_or_default();
    let all: Vec<&str> = text.lines().collect();
    all[all.len().saturating_sub(lines)..].join("\n")
}
