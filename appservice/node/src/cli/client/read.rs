//! `secta client communities`, `secta client read`

use secta_bot_kit::Lang;
use secta_site::api::types::{Communities, Items, Post};

use super::{
    In, show,
    site::{Place, Site},
};
use crate::phrases::say;

/// What is read.
#[derive(Debug, clap::Args)]
pub(super) struct Args {
    #[command(flatten)]
    place: In,
    /// The post or comment; the newest posts where this is not given
    item: Option<String>,
    /// The most supported posts first
    #[arg(long, conflicts_with_all = ["item", "comments", "tag", "by"])]
    top: bool,
    /// The newest comments
    #[arg(long, conflicts_with_all = ["item", "tag", "by"])]
    comments: bool,
    /// Only posts with this tag
    #[arg(long, value_name = "TAG", conflicts_with_all = ["item", "by"])]
    tag: Option<String>,
    /// Only what this account wrote
    #[arg(long, value_name = "@USER:SERVER", conflicts_with = "item")]
    by: Option<String>,
    /// Goes on where a page before has ended
    #[arg(long, value_name = "PLACE")]
    after: Option<String>,
}

/// Lists the communities of a site.
///
/// # Errors
///
/// When the site does not answer.
pub(super) async fn communities(site: &Site) -> anyhow::Result<()> {
    let all: Communities = site.get(&["communities"], &[]).await?;
    for community in &all.communities {
        let id: String = community.id.chars().take(16).collect();
        println!("{}  {}", show::line(&id), show::line(&community.name));
    }
    Ok(())
}

/// Shows a listing or a thread.
///
/// # Errors
///
/// When the site refuses or does not answer.
pub(super) async fn run(args: &Args, lang: Lang) -> anyhow::Result<()> {
    let place = Place::of(&args.place, lang).await?;
    match &args.item {
        Some(item) => thread(&place, item, args.after.as_deref()).await,
        None => listing(&place, args).await,
    }
}

async fn listing(place: &Place, args: &Args) -> anyhow::Result<()> {
    let lang = place.site.lang;
    let mut query = Vec::new();
    match (args.top, args.comments) {
        (true, _) => query.push(("list", "supported")),
        (false, true) => query.push(("list", "comments")),
        (false, false) => {}
    }
    for (name, value) in [("tag", &args.tag), ("by", &args.by), ("after", &args.after)] {
        query.extend(value.as_deref().map(|value| (name, value)));
    }
    let page: Items = place.get(&["items"], &query).await?;
    for item in &page.items {
        println!("{}", show::item(item, 0, lang));
    }
    if page.items.is_empty() {
        println!("{}", say(lang, "client-nothing", &[]));
    }
    if let Some(next) = &page.next {
        let next = show::line(next);
        println!("{}", say(lang, "client-next", &[("after", &next)]));
    }
    Ok(())
}

async fn thread(place: &Place, item: &str, after: Option<&str>) -> anyhow::Result<()> {
    let lang = place.site.lang;
    let query: Vec<(&str, &str)> = after.map(|after| ("from", after)).into_iter().collect();
    let post: Post = place.get(&["items", item], &query).await?;
    println!("{}", show::item(&post.item, 0, lang));
    for comment in &post.comments {
        println!("{}", show::item(&comment.item, comment.depth + 1, lang));
    }
    if let Some(next) = post.next {
        let next = next.to_string();
        println!("{}", say(lang, "client-next", &[("after", &next)]));
    }
    Ok(())
}
