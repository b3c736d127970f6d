//! The real servers that the scenarios run against, at pinned versions, in a cache that outlives a run.

use std::{
    path::{Path, PathBuf},
    process::Command,
};

use anyhow::{Context, bail};

use crate::shell;

const SYNAPSE_VERSION: &str = "1.163.2";
const SSHD: &str = "/usr/sbin/sshd";
const DENDRITE: &str = "github.com/element-hq/dendrite/cmd";
/// What judges whether everybody can use a page (MPL-2.0; it is fetched, not kept here), with its file's SHA-256.
const AXE: &str = "axe-core-4.14.1";
const AXE_SHA256: &str = "29348999450cdf2849a8e70b7912fc2da85a849da39c0d0d5394f51d4a9ed95c";
const BROWSER: [&str; 2] = ["/usr/bin/chromium", "/usr/bin/chromedriver"];
const DENDRITE_PROGRAMS: [&str; 2] = ["dendrite", "generate-keys"];

/// The directory of the cache: `SECTA_TOOLS`, or `target/homeservers`.
pub fn directory() -> PathBuf {
    match std::env::var_os("SECTA_TOOLS") {
        Some(directory) => shell::root().join(directory),
        None => shell::root().join("target/homeservers"),
    }
}

/// Installs what is absent.
///
/// # Errors
///
/// What is missing on the machine, with the command that installs it, or the step that failed.
pub fn install() -> anyhow::Result<()> {
    let directory = directory();
    std::fs::create_dir_all(&directory)
        .with_context(|| format!("cannot make {}", directory.display()))?;
    packages()?;
    synapse(&directory)?;
    axe(&directory)?;
    dendrite(&directory)
}

fn synapse(directory: &Path) -> anyhow::Result<()> {
    let venv = directory.join("synapse-venv");
    let python = venv.join("bin/python");
    if has_synapse(&python) {
        return Ok(());
    }
    if !shell::has("python3", "--version") {
        bail!("Synapse needs Python: apt-get install -y python3 python3-venv");
    }
    let log = directory.join("synapse-install.log");
    let mut make = Command::new("python3");
    make.args(["-m", "venv", "--clear"]).arg(&venv);
    shell::step("making a virtual environment for Synapse", &log, &mut make)
        .context("if venv is missing: apt-get install -y python3-venv")?;
    let mut install = Command::new(&python);
    install.args(["-m", "pip", "install", "--disable-pip-version-check"]);
    install.arg(format!("matrix-synapse=={SYNAPSE_VERSION}"));
    shell::step(
        &format!("installing Synapse {SYNAPSE_VERSION} from PyPI"),
        &log,
        &mut install,
    )
}

fn has_synapse(python: &Path) -> bool {
    let probe = format!(
        "import importlib.metadata as m, sys; sys.exit(m.version('matrix-synapse') != '{SYNAPSE_VERSION}')"
    );
    let status = Command::new(python)
        .args(["-c", &probe])
        .stderr(std::process::Stdio::null())
        .status();
    status.is_ok_and(|status| status.success())
}

fn dendrite(directory: &Path) -> anyhow::Result<()> {
    let bin = directory.join("bin");
    // The module pins the version; a copy of its sums tells which version was built.
    let module = shell::root().join("deploy/dendrite");
    let wanted =
        std::fs::read(module.join("go.mod")).context("cannot read deploy/dendrite/go.mod")?;
    let stamp = bin.join("go.mod");
    let built = std::fs::read(&stamp).is_ok_and(|found| found == wanted);
    if built
        && DENDRITE_PROGRAMS
            .iter()
            .all(|program| bin.join(program).is_file())
    {
        return Ok(());
    }
    if !shell::has("go", "version") {
        bail!(
            "Dendrite needs Go 1.26 or newer and a C compiler: see go.dev/dl, and apt-get install -y build-essential"
        );
    }
    std::fs::create_dir_all(&bin)?;
    let mut install = Command::new("go");
    install
        .current_dir(&module)
        .env("GOBIN", &bin)
        .args(["install", "-mod=readonly"]);
    install.args(DENDRITE_PROGRAMS.map(|program| format!("{DENDRITE}/{program}")));
    shell::step(
        "building Dendrite (some minutes)",
        &directory.join("dendrite-install.log"),
        &mut install,
    )?;
    std::fs::write(stamp, wanted).context("cannot note which Dendrite was built")
}

