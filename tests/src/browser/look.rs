//! What is to be seen.

use std::path::Path;

use base64::{Engine as _, prelude::BASE64_STANDARD};
use reqwest::Method;
use serde_json::json;

use super::driver::Tab;
use crate::wait;

/// A cookie, as the browser keeps it.
#[derive(Clone, Debug, serde::Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Cookie {
    /// Its name.
    pub name: String,
    /// Its value.
    pub value: String,
    /// The paths that it is sent to.
    pub path: String,
    /// Whether it is kept from scripts.
    pub http_only: bool,
    /// Whether it is sent from other sites.
    pub same_site: Option<String>,
    /// Whether it is sent over TLS alone.
    pub secure: bool,
}

impl Tab {
    /// The words that are to be seen on the page, without those of closed parts.
    pub async fn text(&self) -> String {
        let script = "return document.body ? document.body.innerText : ''";
        let text = self.script(script, json!([])).await;
        text.as_str().unwrap_or_default().replace('\u{a0}', " ")
    }

    /// The page as it stands.
    pub async fn html(&self) -> String {
        let source = self.get("source").await;
        source.as_str().unwrap_or_default().to_owned()
    }

    /// The whole address.
    pub async fn url(&self) -> String {
        self.get("url")
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// The address without the site's.
    pub async fn at(&self) -> String {
        let url = self.url().await;
        url.strip_prefix(self.site()).unwrap_or(&url).to_owned()
    }

    /// The title.
    pub async fn title(&self) -> String {
        self.get("title")
            .await
            .as_str()
            .unwrap_or_default()
            .to_owned()
    }

    /// Whether these words are to be seen.
    pub async fn shows(&self, words: &str) -> bool {
        self.text().await.contains(words)
    }

    /// # Panics
    ///
    /// When one of these is not to be seen.
    pub async fn assert_shows(&self, words: &[&str]) {
        let text = self.text().await;
        for word in words {
            assert!(
                text.contains(word),
                "no {word:?} on {}\n{text}",
                self.at().await
            );
        }
    }

    /// # Panics
    ///
    /// When one of these stands anywhere on the page.
    pub async fn assert_hides(&self, words: &[&str]) {
        let html = self.html().await;
        for word in words {
            assert!(
                !html.contains(word),
                "{word:?} stands on {}",
                self.at().await
            );
        }
    }

    /// Waits until these words are to be seen, without loading anew.
    pub async fn until_shows(&self, words: &str) {
        let seen = self
            .try_until(async || self.shows(words).await.then_some(()))
            .await;
        assert!(
            seen.is_some(),
            "no {words:?} on {}\n{}",
            self.at().await,
            self.text().await
        );
    }

    /// Loads a page again and again until these words are to be seen.
    pub async fn until_page_shows(&self, path: &str, words: &str) {
        // A place within the page that is there loads nothing.
        let path = path.split('#').next().unwrap_or(path);
        let look = async || {
            self.go(path).await;
            self.shows(words).await.then_some(())
        };
        let seen = self.try_until(look).await;
        assert!(
            seen.is_some(),
            "no {words:?} on {path}\n{}",
            self.text().await
        );
    }

    /// Waits for a condition, and no longer than that takes where nothing is wrong.
    pub async fn until<T>(&self, what: &str, ask: impl AsyncFnMut() -> Option<T>) -> T {
        wait::until(what, wait::SOON, ask).await
    }

    async fn try_until<T>(&self, ask: impl AsyncFnMut() -> Option<T>) -> Option<T> {
        let patient = wait::until("the page", wait::SOON * 2, ask);
        tokio::time::timeout(wait::SOON, patient).await.ok()
    }

    /// The words of a dialog, where one is open.
    pub async fn dialog(&self) -> Option<String> {
        let words = self.try_call(Method::GET, "alert/text", None).await.ok()?;
        words.as_str().map(str::to_owned)
    }

    /// The site's cookies.
    pub async fn cookies(&self) -> Vec<Cookie> {
        let cookies = self.get("cookie").await;
        serde_json::from_value(cookies).expect("cookies have names and values")
    }

    /// A cookie of the site.
    pub async fn cookie(&self, name: &str) -> Option<Cookie> {
        let mut all = self.cookies().await.into_iter();
        all.find(|cookie| cookie.name == name)
    }

    /// Puts a cookie there.
    pub async fn set_cookie(&self, name: &str, value: &str) {
        let cookie = json!({ "cookie": { "name": name, "value": value, "path": "/" } });
        self.post("cookie", &cookie).await;
    }

    /// Takes a cookie away.
    pub async fn drop_cookie(&self, name: &str) {
        let path = format!("cookie/{name}");
        let dropped = self.try_call(Method::DELETE, &path, None).await;
        dropped.expect("a cookie can be taken away");
    }

    /// What makes the page wider than the window, where something does.
    pub async fn too_wide(&self) -> Option<String> {
        let script = r"
            const wide = document.scrollingElement.scrollWidth;
            if (wide <= innerWidth) return null;
            const inside = (e) => { for (let p = e.parentElement; p; p = p.parentElement)
              if (getComputedStyle(p).overflowX !== 'visible') return true; return false; };
            const beyond = [...document.body.querySelectorAll('*')].filter((e) =>
              e.getBoundingClientRect().right > innerWidth + 1 && !inside(e));
            return wide + ' > ' + innerWidth + ': ' + beyond.slice(0, 5).map((e) => e.outerHTML.slice(0, 160)).join(' | ');";
        let told = self.script(script, json!([])).await;
        told.as_str().map(str::to_owned)
    }

    /// Saves a picture of the whole page.
    ///
    /// # Panics
    ///
    /// When it cannot be written.
    pub async fn picture(&self, path: &Path) {
        let whole = json!({ "format": "png", "captureBeyondViewport": true });
        let picture = self.devtools("Page.captureScreenshot", whole).await;
        let data = picture["data"].as_str().expect("a picture has data");
        let data = BASE64_STANDARD.decode(data).expect("base64");
        std::fs::write(path, data).expect("a picture can be written");
    }
}
