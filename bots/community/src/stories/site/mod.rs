//! What members do on the site, in the same rooms.

mod codes;
mod disputes;
mod hostile;
mod natives;
mod posts;
mod votes;
mod walk;

use secta_bot_kit::{
    Lang,
    web::{ANSWER, Answer, Deed, Form, answer_scope},
};
use secta_record::act::ItemId;

use super::world::World;

impl World {
    /// Somebody sends a form: what came of it.
    fn sends(&mut self, who: &str, id: &str, deed: Deed) -> Answer {
        self.files(who, id, deed);
        self.answer_to(id).expect("an answer")
    }

    /// Somebody sends a form that is done.
    fn does(&mut self, who: &str, id: &str, deed: Deed) -> Answer {
        let answer = self.sends(who, id, deed);
        assert!(answer.done, "{answer:#?}");
        answer
    }

    /// Somebody sends a form that is refused, with these words in the reason.
    fn refused(&mut self, who: &str, id: &str, deed: Deed, words: &str) {
        let answer = self.sends(who, id, deed);
        assert!(!answer.done && answer.item.is_none(), "{answer:#?}");
        assert!(answer.plain.contains(words), "{answer:#?}");
    }

    fn files(&mut self, who: &str, id: &str, deed: Deed) {
        let form = Form {
            community: self.id,
            by: self.story.user(who),
            lang: Lang::Ru,
            deed,
        };
        self.story.files(id, &form);
    }

    fn answer_to(&mut self, id: &str) -> Option<Answer> {
        self.story.remembers("community", &answer_scope(id), ANSWER)
    }

    /// Somebody posts on the site: the item.
    fn posts_on_site(&mut self, who: &str, id: &str, text: &str) -> ItemId {
        self.does(who, id, post(text)).item.expect("an item")
    }
}

fn post(text: &str) -> Deed {
    Deed::Post {
        text: text.to_owned(),
    }
}

fn comment(parent: ItemId, text: &str) -> Deed {
    Deed::Comment {
        parent,
        text: text.to_owned(),
    }
}

fn edit(item: ItemId, text: &str) -> Deed {
    Deed::Edit {
        item,
        text: text.to_owned(),
    }
}
