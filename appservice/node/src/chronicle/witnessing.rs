//! Being a witness of other nodes' logs: [the witness protocol](https://c2sp.org/tlog-witness) from the witness's side.

use std::{io, path::PathBuf, sync::Arc};

use axum::{
    Router,
    body::Bytes,
    extract::{DefaultBodyLimit, Path, State},
    http::{
        StatusCode,
        header::{CACHE_CONTROL, CONTENT_TYPE},
    },
    middleware::from_fn_with_state,
    response::{IntoResponse, Response},
    routing::{get, post},
};
use secta_bot_chronicle::log::{
    Folder, KeyFault, LogKey, Refusal, Status, Witness, WitnessKey, witness::SIZE_TYPE,
};
use tokio::{
    runtime::Handle,
    sync::Mutex,
    task::{JoinError, spawn_blocking},
};

use super::keys::Keys;
use crate::{clock::Clock, config::Config, intake::refusal, public::elsewhere, seal::Sealer};

/// The longest request that is taken, in bytes: 63 hashes and a checkpoint are far less.
const MOST_BYTES: usize = 32 * 1024;

const TEXT: &str = "text/plain; charset=utf-8";

/// The path below which the witness answers.
pub const PATH: &str = "/_secta/v1/witness";

/// This node as a witness.
#[derive(Clone)]
pub struct Witnessing {
    folder: PathBuf,
    keys: Keys,
    logs: Arc<[LogKey]>,
    clock: Arc<dyn Clock>,
    open: Arc<Mutex<Option<Witness<Folder>>>>,
}

/// Why the witness could not answer.
#[derive(Debug, thiserror::Error)]
enum WitnessError {
    #[error("what was cosigned before: {0}")]
    Folder(#[from] io::Error),
    #[error(transparent)]
    Key(#[from] KeyFault),
    #[error("it has died: {0}")]
    Died(#[from] JoinError),
}

impl Witnessing {
    /// A witness of these logs that remembers in this folder.
    pub fn new(folder: PathBuf, keys: Keys, logs: Vec<LogKey>, clock: Arc<dyn Clock>) -> Self {
        Self {
            folder,
            keys,
            logs: logs.into(),
            clock,
            open: Arc::default(),
        }
    }

    /// The witness of a configured node.
    ///
    /// # Errors
    ///
    /// When the server's name cannot stand in a signature line.
    pub fn of(config: &Config, sealer: &Sealer, clock: Arc<dyn Clock>) -> Result<Self, KeyFault> {
        let logs = config.chronicle.witness_for.iter();
        Ok(Self::new(
            config.chronicle_dir().join("witness"),
            Keys::of(config, sealer)?,
            logs.map(|log| log.0.clone()).collect(),
            clock,
        ))
    }

    /// The key that verifies its cosignatures.
    pub fn key(&self) -> WitnessKey {
        self.keys.witness_key()
    }

    /// Does something with what it remembers, away from those who answer. The folder is opened when it is first needed.
    async fn with<T: Send + 'static>(
        &self,
        act: impl FnOnce(&mut Witness<Folder>) -> T + Send + 'static,
    ) -> Result<T, WitnessError> {
        let mut held = Arc::clone(&self.open).lock_owned().await;
        let (folder, signer) = (self.folder.clone(), self.keys.witness()?);
        let logs = Arc::clone(&self.logs);
        let done = spawn_blocking(move || {
            let mut witness = match held.take() {
                Some(witness) => witness,
                None => Witness::open(Folder::open(folder)?, signer, logs.iter().cloned())?,
            };
            let done = act(&mut witness);
            *held = Some(witness);
            Ok(done)
        });
        done.await?
    }
}

/// The routes.
pub fn router(witnessing: Witnessing) -> Router {
    Router::new()
        .route("/_secta/v1/witness/add-checkpoint", post(add_checkpoint))
        .route("/_secta/v1/witness/key", get(key))
        .route("/_secta/v1/witness/{log}/checkpoint", get(last))
        .layer(DefaultBodyLimit::max(MOST_BYTES))
        .layer(from_fn_with_state(Handle::current(), elsewhere))
        .with_state(witnessing)
}

/// `POST /_secta/v1/witness/add-checkpoint`: cosigns a checkpoint that continues the last one.
async fn add_checkpoint(State(witnessing): State<Witnessing>, body: Bytes) -> Response {
    let now_s = u64::try_from(witnessing.clock.now_ms() / 1000).unwrap_or(0);
    let asked = witnessing.with(move |witness| witness.add_checkpoint(&body, now_s));
    match asked.await {
        Ok(Ok(line)) => ([(CONTENT_TYPE, TEXT)], line).into_response(),
        Ok(Err(refusal)) => refused(&refusal),
        Err(error) => unable(&error),
    }
}

fn refused(refusal: &Refusal) -> Response {
    let status = refusal.status();
    match status {
        Status::InternalServerError => {
            tracing::error!(%refusal, "a checkpoint cannot be cosigned");
        }
        Status::UnprocessableContent => {
            tracing::warn!(%refusal, "a log does not continue what was cosigned of it");
        }
        Status::Ok
        | Status::BadRequest
        | Status::Forbidden
        | Status::NotFound
        | Status::Conflict => {}
    }
    let code = StatusCode::from_u16(status.code()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR);
    let kind = match status {
        Status::Conflict => SIZE_TYPE,
        _ => TEXT,
    };
    (code, [(CONTENT_TYPE, kind)], refusal.body()).into_response()
}

/// `GET /_secta/v1/witness/key`: the key that verifies the cosignatures.
async fn key(State(witnessing): State<Witnessing>) -> Response {
    ([(CONTENT_TYPE, TEXT)], format!("{}\n", witnessing.key())).into_response()
}

/// `GET /_secta/v1/witness/{hash of the origin}/checkpoint`: what was cosigned of a log last.
async fn last(State(witnessing): State<Witnessing>, Path(log): Path<String>) -> Response {
    let read = witnessing.with(move |witness| witness.read(&format!("{log}/checkpoint")));
    match read.await {
        Ok(Ok(Some(bytes))) => {
            ([(CONTENT_TYPE, TEXT), (CACHE_CONTROL, "no-cache")], bytes).into_response()
        }
        Ok(Ok(None)) => refusal(
            StatusCode::NOT_FOUND,
            "M_NOT_FOUND",
            "Nothing was cosigned of such a log",
        ),
        Ok(Err(error)) => unable(&error.into()),
        Err(error) => unable(&error),
    }
}

fn unable(error: &WitnessError) -> Response {
    tracing::error!(%error, "the witness cannot answer");
    refusal(
        StatusCode::SERVICE_UNAVAILABLE,
        "M_UNKNOWN",
        "The witness cannot answer now",
    )
}
