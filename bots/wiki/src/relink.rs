//! Links follow a page that was renamed: the view finds them, some pages at a time, and they are changed in the name of
//! whoever renamed it.

use secta_bot_kit::{
    Ctx, Scope, args,
    journal::{EffectResult, Outcome},
    web::{Form, revision_of},
};
use secta_record::act::PageChange;
use secta_wiki::title::Title;
use serde::Deserialize;

use crate::{
    act::{Act, Came, Relink, Relinked},
    memory::{self, Relinking, Source},
    revise::{self, Change},
    thread::performed,
};

/// The tag of the search for links.
pub const RELINK: &str = "relink";

/// Has links to a page that was renamed follow it.
pub fn begin(ctx: &mut Ctx<'_>, form: &Form, (from, to): (Title, Title)) {
    let relinking = Relinking {
        community: form.community,
        by: form.by.clone(),
        from,
        to,
        lang: form.lang,
    };
    go_on(ctx, &relinking, None);
}

fn go_on(ctx: &mut Ctx<'_>, relinking: &Relinking, after: Option<String>) {
    let community = &relinking.community;
    let act = Act::Relink(Relink {
        community: *community,
        from: relinking.from.clone(),
        to: relinking.to.clone(),
        after,
    });
    let scope = memory::page(community, &memory::page_of(&relinking.to));
    let key = ctx.plan(&scope, RELINK, performed(&act, &community.to_string()));
    ctx.put(&scope, &format!("{RELINK}/{key}"), relinking);
}

/// Pages with links to it were found.
pub fn found(outcome: &Outcome, ctx: &mut Ctx<'_>) {
    let scope = Scope::new(outcome.scope.clone());
    let pending = format!("{RELINK}/{}", outcome.key);
    let Some(relinking) = ctx.get::<Relinking>(&scope, &pending) else {
        return;
    };
    ctx.delete(&scope, &pending);
    let EffectResult::Done(done) = &outcome.result else {
        return;
    };
    let came = done.data.as_ref();
    let Some(Came::Relinked { pages, after }) = came.and_then(|data| Came::deserialize(data).ok())
    else {
        return;
    };
    for (index, page) in pages.into_iter().enumerate() {
        change(ctx, &relinking, (&outcome.key, index), page);
    }
    if after.is_some() {
        go_on(ctx, &relinking, after);
    }
}

fn change(ctx: &mut Ctx<'_>, relinking: &Relinking, (key, index): (&str, usize), page: Relinked) {
    let comment = args![
        "from" => relinking.from.to_string(),
        "to" => relinking.to.to_string(),
    ];
    let comment = ctx.words().text(relinking.lang, "wiki-relinked", &comment);
    let change = Change {
        title: page.title,
        parents: page.parents,
        change: PageChange::Text(page.text),
        comment: secta_bot_kit::words::tidy(
            &comment.plain,
            secta_wiki::revision::MAX_COMMENT_LETTERS,
        ),
    };
    let who = (&relinking.community, &relinking.by);
    let id = revision_of(who.0, key, index);
    // A page that they may not change keeps its link: the old title leads on.
    if let Ok(facts) = revise::decide(ctx, who, id, &change) {
        ctx.enact(*who.0, facts);
        let source = Source::Outcome(key.to_owned());
        ctx.put(&memory::revision(who.0, &id), "source", &source);
    }
}
