//! Whether everybody can use a page: axe-core's judgement.

use serde_json::{Value, json};

use super::driver::Tab;
use crate::place;

/// Where `cargo xtask test` puts it.
const AXE: &str = "axe-core-4.14.1/axe.min.js";

const RUN: &str = r"
;const done = arguments[arguments.length - 1];
axe.run(document, { resultTypes: ['violations'] })
  .then((judged) => done(judged.violations), (error) => done([{ impact: 'critical', id: String(error), nodes: [] }]));";

impl Tab {
    /// What hinders some people seriously on this page: a line for each thing.
    ///
    /// # Panics
    ///
    /// When axe-core is not installed.
    pub async fn hindrances(&self) -> Vec<String> {
        let axe = std::fs::read_to_string(place::tool(AXE)).expect("axe-core can be read");
        let found = self.script_until_done(&(axe + RUN), json!([])).await;
        let found = found.as_array().cloned().unwrap_or_default();
        let grave = found
            .iter()
            .filter(|one| one["impact"] == "serious" || one["impact"] == "critical");
        grave.map(told).collect()
    }
}

fn told(violation: &Value) -> String {
    let nodes = violation["nodes"].as_array().into_iter().flatten();
    let nodes = nodes.take(4).map(|node| {
        let summary = node["failureSummary"].as_str().unwrap_or_default();
        format!("\n    {}: {}", node["html"], summary.replace('\n', " "))
    });
    let nodes: String = nodes.collect();
    format!(
        "{} ({}): {}{nodes}",
        violation["id"], violation["impact"], violation["help"]
    )
}
