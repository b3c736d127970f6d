//! What is said of pages, once the view has been asked. The words of pages are shown as they are: nothing in them is
//! markup here.

use secta_bot_kit::{
    Lang, UserId, args,
    words::{Args, Text, Words, tidy},
};
use secta_wiki::title::Title;

/// The longest beginning of a page, in letters.
pub const SUMMARY_MAX: usize = 600;

/// The longest text that is shown to be changed and sent back, in bytes.
pub const SOURCE_MAX: usize = 12_000;

/// A language, with what is said in it.
#[derive(Clone, Copy)]
pub struct Speech<'w> {
    /// All phrases.
    pub words: &'w Words,
    /// The language.
    pub lang: Lang,
}

/// A page that is linked to; without an address where the site is not served.
#[derive(Clone, Debug)]
pub struct Linked {
    /// Its title.
    pub title: Title,
    /// Its address.
    pub link: Option<String>,
}

/// What a page is.
#[derive(Clone, Debug)]
pub enum Is {
    /// A text, with its beginning.
    Text(String),
    /// A file, with what is said of it.
    File(String),
    /// To be found under another title.
    Moved(Linked),
    /// Deleted.
    Deleted,
    /// What it says is taken back.
    Hidden,
    /// Nobody has written it yet; others look the same.
    Missing(Vec<Linked>),
}

/// When a page was changed last, by whom, and how often.
#[derive(Clone, Debug)]
pub struct Changed {
    /// By whom.
    pub by: UserId,
    /// When, in words.
    pub at: Text,
    /// How many revisions there are.
    pub revisions: u32,
}

/// A line of a list of changes.
#[derive(Clone, Debug)]
pub struct Line {
    /// The page.
    pub page: Linked,
    /// By whom.
    pub by: UserId,
    /// When, in words.
    pub at: Text,
    /// What they say of it.
    pub comment: String,
    /// How many bytes it added or took.
    pub delta: i64,
}

