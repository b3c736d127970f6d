//! The API of a site.

use std::time::Duration;

use anyhow::{Context as _, bail, ensure};
use reqwest::{Method, RequestBuilder, StatusCode, header, redirect::Policy};
use secta_bot_kit::Lang;
use secta_site::api::types::{Communities, Community, Deed, DeedAnswer, Refused};
use serde::{Serialize, de::DeserializeOwned};
use url::Url;

use super::{At, In, kept, show};
use crate::{cli::files, phrases::say};

/// How often something is sent that may have been done.
const TRIES: u32 = 3;
/// The most that is read of an answer, in bytes.
const ANSWER_MAX: usize = 16 * 1024 * 1024;

/// A site, and who asks it.
pub(in crate::cli) struct Site {
    base: Url,
    http: reqwest::Client,
    secret: Option<String>,
    pub lang: Lang,
}

/// A community of a site.
pub(in crate::cli) struct Place {
    pub site: Site,
    pub community: Community,
}

impl Site {
    /// A site, asked with the session that is given or kept.
    ///
    /// # Errors
    ///
    /// When the address is none, or the secret would go through the net in the clear.
    pub fn new(at: &At, lang: Lang) -> anyhow::Result<Self> {
        let web = matches!(at.site.scheme(), "http" | "https") && at.site.has_host();
        ensure!(web, say(lang, "client-no-address", &[]));
        let secret = match &at.token {
            Some(token) => Some(token.trim().to_owned()),
            None => kept::secret(&at.site)?,
        };
        let http = reqwest::Client::builder()
            .redirect(Policy::none())
            .timeout(Duration::from_secs(60))
            .user_agent(concat!("secta/", env!("CARGO_PKG_VERSION")))
            .build()?;
        Ok(Self {
            base: at.site.clone(),
            http,
            secret,
            lang,
        })
    }

    /// Refuses to send what is secret where others can read it on the way.
    ///
    /// # Errors
    ///
    /// When the address is neither `https` nor of this machine nor of Tor's.
    pub fn require_secrecy(&self) -> anyhow::Result<()> {
        let host = self.base.host_str().unwrap_or_default();
        let near = matches!(host, "localhost" | "127.0.0.1" | "[::1]") || host.ends_with(".onion");
        let safe = self.base.scheme() == "https" || near;
        ensure!(safe, say(self.lang, "client-in-the-clear", &[]));
        Ok(())
    }

    /// Reads something; `path` goes on behind `/api/v1/`.
    ///
    /// # Errors
    ///
    /// When the site refuses or does not answer.
    pub async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> anyhow::Result<T> {
        let request = self.request(Method::GET, path)?.query(query);
        self.answer(request).await
    }

    /// Sends something.
    ///
    /// # Errors
    ///
    /// When the site refuses or does not answer.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        body: &impl Serialize,
    ) -> anyhow::Result<T> {
        let request = self.request(Method::POST, path)?.json(body);
        self.answer(request).await
    }

    /// Ends the session.
    ///
    /// # Errors
    ///
    /// When the site does not answer.
    pub async fn end_session(&self) -> anyhow::Result<()> {
        let request = self.request(Method::DELETE, &["session"])?;
        let answer = request.send().await?;
        // One that is over already is over.
        let over = answer.status().is_success() || answer.status() == StatusCode::UNAUTHORIZED;
        ensure!(over, answer.status().to_string());
        Ok(())
    }

    /// What is at an address that the site gave, which may call the site otherwise than we do; nobody is told who asks.
    ///
    /// # Errors
    ///
    /// When the site does not give it, or gives more than `max` bytes.
    pub async fn download(&self, given: &str, max: usize) -> anyhow::Result<Vec<u8>> {
        let mut url = self.base.clone();
        url.set_path(Url::parse(given)?.path());
        let mut answer = self.http.get(url).send().await?.error_for_status()?;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            let fits = body.len() + chunk.len() <= max;
            ensure!(fits, say(self.lang, "client-too-much", &[]));
            body.extend_from_slice(&chunk);
        }
        Ok(body)
    }

    /// Whether somebody is signed in.
    pub fn has_session(&self) -> bool {
        self.secret.is_some()
    }

    pub(super) fn request(&self, method: Method, path: &[&str]) -> anyhow::Result<RequestBuilder> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            segments.pop_if_empty().extend(["api", "v1"]).extend(path);
        }
        let request = self.http.request(method, url);
        let request = request.header(header::ACCEPT_LANGUAGE, self.lang.code());
        Ok(match &self.secret {
            Some(secret) => {
                self.require_secrecy()?;
                request.bearer_auth(secret)
            }
            None => request,
        })
    }

    pub(super) async fn answer<T: DeserializeOwned>(
        &self,
        request: RequestBuilder,
    ) -> anyhow::Result<T> {
        let mut answer = request.send().await?;
        let status = answer.status();
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            ensure!(
                body.len() + chunk.len() <= ANSWER_MAX,
                say(self.lang, "client-too-much", &[])
            );
            body.extend_from_slice(&chunk);
        }
        if !status.is_success() {
            let (word, told) = match serde_json::from_slice::<Refused>(&body) {
                Ok(refused) => (refused.error, show::line(&refused.message)),
                Err(_) => (String::new(), status.to_string()),
            };
            return Err(match status.is_server_error() {
                true => Away(told).into(),
                false => Declined { word, told }.into(),
            });
        }
        serde_json::from_slice(&body).with_context(|| say(self.lang, "client-no-api", &[]))
    }
}

