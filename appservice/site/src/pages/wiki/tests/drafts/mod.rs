//! Drafts: what is begun and kept for later.

mod going_on;
mod keeping;

use super::{Member, value};
use crate::fake::Got;

/// What stands in the form's text.
fn text(got: &Got) -> String {
    let (_, after) = got.body.split_once("name=\"text\"").expect("a form");
    let (_, after) = after.split_once('>').expect("its text");
    after
        .split("</textarea>")
        .next()
        .unwrap_or_default()
        .to_owned()
}

impl Member {
    /// Keeps a draft in the form as it is there.
    async fn keeps(&self, title: &str, text: &str) -> Got {
        let form = self.get(title, "?edit&draft=no").await;
        let parents = value(&form.body, "parents");
        let fields = [
            ("deed", "edit"),
            ("parents", parents.as_str()),
            ("text", text),
            ("comment", "начато"),
            ("keep", "yes"),
        ];
        self.post(title, &fields).await
    }

    /// Saves what stands in a form.
    async fn saves(&self, title: &str, form: &Got) -> Got {
        let words = text(form);
        let mut fields = vec![("deed", "edit".to_owned()), ("text", words)];
        for name in ["parents", "draft", "section"] {
            if form.body.contains(&format!("name=\"{name}\" value=\"")) {
                fields.push((name, value(&form.body, name)));
            }
        }
        let fields: Vec<(&str, &str)> = fields
            .iter()
            .map(|(name, value)| (*name, value.as_str()))
            .collect();
        self.post(title, &fields).await
    }
}
