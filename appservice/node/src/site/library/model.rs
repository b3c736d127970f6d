//! From rows of the view to what the site shows.

use secta_bot_kit::Lang;
use secta_site::model::{
    Community, Day, Entry, Item, Key, Listed, Listing, Persona, Said, Shown, Standing, TagUse, Twig,
};
use secta_store::pages::{
    CommunityRow, DayRow, EntryRow, ItemRow, ItemStanding, Listing as Page, Order, PersonaRow,
    SaidRow, ShownRow, Spot, TagRow, TwigRow,
};

pub(super) fn community(row: CommunityRow) -> Community {
    Community {
        id: row.id,
        name: row.name,
        lang: row.lang.unwrap_or(Lang::default()),
        stream_room: row.stream_room,
    }
}

pub(super) fn order(listing: &Listing) -> Order {
    match listing {
        Listing::Newest => Order::Newest,
        Listing::Supported => Order::Supported,
        Listing::Supertag(name) => Order::Supertag(name.clone()),
        Listing::Tag(tag) => Order::Tag(tag.clone()),
        Listing::By(account) => Order::By(account.clone()),
        Listing::Comments => Order::Comments,
    }
}

pub(super) fn spot(key: Key) -> Spot {
    Spot {
        score: key.score,
        time_ms: key.time_ms,
        item: key.item,
    }
}

pub(super) fn listed(page: Page) -> Listed {
    Listed {
        items: page.items.into_iter().map(item).collect(),
        next: page.next.map(|spot| Key {
            score: spot.score,
            time_ms: spot.time_ms,
            item: spot.item,
        }),
    }
}

pub(super) fn item(row: ItemRow) -> Item {
    Item {
        item: row.item,
        root: row.below.map(|below| below.root),
        parent: row.below.map(|below| below.parent),
        author: row.author,
        name: row.name,
        time_ms: row.time_ms,
        edited_ms: row.edited_ms,
        standing: match row.standing {
            ItemStanding::Published => Standing::Published,
            ItemStanding::Hidden => Standing::Hidden,
            ItemStanding::Withdrawn => Standing::Withdrawn,
        },
        content: row.content,
        supertags: row.supertags,
        tags: row.tags,
        support: row.tally.support,
        useful: row.tally.useful,
        oppose: row.tally.oppose,
        comments: row.comments,
        event: row.event,
        entry: row.entry,
    }
}

pub(super) fn twig(row: TwigRow) -> Twig {
    Twig {
        item: row.item,
        parent: row.parent,
        author: row.author,
        time_ms: row.time_ms,
        score: row.score,
        asks: row.asks,
    }
}

pub(super) fn persona(row: PersonaRow) -> Persona {
    Persona {
        name: row.profile.display_name,
        avatar: row.profile.avatar,
        about: row.profile.about,
        wallets: row.wallets,
        posts: row.posts,
        comments: row.comments,
    }
}

pub(super) fn entry(row: EntryRow) -> Entry {
    Entry {
        number: row.number,
        record: row.record,
        author: row.author,
        name: row.name,
        written_ms: row.written_ms,
        entered_ms: row.entered_ms,
        content: row.content,
        item: row.item,
    }
}

pub(super) fn said(row: SaidRow) -> Said {
    Said {
        author: row.author,
        time_ms: row.time_ms,
        kind: row.kind,
        text: row.text,
    }
}

pub(super) fn tag(row: TagRow) -> TagUse {
    TagUse {
        tag: row.tag,
        posts: row.posts,
    }
}

pub(super) fn day(row: DayRow) -> Day {
    Day {
        day: row.happened.day,
        posts: row.happened.posts,
        comments: row.happened.comments,
        votes: row.happened.votes,
        active: row.end.active,
        trusted: row.end.trusted,
        magic: row.end.magic,
    }
}

pub(super) fn shown(row: ShownRow) -> Shown {
    Shown {
        media: row.media,
        community: row.community,
        item: row.item,
    }
}
