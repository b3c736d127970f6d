//! Finding by what is to be seen, and doing something with what was found.

use std::path::Path;

use reqwest::Method;
use serde_json::{Value, json};

use super::driver::{Element, Tab};

/// Finds what is to be seen: `what` selects, `words` stand on it, `beside` stands in the smallest part around it.
const FIND: &str = r"
const [what, words, beside] = arguments;
const tidy = (text) => (text || '').replace(/\s+/g, ' ').trim();
const said = (e) => tidy([e.innerText, e.getAttribute('aria-label'), e.getAttribute('value')].join(' '));
const seen = (e) => e.checkVisibility({ visibilityProperty: true });
let found = [...document.querySelectorAll(what)].filter((e) => seen(e) && said(e).includes(words));
if (beside) {
  const parts = [...document.querySelectorAll('article, li, form, fieldset, section, details, dd, tr, main')];
  const near = parts.filter((part) => seen(part) && tidy(part.innerText).includes(beside));
  const around = near.filter((part) => found.some((e) => part.contains(e)));
  const least = around.find((part) => !around.some((other) => other !== part && part.contains(other)));
  found = least ? found.filter((e) => least.contains(e)) : [];
}
return found.find((e) => said(e) === words) || found[0] || null;";

/// Finds the field that a label names, or one of that name.
const FIELD: &str = r"
const [words] = arguments;
const tidy = (text) => (text || '').replace(/\s+/g, ' ').trim();
const seen = (e) => e && e.checkVisibility({ visibilityProperty: true });
const labels = [...document.querySelectorAll('label')].filter(seen);
const label = labels.find((e) => tidy(e.innerText) === words) || labels.find((e) => tidy(e.innerText).includes(words));
if (label && label.control) return label.control;
const fields = [...document.querySelectorAll('input, textarea, select')].filter(seen);
return fields.find((e) => e.name === words || e.getAttribute('aria-label') === words) || null;";

/// What can be clicked.
const CLICKABLE: &str = "a, button, summary, label, [role=button], input[type=submit]";

impl Tab {
    /// Clicks what can be clicked and has these words on it.
    ///
    /// # Panics
    ///
    /// When nothing like it is to be seen.
    pub async fn click(&self, words: &str) {
        self.click_found(CLICKABLE, words, "").await;
    }

    /// The same in the smallest part of the page in which other words stand beside it: one of many posts.
    pub async fn click_beside(&self, beside: &str, words: &str) {
        self.click_found(CLICKABLE, words, beside).await;
    }

    /// Clicks the first element that a CSS selector finds.
    pub async fn click_css(&self, what: &str) {
        self.click_found(what, "", "").await;
    }

    /// Clicks, and waits until another page is there.
    pub async fn follow(&self, words: &str) {
        self.leaving(self.click(words)).await;
    }

    /// The same beside other words.
    pub async fn follow_beside(&self, beside: &str, words: &str) {
        self.leaving(self.click_beside(beside, words)).await;
    }

    /// The same with the first element that a CSS selector finds.
    pub async fn follow_css(&self, what: &str) {
        self.leaving(self.click_css(what)).await;
    }

    /// Whether something that can be clicked has these words on it.
    pub async fn offers(&self, words: &str) -> bool {
        self.find(CLICKABLE, words, "").await.is_some()
    }

    /// Whether a CSS selector finds anything.
    pub async fn has(&self, what: &str) -> bool {
        self.count(what).await > 0
    }

    /// How much a CSS selector finds.
    pub async fn count(&self, what: &str) -> u64 {
        let script = "return document.querySelectorAll(arguments[0]).length";
        let found = self.script(script, json!([what])).await;
        found.as_u64().unwrap_or_default()
    }

    /// Fills in the field with this label (or this name).
    ///
    /// # Panics
    ///
    /// When there is no such field.
    pub async fn fill(&self, label: &str, text: &str) {
        let field = self.field(label).await;
        // The driver types only what stands in the basic plane of Unicode.
        if text.chars().all(|letter| u32::from(letter) < 0x1_0000) {
            self.post(&format!("element/{}/clear", field.0), &json!({}))
                .await;
            let typed = json!({ "text": text });
            self.post(&format!("element/{}/value", field.0), &typed)
                .await;
        } else {
            let script = "arguments[0].value = arguments[1]";
            self.script(script, json!([field.argument(), text])).await;
        }
    }

    /// Gives a file to the field with this label (or this name).
    pub async fn attach(&self, label: &str, file: &Path) {
        let field = self.field(label).await;
        let path = json!({ "text": file.to_string_lossy() });
        self.post(&format!("element/{}/value", field.0), &path)
            .await;
    }

    /// What stands in the field with this label (or this name).
    pub async fn filled(&self, label: &str) -> String {
        let field = self.field(label).await;
        let value = self
            .script("return arguments[0].value", json!([field.argument()]))
            .await;
        value.as_str().unwrap_or_default().to_owned()
    }

    /// Ticks the choice with this label.
    pub async fn choose(&self, label: &str) {
        let field = self.field(label).await;
        self.post(&format!("element/{}/click", field.0), &json!({}))
            .await;
    }

    /// Presses keys, wherever the focus is.
    pub async fn press(&self, keys: &str) {
        let actions: Vec<Value> = keys
            .chars()
            .flat_map(|key| ["keyDown", "keyUp"].map(|kind| json!({ "type": kind, "value": key })))
            .collect();
        let body = json!({ "actions": [{ "type": "key", "id": "keys", "actions": actions }] });
        self.post("actions", &body).await;
    }

    async fn field(&self, label: &str) -> Element {
        let found = Element::of(&self.script(FIELD, json!([label])).await);
        self.expect(found, &format!("no field {label:?}")).await
    }

    async fn find(&self, what: &str, words: &str, beside: &str) -> Option<Element> {
        Element::of(&self.script(FIND, json!([what, words, beside])).await)
    }

    async fn click_found(&self, what: &str, words: &str, beside: &str) {
        let found = self.find(what, words, beside).await;
        let missing = format!("nothing to click: {words:?} {beside:?} {what}");
        let element = self.expect(found, &missing).await;
        let path = format!("element/{}/click", element.0);
        let clicked = self.try_call(Method::POST, &path, Some(&json!({}))).await;
        if let Err(error) = clicked {
            panic!("{words:?} cannot be clicked: {error}");
        }
    }

    async fn expect(&self, found: Option<Element>, missing: &str) -> Element {
        match found {
            Some(element) => element,
            None => panic!("{missing} on {}\n{}", self.at().await, self.text().await),
        }
    }

    /// Does something that leads to another page, and waits until that is there.
    async fn leaving(&self, act: impl Future<Output = ()>) {
        self.script(
            "document.documentElement.dataset.left = 'not yet'",
            json!([]),
        )
        .await;
        act.await;
        self.until("another page", async || {
            let script = "return !document.documentElement.dataset.left && document.readyState === 'complete'";
            let body = json!({ "script": script, "args": [] });
            let arrived = self.try_call(Method::POST, "execute/sync", Some(&body)).await;
            (arrived == Ok(Value::Bool(true))).then_some(())
        })
        .await;
    }
}
