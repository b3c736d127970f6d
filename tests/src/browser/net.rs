//! What pages ask for, and what the browser has to complain of.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::driver::Tab;

/// A request that a page made, with what was answered.
#[derive(Clone, Debug)]
pub struct Asked {
    /// The address.
    pub url: String,
    /// What it was for, as the browser names it: `Document`, `Stylesheet`, `Script`, `Image` …
    pub kind: String,
    /// The HTTP status; 0 where nothing was answered.
    pub status: u64,
    /// How much was transferred, with the headers, in bytes.
    pub bytes: u64,
}

impl Tab {
    /// Forgets what was asked so far.
    pub async fn forget_requests(&self) {
        self.requests().await;
    }

    /// What was asked of the network since it was asked here last.
    pub async fn requests(&self) -> Vec<Asked> {
        let mut asked: BTreeMap<String, Asked> = BTreeMap::new();
        let mut order = Vec::new();
        for entry in self.log("performance").await {
            let text = entry["message"].as_str().unwrap_or_default();
            let message: Value = serde_json::from_str(text).unwrap_or_default();
            let (method, told) = (&message["message"]["method"], &message["message"]["params"]);
            let id = told["requestId"].as_str().unwrap_or_default().to_owned();
            if method == "Network.requestWillBeSent" {
                if !asked.contains_key(&id) {
                    order.push(id.clone());
                }
                asked.insert(id, Asked::of(told));
            } else if let Some(known) = asked.get_mut(&id) {
                known.learn(method.as_str().unwrap_or_default(), told);
            }
        }
        let real = order.iter().filter_map(|id| asked.remove(id));
        // What the browser shows of itself, and what stands in the address, is not asked of the network.
        real.filter(|request| request.url.contains("://") && !request.url.starts_with("chrome"))
            .collect()
    }

    /// What the browser's console complained of since it was asked here last.
    pub async fn complaints(&self) -> Vec<String> {
        let severe = |entry: &Value| {
            let severe = entry["level"] == "SEVERE" || entry["source"] == "security";
            severe.then(|| entry["message"].as_str().unwrap_or_default().to_owned())
        };
        self.log("browser")
            .await
            .iter()
            .filter_map(severe)
            .collect()
    }

    async fn log(&self, kind: &str) -> Vec<Value> {
        let log = self.post("se/log", &json!({ "type": kind })).await;
        log.as_array().cloned().unwrap_or_default()
    }
}

impl Asked {
    fn of(told: &Value) -> Self {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        Self {
            url: text(&told["request"]["url"]),
            kind: text(&told["type"]),
            status: 0,
            bytes: 0,
        }
    }

    fn learn(&mut self, method: &str, told: &Value) {
        match method {
            "Network.responseReceived" => {
                self.status = told["response"]["status"].as_u64().unwrap_or_default();
            }
            // A whole number of bytes, written as one with a fraction.
            "Network.loadingFinished" => {
                let bytes = told["encodedDataLength"].as_f64().unwrap_or_default();
                self.bytes = format!("{bytes:.0}").parse().unwrap_or_default();
            }
            _ => {}
        }
    }
}
