//! What came out of the twilight stands in two rooms: who may read both finds it once.

use std::collections::BTreeMap;

use secta_bot_kit::UserId;

use super::{Class, Doc, Kind};

/// The posts and comments of a result so far, each with the number under which it is shown; none on an earlier page.
#[derive(Default)]
pub(super) struct Copies(BTreeMap<Words, Vec<(bool, Option<usize>)>>);

/// Who says what, with the name of which file.
type Words = (UserId, String, Option<String>);

impl Copies {
    /// The number of the copy that came before in the result: of the two, one is for everybody and the other is not.
    /// Where there is none, this one is kept under a number of its own.
    pub fn earlier(&mut self, doc: &Doc, number: Option<usize>) -> Option<Option<usize>> {
        if doc.kind == Kind::Message {
            return None;
        }
        let file = doc.file.as_ref().map(|file| file.name.clone());
        let words = (doc.author.clone(), doc.body.clone(), file);
        let known = self.0.entry(words).or_default();
        let open = is_open(doc);
        match known.iter().position(|(other, _)| *other != open) {
            Some(place) => Some(known.swap_remove(place).1),
            None => {
                known.push((open, number));
                None
            }
        }
    }
}

/// Whether everybody may read it.
pub(super) fn is_open(doc: &Doc) -> bool {
    doc.class == Class::WorldReadable
}
