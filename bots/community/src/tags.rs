//! `!теги`, `!лента`: finding posts by supertags and tags (R12).

use secta_bot_kit::{
    args,
    grammar::Command,
    words::{Text, tidy},
};
use secta_rules::{State, query::Filed};

use crate::scene::Scene;

/// How many posts the feed shows.
const SHOWN: usize = 20;
/// How many supertags are listed.
const LISTED: usize = 100;

/// The posts that the words of `!лента` find, the newest first.
pub fn found(rules: &State, args: &str) -> Vec<Filed> {
    let tags: Vec<&str> = tags(args);
    rules.posts_under(&tags, i64::MAX, SHOWN)
}

/// Tags are separated by spaces, or by commas where names have spaces in them.
fn tags(args: &str) -> Vec<&str> {
    let parts: Vec<&str> = if args.contains(',') {
        args.split(',').collect()
    } else {
        args.split_whitespace().collect()
    };
    parts
        .into_iter()
        .map(str::trim)
        .filter(|tag| !tag.is_empty())
        .collect()
}

/// `!лента тег…`.
pub fn feed(scene: &mut Scene<'_, '_>, command: &Command) {
    let lang = scene.ctx.lang();
    if tags(&command.args).is_empty() {
        let text = scene.text(lang, "community-feed-form", args![]);
        scene.ctx.refuse(&command.event, &text);
        return;
    }
    let found = found(scene.rules, &command.args);
    let lines: Vec<Text> = found
        .iter()
        .filter_map(|filed| line(scene, filed))
        .collect();
    let asked = tidy(&command.args, 100);
    let text = if lines.is_empty() {
        scene.text(lang, "community-feed-none", args!["tags" => asked])
    } else {
        let title = scene.text(
            lang,
            "community-feed",
            args!["tags" => asked, "n" => lines.len()],
        );
        Text::lines([title, Text::list(lines)])
    };
    scene.ctx.reply(&command.event, &text);
}

fn line(scene: &Scene<'_, '_>, filed: &Filed) -> Option<Text> {
    let lang = scene.ctx.lang();
    let link = scene.item_link(&filed.item)?;
    let author = scene.author(&filed.item)?;
    let said = scene
        .words(&filed.item)
        .map(|words| words.text)
        .unwrap_or_default();
    let said = tidy(&said, 100);
    let args = args![
        "link" => link,
        "text" => if said.is_empty() { "…".to_owned() } else { said },
        "who" => scene.name_of(&author),
        "when" => scene.instant(lang, filed.published_ms),
    ];
    Some(scene.text(lang, "community-feed-line", args))
}

/// `!теги`: the supertags and their definitions.
pub fn list(scene: &mut Scene<'_, '_>, command: &Command) {
    let lang = scene.ctx.lang();
    let supertags = scene.rules.supertags();
    let lines: Vec<Text> = supertags
        .iter()
        .take(LISTED)
        .map(|supertag| {
            let synonyms = tidy(&supertag.synonyms.join(", "), 200);
            let args = args!["name" => tidy(&supertag.name, 100), "definition" => tidy(&supertag.definition, 300)];
            let line = scene.text(lang, "community-tags-line", args);
            if synonyms.is_empty() {
                return line;
            }
            let also = scene.text(lang, "community-tags-synonyms", args!["synonyms" => synonyms]);
            Text::lines([line, also])
        })
        .collect();
    let text = if lines.is_empty() {
        scene.text(lang, "community-tags-none", args![])
    } else {
        Text::lines([
            scene.text(lang, "community-tags", args!["n" => lines.len()]),
            Text::list(lines),
        ])
    };
    scene.ctx.reply(&command.event, &text);
}
