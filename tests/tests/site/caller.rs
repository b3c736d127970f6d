//! Somebody who is signed in and has no browser: they use the API, and send the site's forms as they are.

use reqwest::{Client, RequestBuilder, Response, header};
use secta_tests::wait;
use serde_json::{Value, json};

use crate::town::{Citizen, Town, visitor};

/// A session. Its secret opens the API and the pages alike.
pub struct Caller {
    http: Client,
    site: String,
    secret: String,
}

impl Caller {
    /// Somebody who is not signed in.
    pub fn stranger(town: &Town) -> Self {
        Self {
            http: visitor(),
            site: town.site.clone(),
            secret: String::new(),
        }
    }

    /// Signs in by the API, with a code that comes in the porch.
    pub async fn signs_in(town: &Town, citizen: &Citizen) -> Self {
        let mut caller = Self::stranger(town);
        let before = citizen.codes().await;
        let who = json!({ "user": citizen.member.user_id() });
        let attempt = caller.tells("/api/v1/sign-in", &who).await;
        let code = citizen.new_code(&before).await;
        let given = json!({ "attempt": attempt["attempt"], "code": code });
        let opened = caller.tells("/api/v1/sign-in/code", &given).await;
        let secret = opened["secret"].as_str();
        caller.secret = secret.expect("the code opens a session").to_owned();
        caller
    }

    /// The session's secret.
    pub fn secret(&self) -> &str {
        &self.secret
    }

    /// What the API has of a path behind `/api/v1`.
    pub async fn reads(&self, path: &str) -> Value {
        let mut request = self.http.get(format!("{}/api/v1{path}", self.site));
        if !self.secret.is_empty() {
            request = request.bearer_auth(&self.secret);
        }
        json_of(request).await
    }

    /// Reads again and again until something is found in it.
    pub async fn until_reads<T>(&self, path: &str, look: impl Fn(&Value) -> Option<T>) -> T {
        let what = format!("{path} to tell it");
        let ask = async || look(&self.reads(path).await);
        wait::until(&what, wait::SOON, ask).await
    }

    /// A deed under a key of its own, as it is sent.
    pub fn deed(&self, home: &str, key: &str, deed: &Value) -> RequestBuilder {
        let url = format!("{}/api/v1{home}/do", self.site);
        let request = self.http.post(url).bearer_auth(&self.secret).json(deed);
        request.header("idempotency-key", key)
    }

    /// Does something that the rules allow; tells the item that has come of it.
    pub async fn does(&self, home: &str, deed: &Value) -> String {
        let key = format!("{:032x}", rand::random::<u128>());
        let answer = json_of(self.deed(home, &key, deed)).await;
        assert_eq!(answer["done"], true, "{deed}: {answer}");
        answer["item"].as_str().unwrap_or_default().to_owned()
    }

    /// A page as a member's browser asks for it.
    pub async fn page(&self, path: &str) -> Response {
        let request = self.http.get(format!("{}{path}", self.site));
        let request = request.header(header::COOKIE, self.cookie());
        request.send().await.expect("the site answers")
    }

    /// The token of a page's forms.
    pub async fn token(&self, path: &str) -> String {
        let page = self.page(path).await.text().await.expect("a page");
        let token = page.split("name=\"token\" value=\"").nth(1);
        let token = token.and_then(|rest| rest.split('"').next());
        token.expect("a page with a form").to_owned()
    }

    /// A form as it is sent.
    pub fn form(&self, path: &str, fields: &[(&str, &str)]) -> RequestBuilder {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .extend_pairs(fields)
            .finish();
        self.sheet(path, "application/x-www-form-urlencoded")
            .body(body)
    }

    /// A form with a file, as it is sent.
    pub fn form_with_file(
        &self,
        path: &str,
        fields: &[(&str, &str)],
        (name, bytes): (&str, &[u8]),
    ) -> RequestBuilder {
        const EDGE: &str = "----an-edge-that-stands-in-no-file";
        let mut body = Vec::new();
        for (name, value) in fields {
            let part = format!(
                "--{EDGE}\r\nContent-Disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n"
            );
            body.extend(part.into_bytes());
        }
        let head = format!(
            "--{EDGE}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\n\
             Content-Type: application/octet-stream\r\n\r\n"
        );
        body.extend(head.into_bytes());
        body.extend(bytes);
        body.extend(format!("\r\n--{EDGE}--\r\n").into_bytes());
        self.sheet(path, &format!("multipart/form-data; boundary={EDGE}"))
            .body(body)
    }

    /// What every form is sent with.
    fn sheet(&self, path: &str, kind: &str) -> RequestBuilder {
        let request = self.http.post(format!("{}{path}", self.site));
        request
            .header(header::CONTENT_TYPE, kind)
            .header(header::ORIGIN, &self.site)
            .header(header::ACCEPT_LANGUAGE, "ru")
            .header(header::COOKIE, self.cookie())
    }

    fn cookie(&self) -> String {
        format!("secta_session={}", self.secret)
    }

    async fn tells(&self, path: &str, body: &Value) -> Value {
        json_of(self.http.post(format!("{}{path}", self.site)).json(body)).await
    }
}

/// The JSON of an answer that is a success.
async fn json_of(request: RequestBuilder) -> Value {
    let answer = request.send().await.expect("the site answers");
    let status = answer.status();
    let text = answer.text().await.expect("a text");
    assert!(status.is_success(), "{status}: {text}");
    serde_json::from_str(&text).expect("JSON")
}
