//! `secta run`: puts the node together and keeps it running until it is told to stop.

use std::{
    future::IntoFuture,
    net::SocketAddr,
    sync::{Arc, Mutex, OnceLock},
    thread,
    time::Duration,
};

use anyhow::Context as _;
use axum::Router;
use secta_bot_kit::lane::DESK;
use secta_matrix::live::Live;
use secta_store::StoreError;
use tokio::{
    net::TcpListener,
    runtime,
    signal::unix::{SignalKind, signal},
    sync::{Notify, oneshot, watch},
    task::JoinSet,
};

use crate::{
    archive::{Archive, Far},
    bots::{self, Setup},
    catch_up,
    chronicle::{self, Chronicle, Logs, Witnessing},
    clock::SystemClock,
    config::{Config, Retention},
    engine::{
        Parts,
        driver::Driver,
        executors::Executors,
        folds::{self, Folds},
        timers,
        views::Views,
    },
    homeserver,
    intake::{self, Intake},
    metrics::Metrics,
    ops::{self, Ops, Readiness},
    phrases::say,
    public,
    seal::Sealer,
    search::{self, Answers, Keeper, Shelf},
    site::{self, library::Follower},
    wiki::Pages,
};

/// The name under which `--only` means intake, front desk, timers and executors.
pub const GATEWAY: &str = "gateway";

/// The bots that write records of communities: one process has their chains in hand.
const KEEPERS: [&str; 4] = [
    secta_bot_chronicle::NAME,
    secta_bot_community::NAME,
    secta_bot_onboarding::NAME,
    secta_bot_wiki::NAME,
];

/// How long what is under way may take to end after SIGTERM.
const LAST_WORDS: Duration = Duration::from_secs(2);

/// How often what is too old is looked for.
const SWEEP: Duration = Duration::from_secs(3_600);

/// What waits to be met before the node is ready.
const INTAKE: &str = "intake";
const HOMESERVER: &str = "homeserver";

