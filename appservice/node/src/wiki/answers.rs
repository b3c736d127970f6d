//! Answers about pages, as they are at the moment of sending.

use secta_bot_kit::{
    UserId,
    effect::ABOUT_FIELD,
    when::{Moment, print_instant},
    words::Text,
};
use secta_bot_wiki::{
    act::{About, Question},
    memory::{Shown, about_shown, about_talk, page_of},
    show::{Changed, Is, Line, Linked, SUMMARY_MAX, Speech},
};
use secta_record::{RecordId, act::RevisionId};
use secta_site::ports::{PortError, WikiPage, WikiRevision};
use secta_wiki::{markdown::summary, revision::Change, title::Title};
use serde_json::{Map, Value, json};
use tokio::time::sleep;

use super::{BETWEEN, Pages, TRIES};

/// How many changes are listed.
const LINES: usize = 10;
/// How many pages are found.
const FOUND: usize = 8;

impl Pages {
    pub(super) async fn answer(
        &self,
        question: &Question,
    ) -> Result<Map<String, Value>, PortError> {
        if let About::Saved { revision, .. } = &question.about {
            self.caught_up(&question.community, *revision).await?;
        }
        let text = self.text(question)?;
        let mut content = Map::new();
        content.insert("body".to_owned(), json!(text.plain));
        content.insert("format".to_owned(), json!("org.matrix.custom.html"));
        content.insert("formatted_body".to_owned(), json!(text.html));
        if let Some(about) = self.about(question)? {
            content.insert(ABOUT_FIELD.to_owned(), json!(about));
        }
        Ok(content)
    }

    /// Waits until the pages have a revision, for as long as somebody waits for an answer.
    async fn caught_up(&self, community: &RecordId, id: RevisionId) -> Result<(), PortError> {
        for _ in 0..TRIES {
            let found = self
                .wiki
                .revisions(community, &[secta_wiki::RevisionId(id.0)])?;
            if !found.is_empty() {
                break;
            }
            sleep(BETWEEN).await;
        }
        Ok(())
    }

    fn text(&self, question: &Question) -> Result<Text, PortError> {
        let community = &question.community;
        let speech = Speech {
            words: &self.words,
            lang: question.lang,
        };
        let linked = |title: &Title| self.linked(community, title);
        Ok(match &question.about {
            About::Wiki => {
                let recent = self.wiki.recent(community, None, LINES)?;
                let lines = self.lines(question, &recent);
                speech.wiki(self.link(community, None).as_deref(), &lines)
            }
            About::Page { title } => {
                let page = self.wiki.page(community, &title.page_id())?;
                let is = self.is(community, title, page.as_ref())?;
                let changed = page.as_ref().and_then(|page| self.changed(question, page));
                let title = page.as_ref().map_or(title, |page| &page.title);
                speech.beginning(&linked(title), &is, changed.as_ref())
            }
            About::Source { title } => {
                let page = self.wiki.page(community, &title.page_id())?;
                let text = page.as_ref().and_then(|page| page.change.as_ref()?.text());
                speech.source(&linked(title), text)
            }
            About::History { title } => {
                let history = self
                    .wiki
                    .history(community, &title.page_id(), None, LINES)?;
                speech.history(&linked(title), &self.lines(question, &history))
            }
            About::Find { words } => {
                let found = self.wiki.found(community, words, FOUND)?;
                let pages: Vec<(Linked, String)> = found
                    .pages
                    .iter()
                    .map(|page| (linked(&page.title), cut(&page.snippet)))
                    .collect();
                speech.found(found.instead.as_ref().unwrap_or(words), &pages)
            }
            About::Saved {
                title,
                revision,
                left_out,
            } => {
                let page = self.wiki.page(community, &title.page_id())?;
                let conflicts = page.as_ref().map_or(0, |page| page.conflicts);
                let saved = secta_wiki::RevisionId(revision.0);
                let merged = page.is_some_and(|page| page.heads.iter().any(|id| *id != saved));
                speech.saved(&linked(title), (conflicts, merged), *left_out)
            }
            About::Changed { title, by, count } => {
                speech.changed(&linked(title), by.as_ref(), *count)
            }
            About::Talk { title } => speech.talk(&linked(title)),
        })
    }

    fn linked(&self, community: &RecordId, title: &Title) -> Linked {
        Linked {
            title: title.clone(),
            link: self.link(community, Some(title)),
        }
    }

    fn is(
        &self,
        community: &RecordId,
        title: &Title,
        page: Option<&WikiPage>,
    ) -> Result<Is, PortError> {
        let written = page.filter(|page| page.revisions > 0);
        let Some(page) = written else {
            let alike = self.wiki.alike(community, &title.skeleton())?;
            let others = alike.iter().filter(|other| other.key() != title.key());
            return Ok(Is::Missing(
                others.map(|other| self.linked(community, other)).collect(),
            ));
        };
        Ok(match &page.change {
            Some(Change::Text(text)) => Is::Text(summary(text, SUMMARY_MAX)),
            Some(Change::File(file)) => Is::File(summary(&file.text, SUMMARY_MAX)),
            Some(Change::Moved(to)) => Is::Moved(self.linked(community, to)),
            Some(Change::Deleted) => Is::Deleted,
            None => Is::Hidden,
        })
    }

    fn at(&self, question: &Question, at_ms: i64) -> Text {
        let moment = Moment {
            at_ms,
            now_ms: self.clock.now_ms(),
            zone: &self.zone,
        };
        print_instant(&self.words, question.lang, moment)
    }

    fn changed(&self, question: &Question, page: &WikiPage) -> Option<Changed> {
        let (by, at_ms) = page.changed.as_ref()?;
        Some(Changed {
            by: UserId::new(by.as_str()),
            at: self.at(question, *at_ms),
            revisions: page.revisions,
        })
    }

    fn lines(&self, question: &Question, revisions: &[WikiRevision]) -> Vec<Line> {
        let lines = revisions.iter().filter_map(|revision| {
            let title = revision.title.as_ref()?;
            Some(Line {
                page: self.linked(&question.community, title),
                by: UserId::new(&revision.revision.author),
                at: self.at(question, revision.revision.time_ms),
                comment: revision.comment.clone(),
                delta: revision.size.1,
            })
        });
        lines.collect()
    }

    /// What the message is about: whoever answers a page that is shown changes what they saw.
    fn about(&self, question: &Question) -> Result<Option<String>, PortError> {
        let community = &question.community;
        Ok(match &question.about {
            About::Page { title } | About::Source { title } => {
                let page = self.wiki.page(community, &title.page_id())?;
                let heads = page.map_or_else(Vec::new, |page| page.heads);
                let shown = Shown {
                    page: page_of(title),
                    heads: heads.iter().map(|id| RevisionId(id.0)).collect(),
                };
                Some(about_shown(community, &shown))
            }
            About::Talk { title } => Some(about_talk(community, &page_of(title))),
            About::Wiki
            | About::History { .. }
            | About::Find { .. }
            | About::Saved { .. }
            | About::Changed { .. } => None,
        })
    }
}

/// What is shown of a page, as a plain text.
fn cut(snippet: &[(bool, String)]) -> String {
    snippet.iter().map(|(_, text)| text.as_str()).collect()
}
