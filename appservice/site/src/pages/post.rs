//! `/c/{c}/p/{item}`: a post with its thread; for a comment, its branch.

use std::collections::BTreeMap;

use askama::Template;
use axum::http::{HeaderValue, StatusCode, header};
use secta_bot_kit::args;
use secta_record::{
    RecordId,
    act::{ItemId, Rank},
};
use secta_rules::query::Standing as Place;

use super::{frame::Frame, why};
use crate::{
    answer::{Answer, Fault, Page},
    here::Here,
    links,
    model::Item,
    ports::Withheld,
    view::{
        Safe,
        card::{self, Card, Maker},
        tree::{self, Leaf, Order},
    },
};

/// How many comments stand on a page.
const COMMENTS: usize = 200;
/// From which depth on branches are not moved in further.
const DEEPEST: usize = 6;

/// A comment in its place.
struct Node {
    card: Card,
    /// How far it is moved in, 0 to 6.
    depth: usize,
    /// How many comments stand below it.
    below: usize,
    /// What it answers, where that does not stand right above.
    answers: Option<String>,
}

#[derive(Template)]
#[template(path = "post.html")]
struct Post<'a> {
    f: Frame<'a>,
    post: Card,
    nodes: Vec<Node>,
    orders: Vec<(String, String, bool)>,
    /// How many comments there are.
    count: u32,
    next: Option<String>,
    previous: Option<String>,
    /// The whole thread, where a branch is shown.
    thread: Option<String>,
    /// Whether the visitor may comment.
    speaks: bool,
    ghost: bool,
    matrix: Option<String>,
    why: Vec<Safe>,
    case: Option<String>,
}

/// A post, or a comment's branch.
pub(crate) fn post(here: &Here) -> Result<Answer, Fault> {
    let (id, asked) = (here.community_id()?, here.id("item")?);
    if let Some(order) = card::order(here, &id, &asked) {
        return withheld(here, &order);
    }
    let library = &here.site.ports.library;
    let found = library.items(&id, &[asked])?;
    let top = found.into_iter().next().ok_or(Fault::Missing)?;
    let root = match top.root {
        None => top.clone(),
        Some(root) => {
            let found = library.items(&id, &[root])?;
            found.into_iter().next().ok_or(Fault::Missing)?
        }
    };
    if let Some(order) = card::order(here, &id, &root.item) {
        return withheld(here, &order);
    }
    let order = here
        .asks("order")
        .and_then(Order::of_code)
        .unwrap_or_default();
    let from: usize = here
        .asks("from")
        .and_then(|from| from.parse().ok())
        .unwrap_or(0);
    let twigs = library.thread(&id, &root.item)?;
    let leaves = tree::grow(&twigs, &top.item, top.root.is_none(), order, &root.author);
    let shown: Vec<Leaf> = leaves.iter().skip(from).take(COMMENTS).copied().collect();
    let ids: Vec<ItemId> = shown.iter().map(|leaf| leaf.item).collect();
    let comments = library.items(&id, &ids)?;
    let page = Layout {
        here,
        id,
        top: &top,
        order,
        from,
        total: leaves.len(),
    };
    let gone = root.content.is_none();
    let html = page.render(&root, &shown, comments)?;
    let page = Page::html(html);
    // What was taken back is gone; its thread stays.
    Ok(match gone {
        true => page.with_status(StatusCode::GONE).into(),
        false => page.into(),
    })
}

struct Layout<'a> {
    here: &'a Here,
    id: RecordId,
    top: &'a Item,
    order: Order,
    from: usize,
    total: usize,
}