/// Runs the node, or the part of it that `only` names, until SIGTERM or SIGINT.
///
/// # Errors
///
/// When it cannot start: a name in `only` is unknown, the database or the key cannot be opened, an address is
/// taken. A homeserver that is absent is waited for.
pub async fn run(config: Config, only: Vec<String>) -> anyhow::Result<()> {
    let roles = Roles::new(&config, &only)?;
    std::fs::create_dir_all(&config.data_dir).with_context(|| {
        format!(
            "the data directory {} cannot be made",
            config.data_dir.display()
        )
    })?;
    let sealer = Sealer::from_file(&config.key_file())?;
    let store = secta_store::open_as(config.database.url.expose(), &roles.parts()).await?;
    let folds = Folds::new(config.data_dir.join("folded"), sealer.clone());
    let setup = Setup::from_config(&config);
    let shelf = Shelf::new(config.search_dir());
    let words = Arc::new(bots::words(&setup));
    let connected = Arc::new(OnceLock::new());
    let archive = Archive {
        folder: config.vaults_dir(),
        homeserver: Arc::clone(&connected),
        store: Arc::clone(&store),
        sealer: sealer.clone(),
        selves: bots::selves(&config),
        clock: Arc::new(SystemClock),
        words: Arc::clone(&words),
        lemmas: shelf.lemmas(),
        zone: bots::zone(&setup),
        server: config.homeserver.server_name.clone(),
        aside: say(config.rooms.default_language, "archive-aside", &[]),
        far: Far::of(&config, &bots::zone(&setup)),
        open: Mutex::default(),
    };
    let logs = Logs::of(&config, Arc::clone(&store), &sealer)?;
    let chronicle = Chronicle {
        homeserver: Arc::clone(&connected),
        selves: bots::selves(&config),
        words: Arc::clone(&words),
        logs: logs.clone(),
    };
    // One process follows what is published.
    let stacks = match roles.gateway {
        true => Some(site::stacks(&config, store.tag(), shelf.lemmas())?),
        false => None,
    };
    let answers = Answers {
        shelf: shelf.clone(),
        store: Arc::clone(&store),
        sealer: sealer.clone(),
        words: Arc::clone(&words),
        zone: bots::zone(&setup),
        server: config.homeserver.server_name.clone(),
        stacks: stacks.clone(),
        base: site::base(&config)?,
    };
    let mut views = Views::default()
        .with(secta_bot_search::NAME, Arc::new(answers))
        .with(secta_bot_archive::NAME, Arc::new(archive))
        .with(secta_bot_chronicle::NAME, Arc::new(chronicle));
    if let Some(stacks) = &stacks {
        let pages = Pages {
            wiki: Arc::new(stacks.clone()),
            homeserver: Arc::clone(&connected),
            selves: bots::selves(&config),
            words: Arc::clone(&words),
            clock: Arc::new(SystemClock),
            zone: bots::zone(&setup),
            base: site::base(&config)?,
        };
        views = views.with(secta_bot_wiki::NAME, Arc::new(pages));
    }
    let parts = Parts {
        store: Arc::clone(&store),
        clock: Arc::new(SystemClock),
        sealer,
        metrics: Arc::new(Metrics::default()),
        keep_contexts: roles.several_processes,
        folds: Some(folds.clone()),
        views,
    };
    let waits: &[&str] = if roles.gateway {
        &[INTAKE, HOMESERVER]
    } else {
        &[]
    };
    let readiness = Arc::new(Readiness::new(waits));
    let (stop, stopped) = watch::channel(false);
    // Those that end when told to, and those that are safe to drop at any moment.
    let (mut ending, mut endless) = (JoinSet::new(), JoinSet::new());
    let enabled = bots::enabled(&config)?;
    let consumers: Vec<&str> = enabled.iter().map(String::as_str).chain([DESK]).collect();
    store.enrol(&consumers, &setup.digest()).await?;
    let lane = bots::lane(&setup, |name| roles.runs(name));
    let kept = roles.runs(secta_bot_search::NAME).then(|| shelf.clone());
    endless.spawn(Driver::new(parts.clone(), lane).run());
    endless.spawn(folds::keep(folds, Arc::clone(&store)));
    serve_ops(&config, &parts, &readiness, kept.clone(), &mut endless).await?;
    let homeserver = if roles.gateway {
        Some(homeserver::connect(&config, store.tag(), &parts.sealer).await?)
    } else {
        None
    };
    if let Some(shelf) = kept {
        let homeserver = match &homeserver {
            Some(homeserver) => Arc::clone(homeserver),
            None => homeserver::connect_to_read(&config, store.tag(), &parts.sealer).await?,
        };
        let settings = search::Settings { shelf, homeserver };
        endless.spawn(Keeper::new(settings, &parts, bots::selves(&config)).run());
    }
    if let Some(stacks) = &stacks {
        endless.spawn(Follower::new(stacks.clone(), &parts).run());
    }
    if let Some(stacks) = stacks.filter(|_| config.site.enabled) {
        let making = site::Making {
            stacks,
            words: Arc::clone(&words),
            zone: bots::zone(&setup),
            shelf: shelf.clone(),
            homeserver: Arc::clone(&connected),
            beside: public::router(Arc::clone(&store))
                .merge(chronicle::routes::router(logs.shown().clone())),
        };
        site::start(&config, &parts, making, &mut endless).await?;
    }
    if let Some(homeserver) = homeserver {
        let _ = connected.set(Arc::clone(&homeserver));
        let intake = intake_of(&config, &parts);
        let address = config.appservice.listen;
        let witnessing = Witnessing::of(&config, &parts.sealer, Arc::clone(&parts.clock))?;
        let routes = intake::router(Arc::clone(&intake), stopped.clone())
            .merge(public::router(Arc::clone(&intake.store)))
            .merge(chronicle::routes::router(logs.shown().clone()))
            .merge(chronicle::witnessing::router(witnessing));
        serve_intake(address, routes, stopped.clone(), &mut ending)?;
        endless.spawn(logs.keep(Arc::clone(&parts.metrics))?);
        readiness.met(INTAKE);
        endless.spawn(take_overheard(Arc::clone(&homeserver), Arc::clone(&intake)));
        endless.spawn(timers::run(parts.clone()));
        endless.spawn(sweep(parts.clone(), config.retention.clone()));
        ending.spawn(execute(
            parts.clone(),
            homeserver,
            intake,
            readiness,
            stopped,
        ));
    }
    until_stopped(&mut ending, &mut endless).await?;
    let _ = stop.send(true);
    let _ = tokio::time::timeout(LAST_WORDS, async {
        while ending.join_next().await.is_some() {}
    })
    .await;
    ending.abort_all();
    endless.abort_all();
    let _ = tokio::time::timeout(LAST_WORDS, store.close()).await;
    tracing::info!("stopped");
    Ok(())
}

