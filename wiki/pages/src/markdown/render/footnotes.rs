//! Footnotes: their numbers in the text, and the list at its end.

use comrak::{
    Node,
    nodes::{NodeFootnoteReference, NodeValue},
};

use super::{
    page::{Page, Shown},
    text::escape,
};

/// The most ways back from one footnote.
const MAX_WAYS_BACK: u32 = 20;

/// The number of a footnote in the text.
pub(super) fn write_reference(
    page: &mut Page<'_>,
    shown: &Shown<'_>,
    reference: &NodeFootnoteReference,
) {
    let (scope, number) = (&shown.scope, reference.ix);
    let again = match reference.ref_num {
        0 | 1 => String::new(),
        more => format!("-{more}"),
    };
    let id = format!("fnref-{scope}{number}{again}");
    let link = match page.html.is_open("a") {
        true => number.to_string(),
        false => format!("<a id=\"{id}\" href=\"#fn-{scope}{number}\">{number}</a>"),
    };
    page.html
        .whole(&format!("<sup class=\"reference\">{link}</sup>"));
}

/// Begins a footnote, and the list of them with the first.
pub(super) fn enter_footnote(page: &mut Page<'_>, shown: &mut Shown<'_>) {
    if shown.footnotes == 0 {
        let words = escape(&page.place.words.footnotes);
        let attributes = format!(" class=\"footnotes\" aria-label=\"{words}\"");
        page.html.open("section", &attributes);
        page.html.open("ol", "");
    }
    shown.footnotes += 1;
    let id = format!(" id=\"fn-{}{}\"", shown.scope, shown.footnotes);
    page.html.open("li", &id);
}

/// Whether the way back stands in the last paragraph.
pub(super) fn ends_in_paragraph(node: Node<'_>) -> bool {
    node.last_child()
        .is_some_and(|last| matches!(last.data().value, NodeValue::Paragraph))
}

/// Links to where the footnote was named.
pub(super) fn write_ways_back(page: &mut Page<'_>, shown: &Shown<'_>, references: u32) {
    let words = escape(&page.place.words.footnote_back);
    page.html.end_link();
    for reference in 1..=references.min(MAX_WAYS_BACK) {
        let number = match reference {
            1 => String::new(),
            more => format!("-{more}"),
        };
        let to = format!("fnref-{}{}{number}", shown.scope, shown.footnotes);
        let link = format!(" <a class=\"back\" href=\"#{to}\" aria-label=\"{words}\">↩</a>");
        page.html.whole(&link);
    }
}
