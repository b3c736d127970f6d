//! How somebody looks at pages.

use std::path::Path;

use serde_json::{Value, json};

/// A window, and what its owner has set.
#[derive(Clone, Debug)]
pub struct View {
    /// The inner width, in CSS pixels.
    pub width: u32,
    /// The inner height, in CSS pixels.
    pub height: u32,
    /// Whether pages may run scripts.
    pub scripts: bool,
    /// Whether the system is dark.
    pub dark: bool,
    /// What the browser says of languages, for instance `ru`.
    pub lang: &'static str,
}

impl View {
    /// A telephone, on which scripts are off.
    pub fn phone() -> Self {
        Self {
            width: 360,
            height: 780,
            scripts: false,
            dark: false,
            lang: "ru",
        }
    }

    /// A screen on a desk, with scripts.
    pub fn desk() -> Self {
        Self {
            width: 1280,
            height: 900,
            scripts: true,
            ..Self::phone()
        }
    }

    /// The same, where pages may run scripts or not.
    pub fn with_scripts(self, scripts: bool) -> Self {
        Self { scripts, ..self }
    }

    /// The same, in another language.
    pub fn in_language(self, lang: &'static str) -> Self {
        Self { lang, ..self }
    }

    /// What a session is asked for with.
    pub(super) fn capabilities(&self, profile: &Path) -> Value {
        let arguments = [
            "--headless=new".to_owned(),
            "--no-sandbox".to_owned(),
            "--disable-dev-shm-usage".to_owned(),
            "--disable-gpu".to_owned(),
            // A page that glides moves away from under a click.
            "--force-prefers-reduced-motion".to_owned(),
            "--no-first-run".to_owned(),
            "--disable-background-networking".to_owned(),
            "--disable-component-update".to_owned(),
            "--no-proxy-server".to_owned(),
            "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost"
                .to_owned(),
            format!("--lang={}", self.lang),
            super::driver::profile_argument(profile),
        ];
        let allowed = if self.scripts { 1 } else { 2 };
        let options = json!({
            "binary": super::driver::CHROMIUM,
            "args": arguments,
            "prefs": {
                "profile.managed_default_content_settings.javascript": allowed,
                "intl.accept_languages": self.lang,
            },
        });
        json!({ "capabilities": { "alwaysMatch": {
            "browserName": "chrome",
            // A dialog is never expected: it stays open until the scenario asks for it.
            "unhandledPromptBehavior": "ignore",
            "goog:loggingPrefs": { "performance": "ALL", "browser": "ALL" },
            "goog:chromeOptions": options,
        } } })
    }
}