/// Which parts of the node this process runs.
struct Roles {
    gateway: bool,
    bots: Vec<String>,
    several_processes: bool,
}

impl Roles {
    fn new(config: &Config, only: &[String]) -> anyhow::Result<Self> {
        let postgres = config.database.url.expose().starts_with("postgres");
        let enabled = bots::enabled(config)?;
        if only.is_empty() {
            return Ok(Self {
                gateway: true,
                bots: enabled,
                several_processes: postgres,
            });
        }
        anyhow::ensure!(
            postgres,
            "--only splits the node into processes over one PostgreSQL; this one is on SQLite"
        );
        for name in only {
            anyhow::ensure!(
                name == GATEWAY || enabled.contains(name),
                "--only {name}: there is no such part; there are {GATEWAY} and the bots {}",
                enabled.join(", ")
            );
        }
        let keepers = enabled.iter().filter(|bot| KEEPERS.contains(&bot.as_str()));
        let (here, elsewhere): (Vec<&str>, Vec<&str>) = keepers
            .map(String::as_str)
            .partition(|bot| only.iter().any(|name| name == bot));
        anyhow::ensure!(
            here.is_empty() || elsewhere.is_empty(),
            "--only {}: this part writes records of communities, as {} does; they run in one process",
            here.join(","),
            elsewhere.join(", ")
        );
        let bots = enabled
            .into_iter()
            .filter(|bot| only.contains(bot))
            .collect();
        Ok(Self {
            gateway: only.iter().any(|name| name == GATEWAY),
            bots,
            several_processes: true,
        })
    }

    /// What no other process may run over the same database.
    fn parts(&self) -> Vec<&str> {
        let gateway = self.gateway.then_some(GATEWAY);
        gateway
            .into_iter()
            .chain(self.bots.iter().map(String::as_str))
            .collect()
    }

    fn runs(&self, consumer: &str) -> bool {
        if consumer == DESK {
            self.gateway
        } else {
            self.bots.iter().any(|bot| bot == consumer)
        }
    }
}

async fn serve_ops(
    config: &Config,
    parts: &Parts,
    readiness: &Arc<Readiness>,
    search: Option<Shelf>,
    tasks: &mut JoinSet<()>,
) -> anyhow::Result<()> {
    let address = config.operating.listen;
    let listener = TcpListener::bind(address)
        .await
        .with_context(|| format!("{address} cannot be listened on"))?;
    let ops = Arc::new(Ops {
        store: Arc::clone(&parts.store),
        clock: Arc::clone(&parts.clock),
        metrics: Arc::clone(&parts.metrics),
        readiness: Arc::clone(readiness),
        sealer: parts.sealer.clone(),
        selves: bots::selves(config),
        search,
        views: parts.views.clone(),
        token: config.appservice.hs_token.clone(),
    });
    tasks.spawn(async move {
        if let Err(error) = axum::serve(listener, ops::router(ops)).into_future().await {
            tracing::error!(%error, "the operating endpoints ended");
        }
    });
    Ok(())
}

/// The intake of a configuration.
fn intake_of(config: &Config, parts: &Parts) -> Arc<Intake> {
    Arc::new(Intake {
        store: Arc::clone(&parts.store),
        clock: Arc::clone(&parts.clock),
        selves: bots::selves(config),
        hs_token: config.appservice.hs_token.expose().to_owned(),
        body_limit: config.limits.body_mb as usize * 1024 * 1024,
        metrics: Arc::clone(&parts.metrics),
        late: Notify::new(),
    })
}