/// axe-core, from npm.
fn axe(directory: &Path) -> anyhow::Result<()> {
    let home = directory.join(AXE);
    let file = home.join("axe.min.js");
    if has_sum(&file, AXE_SHA256) {
        return Ok(());
    }
    if !shell::has("npm", "--version") {
        bail!("axe-core comes by npm: apt-get install -y npm");
    }
    std::fs::create_dir_all(&home).with_context(|| format!("cannot make {}", home.display()))?;
    let log = directory.join("axe-install.log");
    let mut pack = Command::new("npm");
    pack.current_dir(&home)
        .args(["pack", &AXE.replace("core-", "core@")]);
    shell::step("fetching axe-core from npm", &log, &mut pack)?;
    let mut unpack = Command::new("tar");
    unpack
        .current_dir(&home)
        .args(["-xzf", &format!("{AXE}.tgz"), "--strip-components=1"]);
    unpack.args(["package/axe.min.js", "package/LICENSE"]);
    shell::step("unpacking axe-core", &log, &mut unpack)?;
    anyhow::ensure!(
        has_sum(&file, AXE_SHA256),
        "{} is not what it was: its SHA-256 should be {AXE_SHA256}",
        file.display()
    );
    Ok(())
}

fn has_sum(file: &Path, sha256: &str) -> bool {
    let output = Command::new("sha256sum").arg(file).output();
    output
        .is_ok_and(|output| output.status.success() && output.stdout.starts_with(sha256.as_bytes()))
}

/// What comes from Debian: PostgreSQL's server, the other sides of a vault's exchange, and a browser with its
/// driver.
fn packages() -> anyhow::Result<()> {
    let mut missing = Vec::new();
    if postgres_bin().is_none() {
        missing.push("postgresql");
    }
    if !Path::new(SSHD).is_file() {
        missing.push("openssh-server");
    }
    if !shell::has("git", "--version") {
        missing.push("git");
    }
    if !shell::has("openssl", "version") {
        missing.push("openssl");
    }
    if !has_browser() {
        missing.extend(["chromium", "chromium-driver"]);
    }
    if missing.is_empty() {
        return Ok(());
    }
    let command = format!("apt-get install -y {}", missing.join(" "));
    let root = std::fs::metadata("/proc/self")
        .is_ok_and(|meta| std::os::unix::fs::MetadataExt::uid(&meta) == 0);
    if !root {
        bail!("the tests need Debian's packages: sudo {command}");
    }
    let log = directory().join("packages-install.log");
    shell::step(
        "updating the list of Debian's packages",
        &log,
        Command::new("apt-get").arg("update"),
    )?;
    let mut install = Command::new("apt-get");
    install
        .env("DEBIAN_FRONTEND", "noninteractive")
        .args(["install", "-y", "--no-install-recommends"])
        .args(&missing);
    shell::step("installing Debian's packages", &log, &mut install)?;
    anyhow::ensure!(
        postgres_bin().is_some() && Path::new(SSHD).is_file() && has_browser(),
        "{command} went well, but initdb, {SSHD} or one of {BROWSER:?} is not there"
    );
    Ok(())
}

fn has_browser() -> bool {
    BROWSER.iter().all(|program| Path::new(program).is_file())
}

/// Where Debian keeps `initdb` and `pg_ctl`: the newest version.
fn postgres_bin() -> Option<PathBuf> {
    let versions = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    versions
        .filter_map(|entry| Some(entry.ok()?.path().join("bin")))
        .filter(|bin| bin.join("initdb").is_file())
        .max()
}
