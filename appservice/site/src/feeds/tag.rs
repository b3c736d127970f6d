//! `/c/{c}/tag/{tag}`, and with an ending its feed.

use super::{Form, feed::Head, stream::listed};
use crate::{
    answer::{Answer, Fault},
    here::Here,
    links,
    model::Listing,
    pages,
};

/// The page of a tag, or its feed. A tag that itself ends like a feed has its page where only it is in use.
pub(crate) fn tag(here: &Here) -> Result<Answer, Fault> {
    let whole = here.part("tag");
    let Some((tag, form)) = Form::of_name(whole) else {
        return pages::stream::tag(here);
    };
    if is_used(here, whole)? && !is_used(here, tag)? {
        return pages::stream::tag(here);
    }
    let path = format!("tag/{}", links::escaped(tag));
    let head = Head {
        page: here.link(&path),
        name: path,
        title: format!("#{tag}"),
    };
    listed(here, form, head, &Listing::Tag(tag.to_owned()))
}

fn is_used(here: &Here, tag: &str) -> Result<bool, Fault> {
    let id = here.community_id()?;
    let listing = Listing::Tag(tag.to_owned());
    let listed = here.site.ports.library.listed(&id, &listing, None, 1)?;
    Ok(!listed.items.is_empty())
}
