//! The log: standard error, in the form that the configuration asks for.

use anyhow::Context;
use tracing_subscriber::EnvFilter;

use crate::config::{LogFormat, Operating};

/// What libraries say only when the configuration names them: the encryption library calls every absent thing that
/// it asks for an error.
const QUIET: &str =
    "matrix_sdk=warn,matrix_sdk::http_client=off,matrix_sdk_base=warn,matrix_sdk_crypto=warn";

/// Starts it.
///
/// # Errors
///
/// When the filter means nothing.
pub(super) fn start(operating: &Operating) -> anyhow::Result<()> {
    let filter = filter(&operating.log)?;
    let lines = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    match operating.log_format {
        LogFormat::Text => lines.with_ansi(false).init(),
        LogFormat::Json => lines.json().init(),
    }
    Ok(())
}

/// The operator's words come last, so that they hold.
fn filter(log: &str) -> anyhow::Result<EnvFilter> {
    EnvFilter::try_new(format!("{QUIET},{log}")).context("operating.log")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn libraries_are_quiet_unless_they_are_named() {
        let shown = filter("info").unwrap().to_string();
        assert!(
            shown.contains("info") && shown.contains("matrix_sdk=warn"),
            "{shown}"
        );
        let shown = filter("info,matrix_sdk=debug").unwrap().to_string();
        assert!(
            shown.contains("matrix_sdk=debug") && !shown.contains("matrix_sdk=warn"),
            "{shown}"
        );
    }
}
