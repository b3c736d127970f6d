//! The two children: started in order, watched, stopped in order.

use std::{convert::Infallible, path::PathBuf, time::Duration};

use anyhow::{Context, bail};
use secta_bot_kit::Lang;

use super::{
    api::Api,
    child::{Change, Program, Supervised},
    facts::{Facts, Pids},
    install,
    layout::{Kind, Layout},
    wait,
};
use crate::{cli::files, phrases::say};

/// How long a child may take to come up, in seconds.
const START_SECONDS: u64 = 90;

/// After so many deaths while it comes up a child is given up.
const MOST_DEATHS: u32 = 3;

/// The homeserver and the node.
pub(super) struct Crew {
    homeserver: Supervised,
    secta: Option<Supervised>,
    lang: Lang,
}

impl Crew {
    /// Starts the homeserver.
    pub(super) fn start(layout: &Layout, lang: Lang) -> anyhow::Result<Self> {
        let crew = Self {
            homeserver: Supervised::start(homeserver(layout))?,
            secta: None,
            lang,
        };
        crew.note(layout)?;
        Ok(crew)
    }

    /// Notes which processes run: whoever kills this one leaves them to the next.
    fn note(&self, layout: &Layout) -> anyhow::Result<()> {
        files::write_private(&layout.pids(), &serde_json::to_string(&self.pids())?)
    }

    /// The language in which it speaks.
    pub(super) fn lang(&self) -> Lang {
        self.lang
    }

    /// Waits until the homeserver answers.
    pub(super) async fn homeserver_up(&mut self, layout: &Layout, api: &Api) -> anyhow::Result<()> {
        let homeserver = &mut self.homeserver;
        come_up(homeserver, self.lang, || api.answers()).await?;
        self.note(layout)
    }

    /// Starts the node and waits until it is ready.
    pub(super) async fn secta_up(&mut self, layout: &Layout) -> anyhow::Result<()> {
        self.secta = Some(Supervised::start(secta(layout)?)?);
        self.note(layout)?;
        let secta = self.secta.as_mut().context("the node was not started")?;
        let url = format!("http://{}/ready", layout.operating());
        let http = reqwest::Client::builder()
            .no_proxy()
            .timeout(Duration::from_secs(5))
            .build()?;
        come_up(secta, self.lang, || async {
            http.get(&url)
                .send()
                .await
                .is_ok_and(|response| response.status().is_success())
        })
        .await?;
        self.note(layout)
    }

    /// The process ids.
    pub(super) fn pids(&self) -> Pids {
        Pids {
            homeserver: self.homeserver.pid(),
            secta: self.secta.as_ref().and_then(Supervised::pid),
        }
    }

    /// Starts again whichever dies, for ever; `demo.json` follows, where there is one already. Safe to drop and call
    /// again.
    pub(super) async fn watch(
        &mut self,
        layout: &Layout,
        mut facts: Option<Facts>,
    ) -> anyhow::Result<Infallible> {
        loop {
            let secta = self.secta.as_mut().context("the node was not started")?;
            let (title, change) = tokio::select! {
                change = self.homeserver.next() => (self.homeserver.title(), change?),
                change = secta.next() => (secta.title(), change?),
            };
            tell(title, &change, self.lang);
            self.note(layout)?;
            if let Some(facts) = &mut facts {
                facts.pids = self.pids();
                facts.write(layout)?;
            }
        }
    }

    /// Stops the node, then the homeserver.
    pub(super) async fn stop(&mut self) {
        if let Some(secta) = &mut self.secta {
            secta.stop().await;
        }
        self.homeserver.stop().await;
    }
}

/// Waits until a child answers. Where it dies meanwhile it is started again, a few times: a homeserver that was killed
/// in the midst of something may die of what it left.
async fn come_up<F: Future<Output = bool>>(
    child: &mut Supervised,
    lang: Lang,
    answers: impl FnMut() -> F,
) -> anyhow::Result<()> {
    let failure = tokio::select! {
        answered = wait::until(START_SECONDS, answers) => {
            if answered {
                return Ok(());
            }
            "demo-not-up"
        }
        ended = keep_alive(child, lang) => {
            ended?;
            "demo-died-at-start"
        }
    };
    let log = child.log();
    let told = [
        ("title", child.title()),
        ("log", &log.display().to_string()),
        ("tail", &install::tail(log, 15)),
    ];
    bail!(say(lang, failure, &told))
}

/// Starts a child again when it dies, until it has died too often.
async fn keep_alive(child: &mut Supervised, lang: Lang) -> anyhow::Result<()> {
    loop {
        let change = child.next().await?;
        if child.deaths() >= MOST_DEATHS {
            return Ok(());
        }
        tell(child.title(), &change, lang);
    }
}

fn tell(title: &str, change: &Change, lang: Lang) {
    let line = match change {
        Change::Died { how, pause } => {
            let seconds = pause.as_secs().to_string();
            let told = [("title", title), ("how", how), ("seconds", &seconds)];
            say(lang, "demo-died", &told)
        }
        Change::Started => say(lang, "demo-restarted", &[("title", title)]),
    };
    println!("{line}");
}

fn homeserver(layout: &Layout) -> Program {
    let config = layout.homeserver_config();
    let line = match layout.kind {
        Kind::Synapse => vec![
            layout.tools.join("synapse-venv/bin/python"),
            "-m".into(),
            "synapse.app.homeserver".into(),
            "--config-path".into(),
            config,
        ],
        Kind::Dendrite => vec![
            layout.tools.join("bin/dendrite"),
            "-http-bind-address".into(),
            format!("127.0.0.1:{}", layout.port_base).into(),
            "-config".into(),
            config,
        ],
    };
    Program {
        title: layout.kind.title(),
        line,
        home: layout.home(),
        log: layout.home().join("homeserver.log"),
        patience: Duration::from_secs(10),
    }
}

fn secta(layout: &Layout) -> anyhow::Result<Program> {
    let program = std::env::current_exe().context("cannot find this program's file")?;
    let line: Vec<PathBuf> = vec![
        program,
        "run".into(),
        "--config".into(),
        layout.secta_config(),
    ];
    Ok(Program {
        title: "secta",
        line,
        home: layout.home(),
        log: layout.home().join("secta.log"),
        patience: Duration::from_secs(8),
    })
}
