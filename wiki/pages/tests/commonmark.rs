//! Pages read Markdown as CommonMark says: every example of its specification, but for what is ours.

use std::sync::Arc;

use html5ever::{
    buffer_queue::BufferQueue,
    tendril::StrTendril,
    tokenizer::{Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer},
};
use secta_wiki::{
    markdown::{FileFacts, Library, Place, Urls, Words, render},
    title::Title,
};
use std::cell::RefCell;

/// Examples that are shown otherwise, and why.
const OTHERWISE: [(&[u32], &str); 6] = [
    (&[559, 590], "double brackets are links between pages"),
    (
        &[484, 501, 573, 576, 577, 578],
        "names of notes, files and headings lead to pages",
    ),
    (&[602, 608, 611, 612], "bare addresses are links"),
    (
        &[187, 344, 476, 477, 494, 630, 631, 642, 643],
        "a tag left open is closed with its paragraph",
    ),
    (
        &[148, 613, 614, 615, 616, 623],
        "tags of nothing make no empty paragraph",
    ),
    (&[191], "what cannot stand in a table ends it"),
];

#[derive(serde::Deserialize)]
struct Example {
    markdown: String,
    html: String,
    example: u32,
}

struct Nothing;

impl Library for Nothing {
    fn exists(&self, _: &Title) -> bool {
        true
    }

    fn text(&self, _: &Title) -> Option<Arc<str>> {
        None
    }

    fn file(&self, _: &Title) -> Option<FileFacts> {
        None
    }
}

impl Urls for Nothing {
    fn page(&self, title: &Title) -> String {
        title.to_slug()
    }

    fn missing(&self, title: &Title) -> String {
        title.to_slug()
    }

    fn file(&self, title: &Title) -> String {
        title.to_slug()
    }

    fn edit_section(&self, _: usize) -> Option<String> {
        None
    }

    fn relative(&self, address: &str) -> Option<String> {
        Some(address.to_owned())
    }
}

fn shown(markdown: &str) -> String {
    let place = Place {
        title: &Title::parse("Страница").expect("a title"),
        library: &Nothing,
        urls: &Nothing,
        words: &Words::default(),
        lowered: 0,
    };
    render(markdown, &place).html
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

/// What the specification expects, as it would be if its HTML were a member's: through the same page.
fn expected(html: &str) -> Vec<String> {
    let clean = ammonia::Builder::new()
        .link_rel(None)
        .url_schemes(["http", "https", "mailto", "matrix", "xmpp"].into())
        .add_tag_attributes("code", ["class"])
        .clean(html)
        .to_string();
    pieces(&clean)
}

/// HTML as tags and texts, without what the page adds: classes, ids, and places for the keyboard.
fn pieces(html: &str) -> Vec<String> {
    let input = BufferQueue::default();
    input.push_back(StrTendril::from_slice(html));
    let tokenizer = Tokenizer::new(Sink::default(), Default::default());
    let _ = tokenizer.feed(&input);
    tokenizer.end();
    let mut pieces: Vec<String> = Vec::new();
    let mut links = Vec::new();
    let mut in_pre = false;
    for token in tokenizer.sink.0.take() {
        match token {
            Token::TagToken(tag) => {
                if &*tag.name == "pre" {
                    in_pre = tag.kind == TagKind::StartTag;
                }
                pieces.extend(tag_piece(&tag, &mut links));
            }
            Token::CharacterTokens(text) => {
                let text = match in_pre {
                    true => text.to_string(),
                    false => text.split_whitespace().collect::<Vec<_>>().join(" "),
                };
                match pieces.last_mut() {
                    Some(last) if !last.starts_with('<') && in_pre => last.push_str(&text),
                    _ if text.is_empty() => {}
                    _ => pieces.push(text),
                }
            }
            _ => {}
        }
    }
    pieces.retain(|piece| !piece.is_empty());
    pieces
}

/// A tag as it is compared: a picture as the link that the page makes of it, a link without address as none.
fn tag_piece(tag: &Tag, links: &mut Vec<bool>) -> Vec<String> {
    let get = |name: &str| {
        let found = tag.attrs.iter().find(|it| &*it.name.local == name);
        found.map(|it| it.value.to_string())
    };
    let close = tag.kind == TagKind::EndTag;
    match (&*tag.name, close) {
        ("div" | "span", _) => Vec::new(),
        ("a", false) => {
            let followed = get("href").is_some();
            links.push(followed);
            followed
                .then(|| link(get("href"), get("title")))
                .into_iter()
                .collect()
        }
        ("a", true) => {
            let followed = links.pop() == Some(true);
            followed.then(|| "</a>".to_owned()).into_iter().collect()
        }
        ("img", false) => {
            let name: String = get("alt").unwrap_or_default();
            let inner = links.last() == Some(&true);
            match inner {
                true => vec![name],
                false => vec![link(get("src"), get("title")), name, "</a>".to_owned()],
            }
        }
        ("code", false) => {
            let class = get("class").and_then(|it| Some(it.strip_prefix("language-")?.to_owned()));
            let language = get("data-language").or(class);
            vec![format!("<code {}>", language.unwrap_or_default())]
        }
        (name, true) => vec![format!("</{name}>")],
        (name, false) => {
            let start = get("start").unwrap_or_default();
            vec![format!("<{name} {start}>")]
        }
    }
}

fn link(address: Option<String>, title: Option<String>) -> String {
    let address = address.unwrap_or_default();
    let address = url::Url::parse(&address).map_or(address, String::from);
    format!("<a {address} {}>", title.unwrap_or_default())
}

#[test]
fn every_example_of_commonmark_is_shown_as_it_says() {
    let examples: Vec<Example> =
        serde_json::from_str(include_str!("data/commonmark-0.31.2.json")).expect("examples");
    assert_eq!(examples.len(), 652);
    let mut other = Vec::new();
    for example in &examples {
        let (ours, theirs) = (pieces(&shown(&example.markdown)), expected(&example.html));
        let known = OTHERWISE
            .iter()
            .any(|(numbers, _)| numbers.contains(&example.example));
        if (ours == theirs) == known {
            other.push(format!(
                "{}: {:?}\n  page {ours:?}\n  spec {theirs:?}",
                example.example, example.markdown
            ));
        }
    }
    assert!(
        other.is_empty(),
        "{} examples:\n{}",
        other.len(),
        other.join("\n")
    );
}
