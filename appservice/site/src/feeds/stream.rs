//! `/c/{c}/feed.atom` and its kin: the newest posts.

use super::{
    Form, Make,
    feed::{ENTRIES, Feed, Head},
};
use crate::{
    answer::{Answer, Fault},
    here::Here,
    model::Listing,
};

/// What makes the feed in a form.
pub(super) fn of(form: Form) -> Make {
    match form {
        Form::Atom => |here| write(here, Form::Atom),
        Form::Rss => |here| write(here, Form::Rss),
        Form::Json => |here| write(here, Form::Json),
    }
}

fn write(here: &Here, form: Form) -> Result<Answer, Fault> {
    let head = Head {
        name: "stream".to_owned(),
        title: String::new(),
        page: here.link(""),
    };
    listed(here, form, head, &Listing::Newest)
}

/// A feed of a listing.
pub(super) fn listed(
    here: &Here,
    form: Form,
    head: Head,
    listing: &Listing,
) -> Result<Answer, Fault> {
    let id = here.community_id()?;
    let listed = here
        .site
        .ports
        .library
        .listed(&id, listing, None, ENTRIES)?;
    Ok(form.write(&Feed::of(here, head, &listed.items)?))
}
