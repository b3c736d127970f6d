//! The log: standard error, in the form that the configuration asks for.

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Operating};

/// Starts it.
///
/// # Errors
///
/// When the filter means nothing.
pub(super) fn start(operating: &Operating) -> anyhow::Result<()> {
    let filter = EnvFilter::try_new(&operating.log).context("operating.log")?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match operating.log_format {
        LogFormat::Text => lines.with_ansi(false).init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}
