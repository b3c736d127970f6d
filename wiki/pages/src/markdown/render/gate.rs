//! The last gate: whatever was written, nothing comes out but this.

use std::sync::LazyLock;

#[expect(
    clippy::disallowed_types,
    reason = "ammonia's settings; nothing is iterated"
)]
use std::collections::{HashMap, HashSet};

use ammonia::{Builder, UrlRelative};

use super::{address::SCHEMES, tags};

/// Tags that the page writes beside those of members.
const OURS: [&str; 5] = ["br", "hr", "img", "section", "wbr"];

/// Attributes by tag; what members may give is decided before.
const ATTRIBUTES: [(&str, &[&str]); 15] = [
    ("a", &["href", "id", "title", "rel", "aria-label"]),
    ("abbr", &["title"]),
    ("code", &["data-language"]),
    ("details", &["open"]),
    ("dfn", &["title"]),
    ("div", &["tabindex"]),
    ("img", &["src", "alt", "width", "height", "loading"]),
    ("li", &["id"]),
    ("ol", &["start"]),
    ("pre", &["tabindex"]),
    ("section", &["aria-label"]),
    ("td", &["align", "colspan", "rowspan"]),
    ("th", &["align", "colspan", "rowspan"]),
    ("h1", &["id"]),
    ("h2", &["id"]),
];

/// Headings whose ids are not in the list above.
const DEEPER: [&str; 4] = ["h3", "h4", "h5", "h6"];

/// Classes by tag.
const CLASSES: [(&str, &[&str]); 8] = [
    ("a", &["back", "edit", "external", "file", "missing"]),
    ("div", &["embed", "wide"]),
    ("li", &["task"]),
    ("p", &["fault", "source"]),
    ("section", &["footnotes"]),
    (
        "span",
        &["c", "faulty", "f", "host", "k", "m", "n", "s", "t"],
    ),
    ("sup", &["reference"]),
    ("ul", &["tasks"]),
];

#[expect(
    clippy::disallowed_types,
    reason = "ammonia's settings; nothing is iterated"
)]
static GATE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let blocks = tags::BLOCKS.iter().map(|(tag, _)| *tag);
    let all = OURS.iter().chain(&tags::PHRASES).copied().chain(blocks);
    let deeper = DEEPER.iter().map(|tag| (*tag, HashSet::from(["id"])));
    let listed = |(tag, names): &(&'static str, &'static [&'static str])| {
        (*tag, names.iter().copied().collect::<HashSet<_>>())
    };
    let mut builder = Builder::empty();
    builder
        .tags(all.collect())
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(
            ATTRIBUTES
                .iter()
                .map(listed)
                .chain(deeper)
                .collect::<HashMap<_, _>>(),
        )
        .allowed_classes(CLASSES.iter().map(listed).collect::<HashMap<_, _>>())
        .url_schemes(HashSet::from(SCHEMES))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder
});

/// HTML of nothing but tags and attributes that pages may have.
pub(super) fn clean(html: &str) -> String {
    GATE.clean(html).to_string()
}
