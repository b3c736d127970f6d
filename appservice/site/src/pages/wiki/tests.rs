//! The wiki's pages over a wiki in memory.

mod doing;
mod drafts;
mod files;
mod hostile;
mod lists;
mod reading;
mod settling;
mod writing;

use std::sync::Arc;

use crate::fake::{Fake, Got};

/// A path of a page, percent-encoded.
fn path(fake: &Fake, title: &str) -> String {
    crate::links::wiki(&fake.id, &title.parse().expect("a title"))
}

async fn get(fake: &Arc<Fake>, title: &str, query: &str) -> Got {
    fake.get(&format!("{}{query}", path(fake, title)), &[])
        .await
}

/// Somebody who is signed in.
struct Member {
    fake: Arc<Fake>,
    cookie: String,
}

impl Member {
    fn of(fake: &Arc<Fake>, who: &str) -> Self {
        Self {
            fake: Arc::clone(fake),
            cookie: format!("secta_session={}", fake.session(who)),
        }
    }

    async fn at(&self, address: &str) -> Got {
        self.fake.get(address, &[("cookie", &self.cookie)]).await
    }

    async fn get(&self, title: &str, query: &str) -> Got {
        self.at(&format!("{}{query}", path(&self.fake, title)))
            .await
    }

    /// A token of one of the site's pages.
    async fn token(&self) -> String {
        let page = self.at(&self.fake.at("/write")).await;
        value(&page.body, "token")
    }

    /// Sends a form to a page.
    async fn post(&self, title: &str, fields: &[(&str, &str)]) -> Got {
        let token = self.token().await;
        let mut all = vec![("token", token.as_str())];
        all.extend(fields);
        self.send(title, &all).await
    }

    /// The same as it is.
    async fn send(&self, title: &str, fields: &[(&str, &str)]) -> Got {
        let mut body = url::form_urlencoded::Serializer::new(String::new());
        let body = body.extend_pairs(fields).finish();
        let headers = [
            ("cookie", self.cookie.as_str()),
            ("content-type", "application/x-www-form-urlencoded"),
        ];
        let to = path(&self.fake, title);
        self.fake.send("POST", &to, &headers, &body).await
    }

    /// Edits a page as its form is there.
    async fn edit(&self, title: &str, text: &str) -> Got {
        let form = self.get(title, "?edit").await;
        let parents = value(&form.body, "parents");
        let fields = [("deed", "edit"), ("parents", &parents), ("text", text)];
        self.post(title, &fields).await
    }
}

/// The value of a field of a page's first form that has it.
fn value(body: &str, name: &str) -> String {
    let (_, after) = body
        .split_once(&format!("name=\"{name}\" value=\""))
        .unwrap_or_else(|| panic!("no field {name}: {body}"));
    after.split('"').next().unwrap_or_default().to_owned()
}

/// A community with two who may write.
fn village() -> Arc<Fake> {
    let fake = Fake::new();
    fake.trust("@bob:x", &["@ann:x"]);
    fake
}
