//! What is written as `#tag`: supertags and plain tags (R12).

use crate::{refusal::Refusal, state::Public, text::fold};

/// Sorts tags as written into supertags, by their names, and plain tags, folded; nothing stands there twice.
pub(crate) fn sorted(
    public: &Public,
    written: &[String],
) -> Result<(Vec<String>, Vec<String>), Refusal> {
    let (mut supertags, mut tags) = (Vec::new(), Vec::new());
    for tag in written.iter().map(|tag| fold(tag)) {
        let (list, name) = match public.proposals.supertag(&tag) {
            Some(supertag) => (&mut supertags, supertag.name.clone()),
            None => (&mut tags, tag),
        };
        if !name.is_empty() && !list.contains(&name) {
            list.push(name);
        }
    }
    let count = u32::try_from(supertags.len()).unwrap_or(u32::MAX);
    let max = public.in_force().supertags_max;
    if count > max {
        return Err(Refusal::TooManySupertags { count, max });
    }
    Ok((supertags, tags))
}

/// The tags' numbers.
pub(crate) fn interned(public: &mut Public, supertags: &[String], tags: &[String]) -> Box<[u32]> {
    let keys = supertags.iter().map(|name| key_of_supertag(name));
    let keys: Vec<String> = keys.chain(tags.iter().map(|tag| fold(tag))).collect();
    keys.iter().map(|key| public.items.tag(key)).collect()
}

/// How a supertag is told from a plain tag of the same name.
pub(crate) fn key_of_supertag(name: &str) -> String {
    format!("#{}", fold(name))
}
