//! Asks a witness to cosign the logs: [the witness protocol](https://c2sp.org/tlog-witness) from the log's side.

use std::{collections::BTreeMap, time::Duration};

use reqwest::{Client, Response, StatusCode, redirect::Policy};
use secta_bot_chronicle::log::conflict_size;
use secta_record::RecordId;
use tokio::time::{Instant, timeout};

use super::{Logs, LogsError};
use crate::config::WitnessAt;

/// How long a witness may take for an answer.
const PATIENCE: Duration = Duration::from_secs(20);

/// The longest answer that is read, in bytes.
const MOST_BYTES: usize = 16 * 1024;

/// How often a witness may say in a row that it has cosigned another size last.
const CONFLICTS: usize = 3;

/// The first rest after a failure, and the longest.
const FIRST_REST: Duration = Duration::from_secs(1);
const LONGEST_REST: Duration = Duration::from_secs(600);

/// How long an asker waits at the most without looking.
const IDLE: Duration = Duration::from_secs(600);

/// Asks one witness.
pub struct Asker {
    logs: Logs,
    witness: WitnessAt,
    http: Client,
    known: BTreeMap<RecordId, Known>,
    first_rest: Duration,
}

/// What is known of a log at the witness.
#[derive(Default)]
struct Known {
    /// At which size it has cosigned the log last, if that was told.
    size: Option<u64>,
    /// After a failure: when it is asked again, and how long the rest was.
    rest: Option<(Instant, Duration)>,
    /// What was last told to be wrong.
    wrong: Option<String>,
}

/// Why a witness has not cosigned.
#[derive(Debug, thiserror::Error)]
pub enum AskFault {
    /// It cannot be reached, or takes too long.
    #[error("it is away: {0}")]
    Away(String),
    /// It says no.
    #[error("it answers {0}: {1}")]
    Refused(StatusCode, String),
    /// It says again and again that it has cosigned another size last.
    #[error("it does not agree with itself on what it has cosigned last")]
    Conflicts,
    /// Its answer is longer than one can be.
    #[error("its answer is too long")]
    TooLong,
    /// The request could not be made of the log, or the answer not be taken into it.
    #[error(transparent)]
    Log(#[from] LogsError),
}

impl From<reqwest::Error> for AskFault {
    fn from(error: reqwest::Error) -> Self {
        Self::Away(error.without_url().to_string())
    }
}

impl Asker {
    /// Asks this witness to cosign these logs.
    ///
    /// # Errors
    ///
    /// When there can be no HTTP client.
    pub fn new(logs: Logs, witness: WitnessAt) -> anyhow::Result<Self> {
        let http = Client::builder()
            .timeout(PATIENCE)
            .redirect(Policy::none())
            .no_proxy()
            .build()?;
        Ok(Self {
            logs,
            witness,
            http,
            known: BTreeMap::new(),
            first_rest: FIRST_REST,
        })
    }

    /// The same with another first rest after a failure.
    #[must_use]
    pub fn resting(self, first_rest: Duration) -> Self {
        Self { first_rest, ..self }
    }

    /// Asks for ever: whenever a log has changed, and again after a failure.
    pub async fn run(mut self) {
        let mut changes = self.logs.changes();
        loop {
            changes.mark_unchanged();
            for community in self.logs.opened() {
                if self.is_due(&community) {
                    self.turn(&community).await;
                }
            }
            let _ = timeout(self.wait(), changes.changed()).await;
        }
    }

    fn is_due(&self, community: &RecordId) -> bool {
        let rest = self.known.get(community).and_then(|known| known.rest);
        rest.is_none_or(|(until, _)| until <= Instant::now())
    }

    fn wait(&self) -> Duration {
        let rests = self.known.values().filter_map(|known| known.rest);
        let waits = rests.map(|(until, _)| until.saturating_duration_since(Instant::now()));
        waits.fold(IDLE, Duration::min)
    }

    /// Asks for one log; what is wrong is told once.
    async fn turn(&mut self, community: &RecordId) {
        let asked = self.ask(community).await;
        let witness = self.witness.key.name();
        let known = self.known.entry(*community).or_default();
        match asked {
            Ok(()) => {
                known.rest = None;
                if known.wrong.take().is_some() {
                    tracing::info!(witness, %community, "the witness cosigns again");
                }
            }
            Err(fault) => {
                let before = known.rest.map(|(_, rest)| rest * 2);
                let rest = before.unwrap_or(self.first_rest).min(LONGEST_REST);
                known.rest = Some((Instant::now() + rest, rest));
                let fault = fault.to_string();
                if known.wrong.as_ref() != Some(&fault) {
                    tracing::warn!(witness, %community, fault, "the witness has not cosigned");
                    known.wrong = Some(fault);
                }
            }
        }
    }

    /// Asks until the log as it is now is cosigned.
    ///
    /// # Errors
    ///
    /// When the witness is away or refuses, or the log fails.
    pub async fn ask(&mut self, community: &RecordId) -> Result<(), AskFault> {
        let key = self.witness.key.clone();
        for _ in 0..CONFLICTS {
            let old = self.known.get(community).and_then(|known| known.size);
            let Some(asked) = self.logs.ask(community, &key, old).await? else {
                return Ok(());
            };
            let size = asked.checkpoint.size();
            let (status, answer) = self.send(asked.body).await?;
            let told = match status {
                StatusCode::OK => {
                    let checkpoint = asked.checkpoint;
                    self.logs
                        .attach(community, checkpoint, answer, &key)
                        .await?;
                    self.known.entry(*community).or_default().size = Some(size);
                    return Ok(());
                }
                StatusCode::CONFLICT => conflict_size(&answer),
                _ => None,
            };
            let Some(told) = told else {
                return Err(refused(status, &answer));
            };
            self.known.entry(*community).or_default().size = Some(told);
        }
        Err(AskFault::Conflicts)
    }

    async fn send(&self, body: Vec<u8>) -> Result<(StatusCode, Vec<u8>), AskFault> {
        let url = format!("{}/add-checkpoint", self.witness.url);
        let answer = self.http.post(url).body(body).send().await?;
        Ok((answer.status(), bytes(answer).await?))
    }
}

async fn bytes(mut answer: Response) -> Result<Vec<u8>, AskFault> {
    let mut bytes = Vec::new();
    while let Some(chunk) = answer.chunk().await? {
        if bytes.len() + chunk.len() > MOST_BYTES {
            return Err(AskFault::TooLong);
        }
        bytes.extend_from_slice(&chunk);
    }
    Ok(bytes)
}

/// A refusal, with the first line of its reason.
fn refused(status: StatusCode, answer: &[u8]) -> AskFault {
    let text = String::from_utf8_lossy(answer);
    let line = text.lines().next().unwrap_or_default();
    let visible = line.chars().filter(|c| !c.is_control()).take(200);
    AskFault::Refused(status, visible.collect())
}
