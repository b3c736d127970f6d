//! `secta replay --check`

use std::process::ExitCode;

use secta_bot_kit::Lang;

use crate::{config::Config, phrases::say, replay};

/// Compares, tells, and fails where anything differs.
///
/// # Errors
///
/// When the database or the key cannot be opened, or holds what this node cannot open.
pub async fn run(config: Config, lang: Lang) -> anyhow::Result<ExitCode> {
    let report = replay::check(config).await?;
    let (rows, compared) = (report.rows.to_string(), report.compared.to_string());
    let counts = [("rows", rows.as_str()), ("compared", compared.as_str())];
    if report.differences.is_empty() {
        println!("{}", say(lang, "replay-equal", &counts));
        return Ok(ExitCode::SUCCESS);
    }
    println!("{}", say(lang, "replay-differs", &counts));
    for difference in &report.differences {
        println!("  {difference}");
    }
    Ok(ExitCode::FAILURE)
}
