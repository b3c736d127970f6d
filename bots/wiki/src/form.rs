//! What members do with the wiki on the site. The answer stands in memory for a day, for the site to show.

use secta_bot_kit::{
    Ctx, UserId, args,
    community::halls,
    ids::permalink,
    read::Selves,
    web::{self, Answer, Deed, Form, PageEdit, WikiDeed, revision_of},
    words::{Args, Text},
};
use secta_record::act::{ItemId, PageChange, Protect, Rank, RevisionId};
use secta_rules::{Ask, Command, Refusal};
use secta_wiki::title::Title;
use serde::Deserialize;
use serde_json::Value;

use crate::{
    explain,
    memory::{self, Source},
    relink,
    revise::{self, Change, No, account},
    talk, watch,
};

/// How the timer that lets go of an answer is named.
pub const FORGET: &str = "web";

/// How long an answer is kept, in milliseconds.
const KEPT_MS: i64 = 24 * 60 * 60 * 1000;

/// The most pages that one form changes.
pub const EDITS_MAX: usize = 200;

/// The titles that a deed is about, in the order of its revisions.
pub fn titles(deed: &WikiDeed) -> Vec<&str> {
    match deed {
        WikiDeed::Revise { edits, .. } => edits
            .iter()
            .take(EDITS_MAX)
            .map(|edit| edit.title.as_str())
            .collect(),
        WikiDeed::Rename { from, to, .. } => vec![to, from],
        WikiDeed::Protect { title, .. }
        | WikiDeed::Watch { title, .. }
        | WikiDeed::Discuss { title } => vec![title],
        WikiDeed::Hide { .. } => Vec::new(),
    }
}

/// A form with the bot's hands.
struct Desk<'d, 'c> {
    id: &'d str,
    form: &'d Form,
    selves: &'d Selves,
    ctx: &'d mut Ctx<'c>,
}

/// A form has come.
pub fn filed(selves: &Selves, id: &str, body: &Value, ctx: &mut Ctx<'_>) {
    let Ok(form) = Form::deserialize(body) else {
        return;
    };
    let Deed::Wiki(deed) = &form.deed else {
        return;
    };
    let mut desk = Desk {
        id,
        form: &form,
        selves,
        ctx,
    };
    let answer = match desk.done(deed) {
        Ok(answer) => answer,
        Err(no) => {
            let text = explain::no(desk.ctx, form.lang, &no);
            answer(false, text, None)
        }
    };
    let scope = web::answer_scope(id);
    ctx.put(&scope, web::ANSWER, &answer);
    let until_ms = ctx.now_ms().saturating_add(KEPT_MS);
    ctx.set_timer(&format!("{FORGET}/{id}"), &scope, until_ms, Value::Null);
}

fn answer(done: bool, text: Text, revision: Option<RevisionId>) -> Answer {
    Answer {
        done,
        plain: text.plain,
        html: text.html,
        item: revision.map(|revision| ItemId(revision.0)),
    }
}

impl Desk<'_, '_> {
    fn say(&self, phrase: &str, args: &Args) -> Text {
        self.ctx.words().text(self.form.lang, phrase, args)
    }

    fn done(&mut self, deed: &WikiDeed) -> Result<Answer, No> {
        if self.selves.owns(&self.form.by) && !self.selves.is_native(&self.form.by) {
            return Err(Refusal::NotTheService.into());
        }
        match deed {
            WikiDeed::Revise { edits, comment } => self.revise(edits, comment),
            WikiDeed::Rename {
                from,
                to,
                parents,
                change,
                comment,
            } => {
                let titles = (Title::parse(from)?, Title::parse(to)?);
                self.rename(titles, parents, (change, comment))
            }
            WikiDeed::Protect { title, rank } => self.protect(&Title::parse(title)?, *rank),
            WikiDeed::Hide { revision } => {
                let who = (&self.form.community, &self.form.by);
                revise::hide(self.ctx, who, *revision)?;
                let text = self.say("wiki-hidden", &args![]);
                Ok(answer(true, text, Some(*revision)))
            }
            WikiDeed::Watch { title, told } => self.watch(&Title::parse(title)?, *told),
            WikiDeed::Discuss { title } => self.discuss(&Title::parse(title)?),
        }
    }

    /// The revision of the `index`-th edit.
    fn revision(&self, index: usize) -> RevisionId {
        revision_of(&self.form.community, self.id, index)
    }

