//! What stands around every page: the masthead, the way to the others, the foot.

use secta_bot_kit::{Lang, args, words::tidy};
use secta_record::act::Rank;

use super::assets;
use crate::{
    here::Here,
    links,
    model::Session,
    view::{
        Safe,
        date::{self, When},
        people::{self, Person},
    },
    visit::Look,
};

/// A way to another page.
pub(crate) struct Way {
    pub href: String,
    pub label: String,
    pub current: bool,
}

/// A feed of what a page lists.
pub(crate) struct Feed {
    pub mime: &'static str,
    pub href: String,
    pub title: String,
}

/// The frame of a page.
pub(crate) struct Frame<'a> {
    pub here: &'a Here,
    /// The page's title; the community's name stands beside it.
    pub title: String,
    /// The community's name, or the site's.
    pub name: String,
    pub home: String,
    pub ways: Vec<Way>,
    pub feeds: Vec<Feed>,
    pub me: Option<Person>,
    /// The token of the page's forms; empty where nobody is signed in.
    pub token: String,
    pub css: String,
    /// The site's script, on pages that it has something to do on.
    pub script: Option<String>,
    /// Where the page hears of changes.
    pub live: Option<String>,
    pub today: When,
}

impl<'a> Frame<'a> {
    /// Of a page with this title.
    pub fn new(here: &'a Here, title: String) -> Self {
        let community = here.maybe_community();
        let name = community.map(|community| tidy(&community.name, 80));
        let name = name.unwrap_or_else(|| here.say("site-name", args![]).plain);
        let me = here.session().map(|session| me(here, session));
        Self {
            title,
            name,
            home: here.link(""),
            ways: community.map(|_| ways(here)).unwrap_or_default(),
            feeds: Vec::new(),
            me,
            token: here.token(),
            css: assets::css_href(),
            script: here.session().map(|_| assets::script_href()),
            live: None,
            today: date::when(&here.site, here.lang(), here.now_ms),
            here,
        }
    }

    /// With the site's script, told of what changes in the community.
    pub fn live(mut self) -> Self {
        self.script = Some(assets::script_href());
        self.live = Some(self.here.link("live"));
        self
    }

    /// With feeds in the three forms of what stands under this path.
    pub fn with_feeds(mut self, path: &str, title: &str) -> Self {
        let forms = [
            ("atom", "application/atom+xml"),
            ("rss", "application/rss+xml"),
            ("json", "application/feed+json"),
        ];
        self.feeds.extend(forms.map(|(ending, mime)| Feed {
            mime,
            href: self.here.link(&format!("{path}.{ending}")),
            title: title.to_owned(),
        }));
        self
    }

    /// A phrase, plain.
    pub fn t(&self, id: &str) -> String {
        self.here.say(id, args![]).plain
    }

    /// A phrase with its form.
    pub fn h(&self, id: &str) -> Safe {
        self.here.say(id, args![]).into()
    }

    /// A phrase about a number.
    pub fn n(&self, id: &str, n: &u32) -> String {
        self.here.say(id, args!["n" => *n]).plain
    }

    /// A phrase about some words.
    pub fn w(&self, id: &str, value: &str) -> String {
        self.here.say(id, args!["value" => value]).plain
    }

    /// A value for an address.
    pub fn q(&self, value: &str) -> String {
        links::escaped(value)
    }

    /// The language's code.
    pub fn lang(&self) -> &'static str {
        self.here.lang().code()
    }

    /// The look's code.
    pub fn look(&self) -> &'static str {
        self.here.visit.look.code()
    }

    /// A page of this community.
    pub fn link(&self, path: &str) -> String {
        self.here.link(path)
    }

    /// Where one comes back to.
    pub fn asked(&self) -> &str {
        &self.here.asked
    }

    /// Where one signs in, to come back here.
    pub fn sign_in(&self) -> String {
        format!("/sign-in?back={}", links::escaped(&self.here.asked))
    }

    /// The other language: its code and its name.
    pub fn other_language(&self) -> (&'static str, &'static str) {
        match self.here.lang() {
            Lang::Ru => ("en", "English"),
            Lang::En => ("ru", "Русский"),
        }
    }

    /// The looks, with the phrase of each.
    pub fn looks(&self) -> [(&'static str, String, bool); 3] {
        Look::ALL.map(|look| {
            let id = match look {
                Look::System => "site-look-system",
                Look::Light => "site-look-light",
                Look::Dark => "site-look-dark",
            };
            (look.code(), self.t(id), look == self.here.visit.look)
        })
    }
}

fn me(here: &Here, session: &Session) -> Person {
    let (account, given) = (session.account.as_str(), session.name.as_deref());
    let known = here.community_id().ok();
    let account = secta_record::act::AccountId::new(account);
    let Some(id) = known else {
        let name = account.as_str().trim_start_matches('@').split(':').next();
        return Person {
            href: "/me".to_owned(),
            name: tidy(given.or(name).unwrap_or_default(), 60),
            id: account.as_str().to_owned(),
        };
    };
    let persona = here.site.ports.library.persona(&id, &account).ok();
    let name = persona.and_then(|persona| persona.name);
    people::person(&id, &account, name.as_deref().or(given))
}

/// The ways through a community.
fn ways(here: &Here) -> Vec<Way> {
    let rules = here.rules().ok();
    let trusted = rules.is_some_and(|rules| here.rank(&rules.read()) == Rank::Trusted);
    let all = [
        ("", "site-way-stream"),
        ("top", "site-way-top"),
        ("tags", "site-way-tags"),
        ("wiki", "site-way-wiki"),
        ("chronicle", "site-way-chronicle"),
        ("people", "site-way-people"),
        ("affairs", "site-way-affairs"),
        ("rules", "site-way-rules"),
        ("statistics", "site-way-statistics"),
        ("search", "site-way-search"),
        ("twilight", "site-way-twilight"),
    ];
    let shown = all
        .iter()
        .filter(|(path, _)| trusted || *path != "twilight");
    let asked = here.asked.split('?').next().unwrap_or_default();
    shown
        .map(|(path, label)| {
            let href = here.link(path);
            let within = *path == "wiki" && asked.starts_with(&href);
            Way {
                current: asked == href || within || asked == "/" && path.is_empty(),
                label: here.say(label, args![]).plain,
                href,
            }
        })
        .collect()
}
