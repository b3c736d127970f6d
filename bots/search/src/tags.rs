//! What a tag stands for: in a community it may be a name of a supertag, which has others (R12).

use secta_bot_kit::community::Communities;
use secta_record::{RecordId, act::Supertag};
use secta_rules::text::fold;
use serde::{Deserialize, Serialize};

/// What ends a tag in a post.
const ENDS: &str = "()[]{},;";

/// What ends a tag in talk, besides.
const ENDS_IN_TALK: &str = ".!?\"«»";

/// A tag that is a name of a supertag in a community.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    /// The tag, folded.
    pub tag: String,
    /// The community.
    pub community: RecordId,
    /// All names of the supertag, folded.
    pub names: Vec<String>,
}

/// Which of these tags are names of supertags, and of which.
pub fn named(tags: &[String], communities: &Communities) -> Vec<Named> {
    let mut found = Vec::new();
    for tag in tags {
        for (community, rules) in communities.iter() {
            found.extend(rules.supertag(tag).map(|supertag| Named {
                tag: tag.clone(),
                community: *community,
                names: names(supertag),
            }));
        }
    }
    found
}

fn names(supertag: &Supertag) -> Vec<String> {
    let all = std::iter::once(&supertag.name).chain(&supertag.synonyms);
    all.map(|name| fold(name)).collect()
}

/// The tags in a text, folded: as they are read of a post, and in the middle of talk, where letters end with a tag.
pub fn of_text(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    // Most texts have none.
    if !text.contains('#') {
        return found;
    }
    let posted = behind_signs(text, ENDS, "")
        .map(|tag| {
            tag.trim_end_matches(['.', ':', '!', '?', '"', '»'])
                .to_owned()
        })
        .filter(|tag| !tag.contains('#'));
    let talked = behind_signs(text, ENDS, ENDS_IN_TALK).map(letters);
    for tag in posted.chain(talked).filter_map(|tag| folded(&tag)) {
        if !found.contains(&tag) {
            found.push(tag);
        }
    }
    found
}

/// A tag as tags are compared; `None` where there is nothing in it to look for.
pub fn folded(tag: &str) -> Option<String> {
    let tag = fold(tag);
    tag.contains(char::is_alphanumeric).then_some(tag)
}

fn behind_signs<'t>(
    text: &'t str,
    ends: &'static str,
    more: &'static str,
) -> impl Iterator<Item = &'t str> {
    let is_end = move |c: char| c.is_whitespace() || ends.contains(c) || more.contains(c);
    text.split(is_end).filter_map(|word| word.strip_prefix('#'))
}

fn letters(tag: &str) -> String {
    let letters = tag.chars();
    letters
        .take_while(|c| c.is_alphanumeric() || "_-".contains(*c))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_are_words_behind_a_sign() {
        assert_eq!(
            of_text("#Пчёлы, (#мёд) #мед и#нет # #1 #a-b_c#d"),
            ["пчелы", "мед", "1", "a b c"]
        );
        assert_eq!(
            of_text("#мёд/пасека. «#чай_со_льдом»"),
            ["мед/пасека", "мед", "чай со льдом"]
        );
        assert!(of_text("чай # #!").is_empty());
    }
}