impl Layout<'_> {
    fn render(&self, root: &Item, shown: &[Leaf], comments: Vec<Item>) -> Result<String, Fault> {
        let here = self.here;
        let rules = here.rules()?;
        let rules = rules.read();
        let maker = Maker::new(here, &rules)?;
        let post = maker.whole(if self.top.root.is_some() {
            self.top
        } else {
            root
        });
        let nodes = nodes(&self.id, &maker, shown, &comments);
        let account = here.account();
        let speaks =
            account.is_some_and(|account| rules.standing(&account, here.now_ms) == Place::Active);
        let title = match post.title.as_str() {
            "" => here.say("site-no-words", args![]).plain,
            title => title.to_owned(),
        };
        let view = rules.item(&self.top.item, here.now_ms);
        let stream = here.community()?.stream_room.clone();
        let matrix = stream.zip(self.top.event.clone()).map(|(room, event)| {
            secta_bot_kit::ids::permalink(
                &secta_bot_kit::RoomId::new(room),
                Some(&secta_bot_kit::EventId::new(event)),
                &here.site.settings.server,
            )
        });
        let path = format!("p/{}/feed", root.item);
        let page = Post {
            f: Frame::new(here, title.clone())
                .live()
                .with_feeds(&path, &title),
            why: why::of_item(here, view.as_ref()),
            case: view
                .and_then(|view| view.case)
                .map(|case| here.link(&format!("case/{case}"))),
            post,
            nodes,
            orders: self.orders(),
            count: u32::try_from(self.total).unwrap_or(u32::MAX),
            next: (self.from + shown.len() < self.total)
                .then(|| self.page(self.order, self.from + COMMENTS)),
            previous: (self.from > 0)
                .then(|| self.page(self.order, self.from.saturating_sub(COMMENTS))),
            thread: self
                .top
                .root
                .map(|root| links::comment(&self.id, &root, &self.top.item)),
            speaks,
            ghost: maker.rank == Rank::Ghost,
            matrix,
        };
        Ok(page.render()?)
    }

    fn page(&self, order: Order, from: usize) -> String {
        let page = links::item(&self.id, &self.top.item);
        let order = order.code();
        match from {
            0 => format!("{page}?order={order}#comments"),
            from => format!("{page}?order={order}&from={from}#comments"),
        }
    }

    fn orders(&self) -> Vec<(String, String, bool)> {
        let named = |order: Order| {
            let id = match order {
                Order::Time => "site-order-time",
                Order::Index => "site-order-index",
                Order::Questions => "site-order-questions",
            };
            let label = self.here.say(id, args![]).plain;
            (self.page(order, 0), label, order == self.order)
        };
        Order::ALL.map(named).into()
    }
}

fn nodes(id: &RecordId, maker: &Maker<'_>, shown: &[Leaf], comments: &[Item]) -> Vec<Node> {
    let known: BTreeMap<ItemId, &Item> = comments.iter().map(|item| (item.item, item)).collect();
    let mut nodes: Vec<Node> = Vec::with_capacity(shown.len());
    for (place, leaf) in shown.iter().enumerate() {
        let Some(item) = known.get(&leaf.item) else {
            continue;
        };
        let above = place.checked_sub(1).and_then(|place| shown.get(place));
        let parent = item.parent.filter(|parent| Some(*parent) != item.root);
        // Moved in or below what it answers, it needs no word of it.
        let clear = leaf.depth <= DEEPEST && place > 0
            || above.is_some_and(|above| Some(above.item) == parent);
        let answers = parent.filter(|_| !clear);
        nodes.push(Node {
            card: maker.whole(item),
            depth: leaf.depth.min(DEEPEST),
            below: leaf.below,
            answers: answers.map(|parent| {
                let root = item.root.unwrap_or(parent);
                links::comment(id, &root, &parent)
            }),
        });
    }
    nodes
}

#[derive(Template)]
#[template(path = "unlawful.html")]
struct Unlawful<'a> {
    f: Frame<'a>,
    reason: String,
    countries: String,
    authority: String,
    elsewhere: Vec<String>,
}

/// The stub of what is withheld here (RFC 7725).
fn withheld(here: &Here, one: &Withheld) -> Result<Answer, Fault> {
    let page = Unlawful {
        f: Frame::new(here, here.say("site-unlawful", args![]).plain),
        reason: secta_bot_kit::words::tidy(&one.reason, 1_000),
        countries: one.countries.join(", "),
        authority: one.authority.clone(),
        elsewhere: here.site.settings.elsewhere.clone(),
    };
    let status = StatusCode::UNAVAILABLE_FOR_LEGAL_REASONS;
    let mut page = Page::html(page.render()?).with_status(status);
    let link = format!("<{}>; rel=\"blocked-by\"", one.authority);
    if let Ok(link) = HeaderValue::from_str(&link) {
        page.headers.push((header::LINK, link));
    }
    Ok(page.into())
}