impl Speech<'_> {
    fn say(self, id: &str, args: &Args) -> Text {
        self.words.text(self.lang, id, args)
    }

    /// A title that leads to its page.
    fn page(self, page: &Linked) -> Text {
        let title = page.title.to_string();
        match &page.link {
            Some(link) => self.say(
                "wiki-link",
                &args!["title" => title, "link" => link.as_str()],
            ),
            None => self.say("wiki-title", &args!["title" => title]),
        }
    }

    /// The wiki as a whole.
    pub fn wiki(self, front: Option<&str>, lines: &[Line]) -> Text {
        let head = match front {
            Some(link) => self.say("wiki-front", &args!["link" => link]),
            None => self.say("wiki-front-here", &args![]),
        };
        let how = self.say("wiki-how", &args![]);
        if lines.is_empty() {
            return Text::paragraphs([head, how]);
        }
        let recent = self.say("wiki-recent", &args![]);
        let lines = Text::list(lines.iter().map(|line| self.line(line, true)));
        Text::paragraphs([head, Text::lines([recent, lines]), how])
    }

    fn line(self, line: &Line, named: bool) -> Text {
        let args = args![
            "at" => line.at.clone(),
            "who" => line.by.to_string(),
            "sign" => if line.delta < 0 { "−" } else { "+" },
            "size" => line.delta.unsigned_abs(),
            "comment" => tidy(&line.comment, 200),
            "page" => self.page(&line.page),
        ];
        match (named, line.comment.is_empty()) {
            (true, true) => self.say("wiki-line-page", &args),
            (true, false) => self.say("wiki-line-page-comment", &args),
            (false, true) => self.say("wiki-line", &args),
            (false, false) => self.say("wiki-line-comment", &args),
        }
    }

    /// A page's beginning.
    pub fn beginning(self, page: &Linked, is: &Is, changed: Option<&Changed>) -> Text {
        let head = self.page(page);
        let body = match is {
            Is::Text(summary) | Is::File(summary) => Text::verbatim(summary),
            Is::Moved(to) => self.say("wiki-is-moved", &args!["to" => self.page(to)]),
            Is::Deleted => self.say("wiki-is-deleted", &args![]),
            Is::Hidden => self.say("wiki-is-hidden", &args![]),
            Is::Missing(alike) => return self.missing(page, alike),
        };
        let foot = changed.map(|changed| {
            let args = args![
                "at" => changed.at.clone(),
                "who" => changed.by.to_string(),
                "n" => changed.revisions,
            ];
            self.say("wiki-changed-last", &args)
        });
        Text::paragraphs([head, body].into_iter().chain(foot))
    }

    fn missing(self, page: &Linked, alike: &[Linked]) -> Text {
        let title = page.title.to_string();
        let missing = self.say("wiki-is-missing", &args!["title" => title]);
        if alike.is_empty() {
            return missing;
        }
        let alike = Text::list(alike.iter().map(|page| self.page(page)));
        Text::lines([missing, self.say("wiki-alike", &args![]), alike])
    }

    /// The text of a page, to be changed and sent back.
    pub fn source(self, page: &Linked, text: Option<&str>) -> Text {
        let args = args!["page" => self.page(page), "title" => page.title.to_string()];
        let Some(text) = text else {
            return self.say("wiki-source-none", &args);
        };
        if text.len() > SOURCE_MAX {
            return self.say("wiki-source-long", &args);
        }
        let shown = Text::verbatim(text);
        let code = Text {
            plain: shown.plain,
            html: format!("<pre><code>{}</code></pre>", shown.html),
        };
        Text::paragraphs([self.say("wiki-source", &args), code])
    }

    /// The last revisions of a page.
    pub fn history(self, page: &Linked, lines: &[Line]) -> Text {
        if lines.is_empty() {
            return self.missing(page, &[]);
        }
        let head = self.say("wiki-history-of", &args!["page" => self.page(page)]);
        let lines = lines.iter().map(|line| self.line(line, false));
        Text::lines([head, Text::list(lines)])
    }

    /// Pages with the words that were looked for, each with its beginning.
    pub fn found(self, words: &str, pages: &[(Linked, String)]) -> Text {
        let words = args!["words" => words];
        if pages.is_empty() {
            return self.say("wiki-found-none", &words);
        }
        let pages = pages.iter().map(|(page, summary)| {
            let args = args!["page" => self.page(page), "summary" => tidy(summary, 160)];
            if summary.is_empty() {
                self.page(page)
            } else {
                self.say("wiki-found-line", &args)
            }
        });
        Text::lines([self.say("wiki-found", &words), Text::list(pages)])
    }

    /// A revision that was made just now: how many places conflict, whether another's change was merged into the page.
    pub fn saved(self, page: &Linked, (conflicts, merged): (u32, bool), left_out: u32) -> Text {
        let args = args!["page" => self.page(page), "n" => conflicts];
        let saved = if conflicts > 0 {
            self.say("wiki-saved-conflict", &args)
        } else if merged {
            self.say("wiki-saved-merged", &args)
        } else {
            self.say("wiki-saved-page", &args)
        };
        let left_out = (left_out > 0).then(|| self.say("wiki-left-out", &args!["n" => left_out]));
        Text::lines([saved].into_iter().chain(left_out))
    }

    /// A page that somebody watches has changed.
    pub fn changed(self, page: &Linked, by: Option<&UserId>, count: u32) -> Text {
        let page = self.page(page);
        match by {
            Some(by) => {
                let args = args!["page" => page, "who" => by.to_string()];
                self.say("wiki-told", &args)
            }
            None => self.say("wiki-told-more", &args!["page" => page, "n" => count]),
        }
    }

    /// The beginning of a thread about a page.
    pub fn talk(self, page: &Linked) -> Text {
        self.say("wiki-talk-head", &args!["page" => self.page(page)])
    }
}