    /// All edits, or none.
    fn revise(&mut self, edits: &[PageEdit], comment: &str) -> Result<Answer, No> {
        if edits.is_empty() || edits.len() > EDITS_MAX {
            return Err(No::Empty);
        }
        let changes: Result<Vec<Change>, No> = edits
            .iter()
            .map(|edit| {
                Ok(Change {
                    title: Title::parse(&edit.title)?,
                    parents: edit.parents.clone(),
                    change: edit.change.clone(),
                    comment: comment.to_owned(),
                })
            })
            .collect();
        self.change(&changes?)?;
        let text = self.say("wiki-saved", &args!["n" => edits.len() as u64]);
        Ok(answer(true, text, Some(self.revision(0))))
    }

    fn change(&mut self, changes: &[Change]) -> Result<(), No> {
        let who: (_, &UserId) = (&self.form.community, &self.form.by);
        let mut decided = Vec::new();
        for (index, change) in changes.iter().enumerate() {
            let id = self.revision(index);
            decided.push((id, revise::decide(self.ctx, who, id, change)?));
        }
        let source = Source::Form(self.id.to_owned());
        for ((id, facts), change) in decided.into_iter().zip(changes) {
            revise::enact(self.ctx, who, (id, &source), (change, facts));
        }
        Ok(())
    }

    fn rename(
        &mut self,
        (from, to): (Title, Title),
        parents: &[RevisionId],
        (change, comment): (&PageChange, &str),
    ) -> Result<Answer, No> {
        let mut all = parents.to_vec();
        // What stood under the new title, a redirect or what was deleted, is followed too.
        let there = revise::heads(self.ctx, &self.form.community, &to);
        all.extend(there.into_iter().filter(|head| !parents.contains(head)));
        all.truncate(secta_wiki::revision::MAX_PARENTS);
        let changes = [
            Change {
                title: to.clone(),
                parents: all,
                change: change.clone(),
                comment: comment.to_owned(),
            },
            Change {
                title: from.clone(),
                parents: parents.to_vec(),
                change: PageChange::Moved(to.to_string()),
                comment: comment.to_owned(),
            },
        ];
        self.change(&changes)?;
        watch::moved(self.ctx, &self.form.community, &from, &to);
        relink::begin(self.ctx, self.form, (from, to));
        let text = self.say("wiki-renamed", &args![]);
        Ok(answer(true, text, Some(self.revision(0))))
    }

    fn protect(&mut self, title: &Title, rank: Option<Rank>) -> Result<Answer, No> {
        let rules = self.ctx.communities().get(&self.form.community);
        let rules = rules.ok_or(Refusal::NotFounded)?;
        let page = memory::page_of(title);
        let command = Command {
            by: account(&self.form.by),
            ask: Ask::Protect(Protect { page, rank }),
        };
        let facts = rules.decide(&command, self.ctx.now_ms())?;
        self.ctx.enact(self.form.community, facts);
        let text = self.say("wiki-protected", &args![]);
        Ok(answer(true, text, None))
    }

    fn watch(&mut self, title: &Title, told: bool) -> Result<Answer, No> {
        let (community, by) = (self.form.community, &self.form.by);
        if told && halls::porch_of(self.ctx, &community, by).is_none() {
            let text = self.say("wiki-no-porch", &args![]);
            return Ok(answer(false, text, None));
        }
        let phrase = watch::set(self.ctx, (&community, by), title, told);
        let text = self.say(phrase, &args!["title" => title.to_string()]);
        Ok(answer(true, text, None))
    }

    fn discuss(&mut self, title: &Title) -> Result<Answer, No> {
        let community = self.form.community;
        let scope = memory::page(&community, &memory::page_of(title));
        if let Some((room, event)) = memory::talk(self.ctx, &scope) {
            let link = permalink(&room, Some(&event), &self.selves.server);
            let text = self.say("wiki-talk-there", &args!["link" => link]);
            return Ok(answer(true, text, None));
        }
        let rules = self.ctx.communities().get(&community);
        let rules = rules.ok_or(Refusal::NotFounded)?;
        if !rules.may_revise(
            &account(&self.form.by),
            &memory::page_of(title),
            self.ctx.now_ms(),
        ) {
            let text = self.say("wiki-talk-no", &args![]);
            return Ok(answer(false, text, None));
        }
        let phrase = talk::begin(self.ctx, &community, title);
        let text = self.say(phrase, &args![]);
        Ok(answer(true, text, None))
    }
}
