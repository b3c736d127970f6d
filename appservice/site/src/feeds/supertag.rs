//! `/c/{c}/supertag/{tag}`, and with an ending its feed.

use super::{Form, feed::Head, stream::listed};
use crate::{
    answer::{Answer, Fault},
    here::Here,
    links,
    model::Listing,
    pages,
};

/// The page of a supertag, or its feed.
pub(crate) fn supertag(here: &Here) -> Result<Answer, Fault> {
    let rules = here.rules()?;
    let known = Form::of_name(here.part("tag")).and_then(|(name, form)| {
        let supertag = rules.read().supertag(name).cloned()?;
        Some((supertag.name, form))
    });
    let Some((name, form)) = known else {
        return pages::stream::supertag(here);
    };
    let path = format!("supertag/{}", links::escaped(&name));
    let head = Head {
        page: here.link(&path),
        name: path,
        title: name.clone(),
    };
    listed(here, form, head, &Listing::Supertag(name))
}