/// Serves the intake on a thread of its own, which does nothing but take transactions, write them and answer: the
/// homeserver waits for each of them, and nobody else's work comes in between. It is begun from the main thread, which
/// does not stand back as the others do.
fn serve_intake(
    address: SocketAddr,
    routes: Router,
    stopped: watch::Receiver<bool>,
    tasks: &mut JoinSet<()>,
) -> anyhow::Result<()> {
    let listener = std::net::TcpListener::bind(address)
        .and_then(|listener| listener.set_nonblocking(true).map(|()| listener))
        .with_context(|| format!("{address} cannot be listened on"))?;
    let runtime = runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    tracing::info!(%address, "the intake listens");
    let (done, ended) = oneshot::channel();
    let serving = move || {
        if let Err(error) = runtime.block_on(answer(listener, routes, stopped)) {
            tracing::error!(%error, "the intake ended");
        }
        // Nobody waits where the node has ended otherwise.
        let _ = done.send(());
    };
    thread::Builder::new()
        .name("intake".to_owned())
        .spawn(serving)?;
    tasks.spawn(async {
        let _ = ended.await;
    });
    Ok(())
}

async fn answer(
    listener: std::net::TcpListener,
    routes: Router,
    mut stopped: watch::Receiver<bool>,
) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let until = async move {
        let _ = stopped.wait_for(|stop| *stop).await;
    };
    axum::serve(listener, routes)
        .with_graceful_shutdown(until)
        .await
}

/// Files what the bot's device hears of and the transactions may never tell: Dendrite hands over no redaction, and no
/// invitation from another server. A redaction is filed behind what it redacts.
async fn take_overheard(homeserver: Arc<Live>, intake: Arc<Intake>) {
    let Some(mut overheard) = homeserver.overheard().await else {
        return;
    };
    while let Some(event) = overheard.recv().await {
        if let Some(redacted) = catch_up::redacted(&event)
            && !catch_up::until_filed(&intake, redacted).await
        {
            continue;
        }
        if let Err(error) = intake
            .accept(std::iter::once(event.to_string().as_str()))
            .await
        {
            tracing::error!(%error, "what the device has heard cannot be written");
        }
    }
    std::future::pending::<()>().await;
}

/// Carries effects out. The homeserver may be absent: the effects wait, and the ping is repeated until it comes.
async fn execute(
    parts: Parts,
    homeserver: Arc<Live>,
    intake: Arc<Intake>,
    readiness: Arc<Readiness>,
    stopped: watch::Receiver<bool>,
) {
    let pinged = Arc::clone(&homeserver);
    let pinging = async move {
        homeserver::ping_until_answered(pinged.as_ref()).await;
        readiness.met(HOMESERVER);
        tracing::info!("ready");
        catch_up::run(&pinged, &intake).await;
    };
    let executors = Executors::new(parts, homeserver, rand::random());
    tokio::select! {
        () = executors.run(stopped) => {}
        () = pinging => {}
    }
}

/// Erases and drops what has been kept for long enough (invariants 9 and 10).
async fn sweep(parts: Parts, retention: Retention) {
    loop {
        let before_ms = |days: u32| parts.clock.now_ms() - i64::from(days) * 24 * 3_600_000;
        let forgotten = parts
            .store
            .forget_private(before_ms(retention.private_days))
            .await;
        tell_swept(forgotten, "texts of encrypted rooms were erased");
        let dropped = parts
            .store
            .drop_rows(before_ms(retention.journal_days))
            .await;
        tell_swept(dropped, "rows of the journal were dropped");
        tokio::time::sleep(SWEEP).await;
    }
}

fn tell_swept(swept: Result<u64, StoreError>, what: &str) {
    match swept {
        Ok(0) => {}
        Ok(rows) => tracing::info!(rows, "{what}"),
        Err(error) => tracing::error!(%error, "what is too old cannot be swept away"),
    }
}

/// Waits for SIGTERM or SIGINT.
///
/// # Errors
///
/// When a part of the node ends by itself: the process ends too, and is started again by whoever supervises it.
async fn until_stopped(ending: &mut JoinSet<()>, endless: &mut JoinSet<()>) -> anyhow::Result<()> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => Ok(()),
        _ = interrupt.recv() => Ok(()),
        Some(ended) = ending.join_next() => anyhow::bail!("a part of the node has ended: {ended:?}"),
        Some(ended) = endless.join_next() => anyhow::bail!("a part of the node has ended: {ended:?}"),
    }
}
