//! The running node, asked over its operating address.

use std::time::Duration;

use reqwest::{RequestBuilder, StatusCode};
use secta_bot_community::request::{Request, Standing};
use secta_bot_kit::Lang;
use tokio::time::{Instant, sleep};

use crate::{
    config::{Config, Secret},
    phrases::say,
};

/// How often is looked.
const LOOK: Duration = Duration::from_millis(100);

/// Speaks to one node.
pub(super) struct Node {
    http: reqwest::Client,
    address: String,
    token: Secret,
    lang: Lang,
    supervised: bool,
}

impl Node {
    /// The node of a configuration; its troubles are told in this language.
    ///
    /// # Errors
    ///
    /// When there can be no HTTP client.
    pub(super) fn new(config: &Config, lang: Lang) -> anyhow::Result<Self> {
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(10))
            .build()?;
        Ok(Self {
            http,
            address: config.operating.listen.to_string(),
            token: config.appservice.hs_token.clone(),
            lang,
            supervised: false,
        })
    }

    /// Somebody starts it again when it dies: its silence is waited out.
    pub(super) fn supervised(self) -> Self {
        Self {
            supervised: true,
            ..self
        }
    }

    /// Asks for a community, and waits until that has come to an end, or the time is over. A request that was made
    /// before under this id is not made again.
    ///
    /// # Errors
    ///
    /// When the node does not run, or does not take the request.
    pub(super) async fn found(
        &self,
        id: &str,
        request: &Request,
        patience: Duration,
    ) -> anyhow::Result<Standing> {
        let until = Instant::now() + patience;
        let url = format!("http://{}/communities/{id}", self.address);
        while let Err(why) = self.send(self.http.put(&url).json(request)).await {
            let passes = match why {
                Trouble::Slow => true,
                Trouble::Silence => self.supervised,
                Trouble::Refused(..) => false,
            };
            if !passes || Instant::now() >= until {
                return Err(self.trouble(&why));
            }
            sleep(LOOK).await;
        }
        loop {
            // A node that is being restarted answers again in a moment.
            let standing = match self.send(self.http.get(&url)).await {
                Ok(text) => serde_json::from_str(&text)?,
                Err(_) => Standing::Waits,
            };
            let moves = matches!(standing, Standing::Waits | Standing::Making);
            if !moves || Instant::now() >= until {
                return Ok(standing);
            }
            sleep(LOOK).await;
        }
    }

    /// Has the search's index made anew; tells whether the node keeps one.
    ///
    /// # Errors
    ///
    /// When the node does not run, or does not take the request.
    pub(super) async fn make_search_anew(&self) -> anyhow::Result<()> {
        let asked = self.send(self.http.put(self.search())).await;
        asked.map(|_| ()).map_err(|why| self.trouble(&why))
    }

    /// How far the search's index is.
    ///
    /// # Errors
    ///
    /// When the node does not run, or keeps no index.
    pub(super) async fn search_standing(&self) -> anyhow::Result<crate::search::Standing> {
        let told = self.send(self.http.get(self.search())).await;
        Ok(serde_json::from_str(
            &told.map_err(|why| self.trouble(&why))?,
        )?)
    }

    /// Lets a vault be exchanged again whose remote was turned back; tells whether there is a node to do it.
    ///
    /// # Errors
    ///
    /// When the node cannot do it now.
    pub(super) async fn resume(&self, vault: &str) -> anyhow::Result<bool> {
        let url = format!("http://{}/archive/{vault}/resume", self.address);
        match self.send(self.http.put(url)).await {
            Ok(_) => Ok(true),
            Err(Trouble::Silence) => Ok(false),
            Err(why) => Err(self.trouble(&why)),
        }
    }

    fn search(&self) -> String {
        format!("http://{}/search", self.address)
    }

    async fn send(&self, request: RequestBuilder) -> Result<String, Trouble> {
        let request = request.bearer_auth(self.token.expose());
        let response = request.send().await?;
        let status = response.status();
        let text = response.text().await?;
        if status.is_success() {
            Ok(text)
        } else {
            Err(Trouble::Refused(status, text.trim().to_owned()))
        }
    }

    fn trouble(&self, why: &Trouble) -> anyhow::Error {
        let address = self.address.as_str();
        anyhow::anyhow!(match why {
            Trouble::Silence | Trouble::Slow => {
                say(self.lang, "node-silent", &[("address", address)])
            }
            Trouble::Refused(status, text) => {
                let status = status.to_string();
                let told = [
                    ("address", address),
                    ("status", status.as_str()),
                    ("text", text.as_str()),
                ];
                say(self.lang, "node-refused", &told)
            }
        })
    }
}

/// Why there is no answer.
enum Trouble {
    /// Nobody listens.
    Silence,
    /// Somebody listens, but takes too long.
    Slow,
    /// Somebody says no.
    Refused(StatusCode, String),
}

impl From<reqwest::Error> for Trouble {
    fn from(error: reqwest::Error) -> Self {
        if error.is_timeout() {
            Self::Slow
        } else {
            Self::Silence
        }
    }
}
