//! A running node's public record, as another program reads it.

use std::{collections::BTreeMap, time::Duration};

use anyhow::{Context, bail, ensure};
use reqwest::{Response, StatusCode, header::ETAG, redirect::Policy};
use secta_record::{Head, RecordId, read_line};
use secta_rules::Audit;
use serde::Deserialize;
use url::Url;

/// The longest answer that is read, in bytes; a state alone may be longer.
const MOST_BYTES: usize = 16 * 1024 * 1024;
const MOST_STATE_BYTES: usize = 1024 * 1024 * 1024;

/// How long a node may be silent.
const PATIENCE: Duration = Duration::from_secs(60);

/// Speaks to one node.
pub(super) struct Node {
    http: reqwest::Client,
    base: Url,
}

/// A community as the node tells it.
#[derive(Debug, Deserialize)]
pub(super) struct Told {
    /// Its id.
    pub id: RecordId,
    /// Its name.
    pub name: Option<String>,
    /// Its last record.
    pub head: Head,
    /// The hash of its state, in hexadecimal.
    pub state: String,
}

#[derive(Deserialize)]
struct All {
    communities: Vec<Told>,
}

impl Node {
    /// For the node at this address.
    pub(super) fn new(base: Url) -> anyhow::Result<Self> {
        ensure!(!base.cannot_be_a_base(), "{base} is no address of a node");
        let http = reqwest::Client::builder()
            .read_timeout(PATIENCE)
            .redirect(Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self { http, base })
    }

    /// Its communities, by their ids.
    pub(super) async fn communities(&self) -> anyhow::Result<BTreeMap<RecordId, Told>> {
        let answer = self.get(&[], &[]).await?;
        let answer =
            answer.context("the node shows no communities: another program, or an older one")?;
        let all: All = serde_json::from_slice(&bytes(answer, MOST_BYTES).await?)?;
        Ok(all.communities.into_iter().map(|it| (it.id, it)).collect())
    }

    /// Reads the records that follow one of them (`None`: from the first) up to the last that was told; `false` when
    /// the node has no such record.
    pub(super) async fn pull(
        &self,
        told: &Told,
        mut after: Option<RecordId>,
        audit: &mut Audit,
    ) -> anyhow::Result<bool> {
        let most = audit.lines().saturating_add(told.head.seq + 1);
        while after != Some(told.head.id) {
            let Some(page) = self.records(&told.id, after).await? else {
                return Ok(false);
            };
            let (mut end, mut last) = (0, None);
            for line in page.split_inclusive(|byte| *byte == b'\n') {
                end += line.len();
                let record = read_line(line.trim_ascii_end()).ok();
                last = record.map(|record| record.id());
                if last == Some(told.head.id) {
                    break;
                }
            }
            audit.read(page.get(..end).unwrap_or_default())?;
            // A node that gives more than it has told, or what cannot be read, is not asked again.
            if last.is_none() || audit.lines() >= most {
                break;
            }
            after = last;
        }
        Ok(true)
    }

    async fn records(
        &self,
        community: &RecordId,
        after: Option<RecordId>,
    ) -> anyhow::Result<Option<Vec<u8>>> {
        let after = after.map(|after| after.to_string());
        let query: Vec<_> = after
            .iter()
            .map(|after| ("after", after.as_str()))
            .collect();
        let id = community.to_string();
        match self.get(&[&id, "records"], &query).await? {
            Some(answer) => bytes(answer, MOST_BYTES).await.map(Some),
            None => Ok(None),
        }
    }

    /// The state of a community as ordered lines; `None` where it is not that of its last record as it was told.
    pub(super) async fn state(&self, told: &Told) -> anyhow::Result<Option<String>> {
        let id = told.id.to_string();
        let Some(answer) = self.get(&[&id, "state"], &[]).await? else {
            return Ok(None);
        };
        let expected = format!("\"{}\"", told.head.id);
        if answer.headers().get(ETAG).map(|tag| tag.as_bytes()) != Some(expected.as_bytes()) {
            return Ok(None);
        }
        let state = bytes(answer, MOST_STATE_BYTES).await?;
        Ok(Some(String::from_utf8_lossy(&state).into_owned()))
    }

    /// `GET` of a path below the communities; `None` where there is no such thing.
    async fn get(&self, path: &[&str], query: &[(&str, &str)]) -> anyhow::Result<Option<Response>> {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            let root = ["_secta", "v1", "communities"];
            segments.pop_if_empty().extend(root).extend(path);
        }
        let answer = self.http.get(url).query(query).send().await?;
        match answer.status() {
            StatusCode::OK => Ok(Some(answer)),
            StatusCode::NOT_FOUND => Ok(None),
            status => bail!("{} answers {status}", self.base),
        }
    }
}

async fn bytes(mut answer: Response, most: usize) -> anyhow::Result<Vec<u8>> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        ensure!(
            bytes.len() + chunk.len() <= most,
            "{} answers with more than {most} bytes",
            answer.url()
        );
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}
