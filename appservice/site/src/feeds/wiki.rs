//! `/c/{c}/wiki-changes.atom` and its kin, and `?feed=atom` of a page: what was changed in the wiki.

use super::{
    Form, Make,
    feed::{ENTRIES, Entry, Feed, Head, fit, tag},
};
use crate::{
    answer::{Answer, Fault},
    here::Here,
    links,
    pages::wiki::spot::Spot,
    ports::WikiRevision,
    view::{
        safe,
        wiki::line::{self, Line},
    },
};

/// What makes the feed of all changes in a form.
pub(super) fn of(form: Form) -> Make {
    match form {
        Form::Atom => |here| write(here, Form::Atom),
        Form::Rss => |here| write(here, Form::Rss),
        Form::Json => |here| write(here, Form::Json),
    }
}

fn write(here: &Here, form: Form) -> Result<Answer, Fault> {
    let id = here.community_id()?;
    let found = here.site.ports.wiki.recent(&id, None, ENTRIES)?;
    let lines = line::lines(here, &found, None)?;
    let head = Head {
        name: "wiki-changes".to_owned(),
        title: here.say("site-wiki-changes", secta_bot_kit::args![]).plain,
        page: here.link("wiki-changes"),
    };
    let feed = Feed::with(here, head, entries(here, &found, &lines)?)?;
    Ok(form.write(&feed))
}

/// The history of a page, in the form that is asked for.
pub(crate) fn page(spot: &Spot<'_>) -> Result<Answer, Fault> {
    let form = spot.here.asks("feed").and_then(Form::of_code);
    let form = form.ok_or(Fault::Missing)?;
    let found = spot
        .wiki()
        .history(&spot.community, &spot.id, None, ENTRIES)?;
    if found.is_empty() {
        return Err(Fault::Missing);
    }
    let lines = line::lines(spot.here, &found, Some(&spot.title))?;
    let head = Head {
        name: format!("wiki/{}", spot.id),
        title: spot.name(),
        page: spot.href(),
    };
    let feed = Feed::with(spot.here, head, entries(spot.here, &found, &lines)?)?;
    Ok(form.write(&feed))
}

fn entries(here: &Here, found: &[WikiRevision], lines: &[Line]) -> Result<Vec<Entry>, Fault> {
    let id = here.community_id()?;
    let entry = |(one, line): (&WikiRevision, &Line)| Entry {
        id: tag(&id, &format!("wiki/revision/{}", one.revision.id)),
        url: links::absolute(
            &here.site,
            if line.diff.is_empty() {
                &line.page
            } else {
                &line.diff
            },
        ),
        title: fit(&title(here, line)),
        html: fit(&html(here, line)),
        author: fit(&line.who.name),
        author_url: links::absolute(&here.site, &line.who.href),
        published_ms: one.revision.time_ms,
        updated_ms: one.revision.time_ms,
        tags: Vec::new(),
        files: Vec::new(),
        lang: None,
    };
    Ok(found.iter().zip(lines).map(entry).collect())
}

fn title(here: &Here, line: &Line) -> String {
    match line.title.as_str() {
        "" => here.say("site-wiki-did-hide", secta_bot_kit::args![]).plain,
        title => title.to_owned(),
    }
}

/// What was said of the change, and how much came or went.
fn html(here: &Here, line: &Line) -> String {
    let what = [
        line.kind.as_str(),
        line.comment.as_str(),
        line.change.as_str(),
    ];
    let what: Vec<_> = what.into_iter().filter(|what| !what.is_empty()).collect();
    let words = safe::escape(&what.join(" · ")).into_owned();
    let page = links::absolute(&here.site, &line.page);
    match line.page.is_empty() {
        true => format!("<p>{words}</p>"),
        false => {
            let (href, title) = (safe::escape(&page), safe::escape(&line.title));
            format!("<p>{words}</p><p><a href=\"{href}\">{title}</a></p>")
        }
    }
}
