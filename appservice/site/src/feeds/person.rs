//! `/c/{c}/u/{account}`, and with an ending the feed of what somebody writes.

use secta_record::act::AccountId;

use super::{Form, feed::Head, stream::listed};
use crate::{
    answer::{Answer, Fault},
    here::Here,
    links,
    model::Listing,
    pages,
    view::people,
};

/// The page of a member, or the feed of what they write.
pub(crate) fn person(here: &Here) -> Result<Answer, Fault> {
    let Some((account, form)) = Form::of_name(here.part("account")) else {
        return pages::person::person(here);
    };
    let (id, account) = (here.community_id()?, AccountId::new(account));
    let persona = here.site.ports.library.persona(&id, &account)?;
    let rules = here.rules()?;
    let view = rules.read().account(&account, here.now_ms);
    if !view.is_some_and(|view| pages::person::is_public(&view, &persona)) {
        return pages::person::person(here);
    }
    let path = format!("u/{}", links::escaped(account.as_str()));
    let head = Head {
        page: here.link(&path),
        name: path,
        title: people::person(&id, &account, persona.name.as_deref()).name,
    };
    listed(here, form, head, &Listing::By(account))
}
