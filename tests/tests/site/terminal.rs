//! `secta client`: a member's way through the site from a terminal, by the program itself.

use std::{
    io::Write as _,
    os::unix::fs::PermissionsExt as _,
    path::PathBuf,
    process::{Child, Command, Stdio},
};

use reqwest::{Method, StatusCode};
use secta_tests::{place, process, wait};
use tempfile::TempDir;

use crate::town::{Citizen, Town, visitor};

/// A terminal with a home of its own.
pub struct Terminal {
    home: TempDir,
    site: String,
}

/// Whether it went well, what was told, and what was complained of.
pub type Told = (bool, String, String);

impl Terminal {
    /// Of somebody who looks at this town's site.
    pub fn new(town: &Town) -> Self {
        Self {
            home: place::directory("terminal"),
            site: town.site.clone(),
        }
    }

    fn command(&self, arguments: &[&str]) -> Command {
        let mut command = Command::new(place::binary());
        process::clean(&mut command).arg("client").args(arguments);
        command
            .env("XDG_CONFIG_HOME", self.home.path())
            .env("SECTA_SITE", &self.site)
            .env("LANG", "ru_RU.UTF-8")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command
    }

    /// Starts a command.
    pub fn starts(&self, arguments: &[&str]) -> Child {
        self.command(arguments).spawn().expect("the program starts")
    }

    /// Runs a command that reads nothing.
    pub fn runs(&self, arguments: &[&str]) -> Told {
        ends(self.starts(arguments), "")
    }

    /// What a command tells that goes well.
    pub fn tells(&self, arguments: &[&str]) -> String {
        let (good, told, wrong) = self.runs(arguments);
        assert!(good, "{arguments:?}: {told}{wrong}");
        told
    }

    /// Signs in with a code, or with what is taken for one.
    pub async fn signs_in(&self, citizen: &Citizen, given: Option<&str>) -> Told {
        let before = citizen.codes().await;
        let signing = self.starts(&["sign-in", citizen.member.user_id()]);
        let code = citizen.new_code(&before).await;
        ends(signing, given.unwrap_or(&code))
    }

    /// Where the session is kept, if there is one.
    fn kept(&self) -> Option<PathBuf> {
        let folder = self.home.path().join("secta/sites");
        let mut files = std::fs::read_dir(folder).ok()?;
        files.next().map(|file| file.expect("a file").path())
    }
}

/// Gives a program a line, and waits for its end.
pub fn ends(mut child: Child, line: &str) -> Told {
    let mut input = child.stdin.take().expect("an input");
    // A program that has ended already needs none.
    writeln!(input, "{line}").ok();
    drop(input);
    let output = child.wait_with_output().expect("the program ends");
    let text = |bytes: &[u8]| String::from_utf8_lossy(bytes).into_owned();
    (
        output.status.success(),
        text(&output.stdout),
        text(&output.stderr),
    )
}

#[tokio::test]
async fn a_member_goes_the_whole_way_from_a_terminal() {
    let town = Town::start().await;
    town.home_that_shows("Меня зовут boris").await;
    let terminal = Terminal::new(&town);
    reads(&terminal).await;
    let (good, _, wrong) = terminal.runs(&["post", "Без имени"]);
    assert!(!good && wrong.contains("secta client sign-in"), "{wrong}");
    let (good, _, wrong) = terminal.signs_in(&town.anna, Some("ABCD-EFGH")).await;
    assert!(!good && wrong.contains("не подходит"), "{wrong}");
    assert_eq!(terminal.kept(), None, "a wrong code keeps nothing");

    let (good, told, wrong) = terminal.signs_in(&town.anna, None).await;
    assert!(good && told.contains("Вы вошли"), "{told}{wrong}");
    let kept = terminal.kept().expect("a session is kept");
    let mode = std::fs::metadata(&kept)
        .expect("a file")
        .permissions()
        .mode();
    assert_eq!(mode & 0o777, 0o600, "for its owner alone");
    let secret = std::fs::read_to_string(&kept).expect("a secret");
    let secret = secret.trim();
    assert!(!told.contains(secret) && !wrong.contains(secret));
    acts(&town, &terminal).await;
    leaves(&town, &terminal, secret).await;
}

