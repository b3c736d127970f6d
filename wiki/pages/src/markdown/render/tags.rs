//! HTML that members write: tags of a list, nothing of what they do.

use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer},
};
use std::cell::RefCell;

use super::{page::Page, text::escape};

/// Tags within a line.
pub(super) const PHRASES: [&str; 26] = [
    "abbr", "b", "bdi", "cite", "code", "del", "dfn", "em", "i", "ins", "kbd", "mark", "q", "rp",
    "rt", "ruby", "s", "samp", "small", "span", "strong", "sub", "sup", "u", "var", "a",
];

/// Tags of blocks, and what they must stand in.
pub(super) const BLOCKS: [(&str, &[&str]); 26] = [
    ("blockquote", &[]),
    ("caption", &["table"]),
    ("dd", &["dl"]),
    ("details", &[]),
    ("div", &[]),
    ("dl", &[]),
    ("dt", &["dl"]),
    ("h1", &[]),
    ("h2", &[]),
    ("h3", &[]),
    ("h4", &[]),
    ("h5", &[]),
    ("h6", &[]),
    ("li", &["ol", "ul"]),
    ("ol", &[]),
    ("p", &[]),
    ("pre", &[]),
    ("summary", &["details"]),
    ("table", &[]),
    ("tbody", &["table"]),
    ("td", &["tr"]),
    ("tfoot", &["table"]),
    ("th", &["tr"]),
    ("thead", &["table"]),
    ("tr", &["table", "thead", "tbody", "tfoot"]),
    ("ul", &[]),
];

/// Tags whose content is no text.
const MUTE: [&str; 4] = ["script", "style", "template", "noscript"];

/// Writes what may be shown of members' HTML.
pub(super) fn write(page: &mut Page<'_>, html: &str) {
    for token in tokens(html) {
        let muted = page.html.muted().map(str::to_owned);
        match (token, muted) {
            (Token::TagToken(tag), Some(name)) => {
                let ended = tag.kind == TagKind::EndTag && *tag.name == *name;
                page.html.mute((!ended).then_some(name));
            }
            (Token::TagToken(tag), None) if tag.kind == TagKind::EndTag => {
                page.html.close_theirs(&tag.name);
            }
            (Token::TagToken(tag), None) => open(page, &tag),
            (Token::CharacterTokens(text), _) => page.html.text(&text),
            // Comments, doctypes and faults show nothing.
            _ => {}
        }
    }
}

fn open(page: &mut Page<'_>, tag: &Tag) {
    let name: &str = &tag.name;
    match name {
        "br" | "wbr" => page.html.void(name, ""),
        "hr" if page.html.innermost() != Some("p") => page.html.void(name, ""),
        "img" => page.image(
            &attribute(tag, "src").unwrap_or_default(),
            &attribute(tag, "alt").unwrap_or_default(),
            &attribute(tag, "title").unwrap_or_default(),
        ),
        "a" => {
            if let Some(href) = attribute(tag, "href").filter(|href| !href.is_empty()) {
                let title = attribute(tag, "title").unwrap_or_default();
                page.open_members_link(&href, &title);
            }
        }
        _ if MUTE.contains(&name) => page.html.mute(Some(name.to_owned())),
        _ => open_listed(page, tag, name),
    }
}

fn open_listed(page: &mut Page<'_>, tag: &Tag, name: &str) {
    let attributes = attributes(tag, name);
    if let Some(known) = PHRASES.iter().find(|known| **known == name) {
        page.html.open_theirs(known, &attributes, false);
    }
    if let Some((known, within)) = BLOCKS.iter().find(|(known, _)| *known == name)
        && (within.is_empty() || page.html.back_to(within))
    {
        page.html.open_theirs(known, &attributes, true);
    }
}

/// The few attributes that are kept.
fn attributes(tag: &Tag, name: &str) -> String {
    let written = |attribute_name: &str| {
        let value = attribute(tag, attribute_name)?;
        let value = match attribute_name {
            "title" => value,
            "open" => String::new(),
            "start" => value.parse::<i32>().ok()?.to_string(),
            "align" => ["left", "right", "center"]
                .into_iter()
                .find(|known| value.eq_ignore_ascii_case(known))?
                .to_owned(),
            // Spans of cells.
            _ => value.parse::<u16>().ok()?.clamp(1, 100).to_string(),
        };
        Some(format!(" {attribute_name}=\"{}\"", escape(&value)))
    };
    let kept: &[&str] = match name {
        "abbr" | "dfn" => &["title"],
        "details" => &["open"],
        "ol" => &["start"],
        "td" | "th" => &["align", "colspan", "rowspan"],
        // All others say nothing more than their name.
        _ => &[],
    };
    kept.iter().filter_map(|name| written(name)).collect()
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|it| &*it.name.local == name);
    found.map(|it| it.value.to_string())
}

#[derive(Default)]
struct Sink(RefCell<Vec<Token>>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        self.0.borrow_mut().push(token);
        TokenSinkResult::Continue
    }
}

fn tokens(html: &str) -> Vec<Token> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Sink::default(), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    tokenizer.sink.0.take()
}
