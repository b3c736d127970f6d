//! The driver as a child process, and its sessions (W3C WebDriver over HTTP).

use std::{
    io::{Read as _, Write as _},
    net::{SocketAddr, TcpStream},
    path::Path,
    process::Command,
    time::Duration,
};

use reqwest::{Client, Method};
use serde_json::{Value, json};
use tempfile::TempDir;

use super::View;
use crate::{
    homeserver::http,
    place,
    process::{self, Process},
    wait,
};

/// Where Debian keeps the browser.
pub(super) const CHROMIUM: &str = "/usr/bin/chromium";
/// Where Debian keeps its driver.
const DRIVER: &str = "/usr/bin/chromedriver";
/// The name under which WebDriver hands over elements.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// A running chromedriver, killed when it goes out of scope.
pub struct Browser {
    port: u16,
    http: Client,
    _process: Process,
    _directory: TempDir,
}

impl Browser {
    /// Starts the driver and waits until it answers.
    ///
    /// # Panics
    ///
    /// When Debian's browser or its driver is missing.
    pub async fn start() -> Self {
        for program in [CHROMIUM, DRIVER] {
            let missing =
                format!("{program} is missing: apt-get install -y chromium chromium-driver");
            assert!(Path::new(program).is_file(), "{missing}");
        }
        let directory = place::directory("browser");
        let port = place::port();
        let mut command = Command::new(DRIVER);
        command.arg(format!("--port={port}")).arg("--silent");
        let log = directory.path().join("driver.log");
        let mut process = Process::start("chromedriver", &mut command, &log);
        let status = format!("http://127.0.0.1:{port}/status");
        wait::until_ok("chromedriver to be ready", &status, wait::START).await;
        process.assert_running();
        Self {
            port,
            http: http(),
            _process: process,
            _directory: directory,
        }
    }

    /// Opens a window of a new profile on a site (`http://localhost:1234`).
    pub async fn open(&self, site: &str, view: &View) -> Tab {
        let profile = place::directory("profile");
        let url = format!("http://127.0.0.1:{}", self.port);
        let asked = view.capabilities(profile.path());
        let answer = ask(
            &self.http,
            Method::POST,
            &format!("{url}/session"),
            Some(&asked),
        )
        .await;
        let answer = answer.unwrap_or_else(|error| panic!("no browser: {error}"));
        let id = answer["sessionId"].as_str().expect("a session has an id");
        let tab = Tab {
            site: site.trim_end_matches('/').to_owned(),
            url: format!("{url}/session/{id}"),
            port: self.port,
            id: id.to_owned(),
            http: self.http.clone(),
            profile,
        };
        tab.resize(view.width, view.height).await;
        tab.darken(view.dark).await;
        tab.open("about:blank").await;
        tab.forget_requests().await;
        tab
    }
}

/// The argument that names a browser's profile, and with it the browser.
pub(super) fn profile_argument(profile: &Path) -> String {
    format!("--user-data-dir={}", profile.display())
}

/// A window. Its browser ends when it goes out of scope.
pub struct Tab {
    site: String,
    url: String,
    port: u16,
    id: String,
    http: Client,
    pub(super) profile: TempDir,
}

impl Tab {
    /// The site's address.
    pub fn site(&self) -> &str {
        &self.site
    }

    /// Goes to a path of the site.
    pub async fn go(&self, path: &str) {
        self.open(&format!("{}{path}", self.site)).await;
    }

    /// Goes to an address.
    pub async fn open(&self, url: &str) {
        self.post("url", &json!({ "url": url })).await;
    }

    /// Loads the page again.
    pub async fn reload(&self) {
        self.post("refresh", &json!({})).await;
    }

    /// Sets the inner size of the window, in CSS pixels.
    pub async fn resize(&self, width: u32, height: u32) {
        let metrics =
            json!({ "width": width, "height": height, "deviceScaleFactor": 1, "mobile": false });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics)
            .await;
    }

    /// Makes the system dark, or light.
    pub async fn darken(&self, dark: bool) {
        let value = if dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    /// Runs a script in the page, whether the page may run any or not; gives what it returns.
    pub async fn script(&self, script: &str, arguments: Value) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.post("execute/sync", &body).await
    }

    /// The same with a script that calls its last argument when it is done.
    pub(super) async fn script_until_done(&self, script: &str, arguments: Value) -> Value {
        let body = json!({ "script": script, "args": arguments });
        self.post("execute/async", &body).await
    }

    /// Gives the browser a command of the DevTools protocol.
    pub(super) async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let body = json!({ "cmd": command, "params": parameters });
        self.post("goog/cdp/execute", &body).await
    }

    /// Asks something of the session.
    pub(super) async fn get(&self, path: &str) -> Value {
        let answer = self.try_call(Method::GET, path, None).await;
        answer.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// Does something in the session.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Value {
        let answer = self.try_call(Method::POST, path, Some(body)).await;
        answer.unwrap_or_else(|error| panic!("{path}: {error}"))
    }

    /// The same, where a refusal is expected.
    pub(super) async fn try_call(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
    ) -> Result<Value, String> {
        let url = format!("{}/{path}", self.url);
        ask(&self.http, method, &url, body).await
    }
}

impl Drop for Tab {
    /// Ends the browser by the driver that has started it; where that one is no more, or cannot, by its process.
    fn drop(&mut self) {
        self.quit();
        process::end_with_argument(&profile_argument(self.profile.path()));
    }
}

impl Tab {
    fn quit(&self) {
        let driver = SocketAddr::from(([127, 0, 0, 1], self.port));
        let Ok(mut stream) = TcpStream::connect_timeout(&driver, Duration::from_secs(5)) else {
            return;
        };
        stream.set_read_timeout(Some(Duration::from_secs(10))).ok();
        let request = format!(
            "DELETE /session/{} HTTP/1.1\r\nHost: 127.0.0.1\r\nConnection: close\r\n\r\n",
            self.id
        );
        if stream.write_all(request.as_bytes()).is_ok() {
            // The answer comes when the browser has ended.
            stream.read_exact(&mut [0; 8]).ok();
        }
    }
}

/// An element as the driver names it.
#[derive(Clone, Debug)]
pub(super) struct Element(pub String);

impl Element {
    /// Of what a script has returned.
    pub fn of(value: &Value) -> Option<Self> {
        value[ELEMENT].as_str().map(|id| Self(id.to_owned()))
    }

    /// As an argument of a script.
    pub fn argument(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

async fn ask(
    http: &Client,
    method: Method,
    url: &str,
    body: Option<&Value>,
) -> Result<Value, String> {
    let mut request = http.request(method, url);
    if let Some(body) = body {
        request = request.json(body);
    }
    let answer = request.send().await.map_err(|error| error.to_string())?;
    let good = answer.status().is_success();
    let answer: Value = answer.json().await.map_err(|error| error.to_string())?;
    let value = answer["value"].clone();
    if good {
        return Ok(value);
    }
    let (error, message) = (&value["error"], &value["message"]);
    let first = message.as_str().unwrap_or_default().lines().next();
    Err(format!("{error} {}", first.unwrap_or_default()))
}