/// What everybody may read.
async fn reads(terminal: &Terminal) {
    assert!(terminal.tells(&["communities"]).contains("Поляна"));
    let newest = terminal.tells(&["read"]);
    assert!(newest.contains("Меня зовут boris") && newest.contains("Здравствуйте, люди"));
    let found = async || {
        let (good, told, _) = terminal.runs(&["search", "люди"]);
        (good && told.contains("Здравствуйте")).then_some(())
    };
    wait::until("the search to find it", wait::SOON, found).await;
    let (good, told, _) = terminal.runs(&["search", "абракадабра"]);
    assert!(!good && told.contains('0'), "{told}");
}

/// What a member does: it is in the room and on the site.
async fn acts(town: &Town, terminal: &Terminal) {
    let boris = &town.boris;
    let told = terminal.tells(&["post", "Пост **из терминала** #консоль"]);
    let post = told.lines().last().expect("an id").trim().to_owned();
    assert_eq!(post.len(), 64, "{told}");
    boris.hears(&boris.stream, "из терминала").await;
    town.home_that_shows("из терминала").await;
    let listed = terminal.tells(&["read", "--tag", "консоль"]);
    assert!(listed.contains("из терминала"), "{listed}");

    let (good, told, wrong) = ends(terminal.starts(&["comment", &post]), "Ответ из терминала");
    assert!(good, "{told}{wrong}");
    let comment = boris.hears(&boris.stream, "Ответ из терминала").await;
    assert!(comment.relates_to().is_some(), "it stands in the thread");
    let thread = async || {
        let told = terminal.tells(&["read", &post]);
        told.contains("Ответ из терминала").then_some(())
    };
    wait::until("the thread", wait::SOON, thread).await;

    let (good, _, wrong) = terminal.runs(&["vote", &post, "support"]);
    assert!(
        !good && !wrong.is_empty(),
        "nobody votes for themselves: {wrong}"
    );
    boris.member.say(&boris.stream, "Слово в комнате").await;
    let newest = async || {
        let told = terminal.tells(&["read", "--by", boris.member.user_id()]);
        let id = told.split_whitespace().find(|word| word.len() == 64);
        id.filter(|_| told.contains("Слово в комнате"))
            .map(str::to_owned)
    };
    let id = wait::until("what was said in the room", wait::SOON, newest).await;
    let id = id.as_str();
    terminal.tells(&["vote", id, "support"]);
    let voted = async || {
        terminal
            .tells(&["read", id])
            .contains("поддержали 1")
            .then_some(())
    };
    wait::until("the vote", wait::SOON, voted).await;
    let (good, _, wrong) = terminal.runs(&["vote", id, "none"]);
    assert!(!good && wrong.contains("остаётся в счёте"), "{wrong}");
}

/// Whoever has signed out is a stranger, with the same secret too.
async fn leaves(town: &Town, terminal: &Terminal, secret: &str) {
    let session = async || {
        let url = format!("{}/api/v1/session", town.site);
        let request = visitor().request(Method::GET, url).bearer_auth(secret);
        request.send().await.expect("an answer").status()
    };
    assert_eq!(session().await, StatusCode::OK);
    terminal.tells(&["sign-out"]);
    assert_eq!(terminal.kept(), None, "nothing is kept");
    assert_eq!(session().await, StatusCode::UNAUTHORIZED);
    let (good, _, wrong) = terminal.runs(&["post", "--token", secret, "Ещё"]);
    assert!(!good && wrong.contains("войдите"), "{wrong}");
    let (good, _, _) = terminal.runs(&["sign-out"]);
    assert!(!good, "nobody is there to sign out");
}
