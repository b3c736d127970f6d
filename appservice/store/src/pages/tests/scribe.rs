//! Whoever reads the wiki in tests: titles are their lower case, links stand in brackets, heads stand one under another.

use std::{collections::BTreeSet, sync::Arc};

use secta_record::act::PageId;

use crate::pages::{
    ChangeRow, GraphRow, HeadRow, LinkKind, LinkRow, Scribe, Space, TitleRow, WordRow, WordsRow,
};

struct Plain;

pub fn scribe() -> Arc<dyn Scribe> {
    Arc::new(Plain)
}

pub fn title(text: &str) -> TitleRow {
    let spaces = [
        ("Общее:", Space::Commons),
        ("Категория:", Space::Category),
        ("Файл:", Space::File),
    ];
    let known = spaces
        .iter()
        .find_map(|(prefix, space)| Some((*space, text.strip_prefix(prefix)?)));
    let (space, name) = known.unwrap_or((Space::Page, text));
    let key = name.to_lowercase();
    let mut page = [0; 32];
    page[0] = u8::try_from(space.code()).expect("few");
    for (to, byte) in page[1..].iter_mut().zip(key.bytes()) {
        // Ids do not hold what they name.
        *to = !byte;
    }
    TitleRow {
        page: PageId(page),
        title: text.to_owned(),
        space,
        skeleton: format!("~{key}"),
        key,
    }
}

impl Scribe for Plain {
    fn title(&self, text: &str) -> Option<TitleRow> {
        (!text.is_empty()).then(|| title(text))
    }

    fn links(&self, text: &str) -> Vec<LinkRow> {
        let parts = text.split("[[").skip(1);
        let named = parts.filter_map(|part| Some(part.split_once("]]")?.0));
        let links = named.map(|name| {
            let title = title(name);
            let kind = match title.space {
                Space::Category => LinkKind::Category,
                Space::File => LinkKind::Embed,
                Space::Page | Space::Commons => LinkKind::Link,
            };
            LinkRow { title, kind }
        });
        links.collect()
    }

    fn words(&self, title: &str, text: &str) -> WordsRow {
        WordsRow {
            title: words(title),
            text: words(text),
        }
    }

    fn head(&self, page: &PageId, revisions: Vec<GraphRow>) -> HeadRow {
        let own = revisions.iter().filter(|row| row.page == *page);
        let followed: BTreeSet<_> = own.clone().flat_map(|row| row.parents.clone()).collect();
        let mut heads: Vec<_> = own.filter(|row| !followed.contains(&row.id)).collect();
        heads.sort_by_key(|row| (row.time_ms, row.id));
        let parents = heads.iter().map(|head| head.id).collect();
        let said = heads.into_iter().filter_map(|head| said(&revisions, head));
        let texts: Vec<String> = said.collect();
        let conflicts = texts.len().saturating_sub(1);
        let change = (!texts.is_empty()).then(|| ChangeRow::Text(texts.join("\n")));
        HeadRow {
            change,
            conflicts: u32::try_from(conflicts).expect("few"),
            contested: false,
            parents,
        }
    }
}

/// What the nearest ancestor says that says anything.
fn said(all: &[GraphRow], row: &GraphRow) -> Option<String> {
    if let Some(body) = &row.body {
        return body.change.text().map(str::to_owned);
    }
    let parents = all.iter().filter(|other| row.parents.contains(&other.id));
    parents.filter_map(|parent| said(all, parent)).next()
}

/// Words are their lower case; `стали` is a form of two, `и` is everywhere.
pub fn words(text: &str) -> Vec<WordRow> {
    let words = text.split(|c: char| !c.is_alphanumeric());
    let words = words.filter(|word| !word.is_empty()).map(str::to_lowercase);
    let forms = words.map(|word| match word.as_str() {
        "и" => Vec::new(),
        "стали" => vec!["стать".to_owned(), "сталь".to_owned()],
        _ => vec![word],
    });
    forms.map(WordRow::from).collect()
}
