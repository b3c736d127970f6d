//! `secta demo`: a homeserver, the node, and a community with members at each rank, on this machine.
//!
//! Read [`run`] and [`whole`] from top to bottom: each step is a file here.

mod api;
mod child;
mod configure;
mod crew;
mod facts;
mod install;
mod layout;
mod memory;
mod needs;
mod people;
mod person;
mod stale;
mod tale;
mod wait;

use std::{fs, path::PathBuf, time::Duration};

use anyhow::{Context, bail};
use secta_bot_archive::memory::of_community;
use secta_bot_community::request::{Request, Standing};
use secta_bot_kit::Lang;
use secta_record::RecordId;
use tokio::signal::unix::{Signal, SignalKind, signal};

use self::{
    api::Api,
    crew::Crew,
    facts::{Facts, Rooms},
    layout::{Kind, Layout},
    memory::Memory,
    tale::Town,
};
use super::{files, node::Node};
use crate::{bots, chronicle::routes, config::Config, phrases::say};

/// How long is waited for the community's rooms.
const FOUNDING: Duration = Duration::from_secs(120);

/// How it can be tried.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    /// Where everything is kept
    #[arg(long, default_value = ".demo", value_name = "FOLDER")]
    data: PathBuf,
    /// Begins anew: accounts, rooms and messages of the last time are deleted
    #[arg(long)]
    reset: bool,
    /// Which homeserver
    #[arg(long, value_enum, default_value_t = Kind::Synapse, value_name = "NAME")]
    homeserver: Kind,
    /// The first of four ports on 127.0.0.1: homeserver, secta, metrics, site
    #[arg(long, default_value_t = 8100, value_parser = clap::value_parser!(u16).range(1024..=65_000), value_name = "N")]
    port_base: u16,
    /// The node's database; a SQLite file in the folder where this is not given
    #[arg(long, value_name = "URL")]
    database: Option<String>,
    /// Where the homeserver's program is installed; in the folder where this is not given
    #[arg(long, value_name = "FOLDER")]
    tools: Option<PathBuf>,
}

/// Runs it until it is stopped.
pub(super) async fn run(args: Args, lang: Lang) -> anyhow::Result<()> {
    let mut stop = Stop::new()?;
    let layout = layout(&args)?;
    files::make_private_dir(&layout.root)?;
    let _lock = lock(&layout, lang)?;
    let (memory, config) = tokio::select! {
        prepared = prepare(&args, &layout, lang) => prepared?,
        () = stop.asked() => return Ok(()),
    };
    let mut crew = Crew::start(&layout, lang)?;
    let outcome = tokio::select! {
        outcome = whole(&layout, &mut crew, memory, &config) => outcome,
        () = stop.asked() => Ok(()),
    };
    println!("{}", say(lang, "demo-stopping", &[]));
    crew.stop().await;
    outcome
}

fn layout(args: &Args) -> anyhow::Result<Layout> {
    let root = std::path::absolute(&args.data)?;
    let tools = match &args.tools {
        Some(tools) => std::path::absolute(tools)?,
        None => root.join("tools"),
    };
    Ok(Layout {
        root,
        tools,
        kind: args.homeserver,
        port_base: args.port_base,
    })
}

/// One demo at a time in a folder. The lock goes with the process, however it ends.
fn lock(layout: &Layout, lang: Lang) -> anyhow::Result<fs::File> {
    let path = layout.root.join("demo.lock");
    let file =
        fs::File::create(&path).with_context(|| format!("cannot write {}", path.display()))?;
    if file.try_lock().is_err() {
        bail!(say(
            lang,
            "demo-already-runs",
            &[("folder", &layout.root.display().to_string())]
        ));
    }
    Ok(file)
}

/// Everything before the first process: returns what is remembered, and the node's configuration.
async fn prepare(args: &Args, layout: &Layout, lang: Lang) -> anyhow::Result<(Memory, Config)> {
    stale::stop(layout).await;
    layout.require_free_ports(lang).await?;
    install::homeserver(layout, lang).await?;
    if args.reset && fs::exists(layout.home())? {
        fs::remove_dir_all(layout.home())?;
    }
    files::make_private_dir(&layout.home())?;
    let memory = Memory::open(layout)?;
    let config = configure::all(layout, &memory, args.database.as_deref())?;
    println!(
        "{}",
        say(lang, "demo-starting", &[("title", layout.kind.title())])
    );
    Ok((memory, config))
}

/// From the started homeserver to `ready`, and on until it is dropped.
async fn whole(
    layout: &Layout,
    crew: &mut Crew,
    memory: Memory,
    config: &Config,
) -> anyhow::Result<()> {
    let lang = crew.lang();
    let api = Api::new(layout.homeserver_url())?;
    crew.homeserver_up(layout, &api).await?;
    crew.secta_up(layout).await?;
    let mut facts = tokio::select! {
        facts = peopled(layout, &api, memory, config, lang) => facts?,
        ended = crew.watch(layout, None) => match ended? {},
    };
    facts.pids = crew.pids();
    facts.write(layout)?;
    facts.print(layout, lang);
    match crew.watch(layout, Some(facts)).await? {}
}

/// The community and its people, each at their rank.
async fn peopled(
    layout: &Layout,
    api: &Api,
    mut memory: Memory,
    config: &Config,
    lang: Lang,
) -> anyhow::Result<Facts> {
    people::accounts(api, &mut memory).await?;
    let (rooms, community) = founded(&memory, config, lang).await?;
    let mut people = tale::arrive(api, &memory, lang).await?;
    let bot = config.bot_user_id();
    let town = Town {
        rooms: &rooms,
        bot: &bot,
        lang,
    };
    town.live(&mut people).await?;
    let listen = config.appservice.listen;
    Ok(Facts {
        vault: config.vaults_dir().join(of_community(&community).folder),
        log: format!("http://{listen}{}", routes::path(&community)),
        ..Facts::new(layout, &memory, rooms, &people, bot)
    })
}

/// The community's rooms and its id. It is asked for as `secta community create` does; a second time there is nothing to do.
async fn founded(
    memory: &Memory,
    config: &Config,
    lang: Lang,
) -> anyhow::Result<(Rooms, RecordId)> {
    let founder = memory.accounts.first().context("no accounts")?.user_id();
    let request = Request::new(&founder, tale::NAME, Lang::Ru, &bots::selves(config))?;
    let node = Node::new(config, lang)?.supervised();
    let standing = node.found("demo", &request, FOUNDING).await?;
    let rooms = match &standing {
        Standing::Ready { rooms, community } => Rooms::of(rooms).zip(Some(*community)),
        Standing::Waits | Standing::Taken | Standing::Making | Standing::Refused { .. } => None,
    };
    rooms.with_context(|| say(lang, "demo-not-founded", &[]))
}

/// Ctrl-C, SIGTERM, or a terminal that is gone.
struct Stop {
    signals: [Signal; 3],
}

impl Stop {
    fn new() -> anyhow::Result<Self> {
        let kinds = [
            SignalKind::interrupt(),
            SignalKind::terminate(),
            SignalKind::hangup(),
        ];
        let [interrupt, terminate, hangup] = kinds.map(signal);
        Ok(Self {
            signals: [interrupt?, terminate?, hangup?],
        })
    }

    async fn asked(&mut self) {
        let [interrupt, terminate, hangup] = &mut self.signals;
        tokio::select! {
            _ = interrupt.recv() => {}
            _ = terminate.recv() => {}
            _ = hangup.recv() => {}
        }
    }
}