impl Place {
    /// The community that is meant.
    ///
    /// # Errors
    ///
    /// When there is no such community, or it has to be said which.
    pub async fn of(place: &In, lang: Lang) -> anyhow::Result<Self> {
        let site = Site::new(&place.at, lang)?;
        let all: Communities = site.get(&["communities"], &[]).await?;
        let mut meant = all.communities.into_iter().filter(|one| {
            let key = place.community.as_deref().unwrap_or_default();
            one.id.starts_with(key)
        });
        match (meant.next(), meant.next()) {
            (Some(community), None) => Ok(Self { site, community }),
            (Some(_), Some(_)) => bail!(say(lang, "client-which-community", &[])),
            (None, _) => bail!(say(lang, "client-no-community", &[])),
        }
    }

    /// Reads something of the community.
    ///
    /// # Errors
    ///
    /// When the site refuses or does not answer.
    pub async fn get<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, &str)],
    ) -> anyhow::Result<T> {
        let whole: Vec<&str> = ["c", &self.community.id]
            .into_iter()
            .chain(path.iter().copied())
            .collect();
        self.site.get(&whole, query).await
    }

    /// Sends something to the community, again where the site may not have heard it: it is taken once.
    ///
    /// # Errors
    ///
    /// When the site refuses or does not answer.
    pub async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        body: &impl Serialize,
    ) -> anyhow::Result<T> {
        let lang = self.site.lang;
        ensure!(self.site.has_session(), say(lang, "client-sign-in", &[]));
        let whole: Vec<&str> = ["c", &self.community.id]
            .into_iter()
            .chain(path.iter().copied())
            .collect();
        let mut tried = 1;
        loop {
            match self.site.post(&whole, body).await {
                Err(error) if tried < TRIES && is_passing(&error) => tried += 1,
                answered => return answered,
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }

    /// Does something, once, however often it has to be sent.
    ///
    /// # Errors
    ///
    /// When the site refuses or does not answer.
    pub async fn act(&self, deed: &Deed) -> anyhow::Result<DeedAnswer> {
        self.act_at(&["do"], &files::random_token()?, deed).await
    }

    /// Does something under a key by which the site knows it again; `path` goes on behind the community.
    ///
    /// # Errors
    ///
    /// When the site refuses or does not answer.
    pub async fn act_at(
        &self,
        path: &[&str],
        key: &str,
        deed: &impl Serialize,
    ) -> anyhow::Result<DeedAnswer> {
        let lang = self.site.lang;
        ensure!(self.site.has_session(), say(lang, "client-sign-in", &[]));
        let path: Vec<&str> = ["c", &self.community.id]
            .into_iter()
            .chain(path.iter().copied())
            .collect();
        let mut tried = 1;
        loop {
            let request = self.site.request(Method::POST, &path)?;
            let request = request.header("Idempotency-Key", key).json(deed);
            match self.site.answer(request).await {
                Err(error) if tried < TRIES && is_passing(&error) => tried += 1,
                answered => return answered,
            }
            tokio::time::sleep(Duration::from_secs(1)).await;
        }
    }
}

/// The site refuses.
#[derive(Debug, thiserror::Error)]
#[error("{told}")]
pub(in crate::cli) struct Declined {
    /// The word for programs.
    pub word: String,
    told: String,
}

/// The site cannot answer now.
#[derive(Debug, thiserror::Error)]
#[error("{0}")]
struct Away(String);

/// Whether the site may have done it without our hearing of it.
pub(super) fn is_passing(error: &anyhow::Error) -> bool {
    let lost = error.downcast_ref::<reqwest::Error>();
    error.is::<Away>() || lost.is_some_and(|lost| !lost.is_builder())
}
