search-find-usage = !find words
search-find-example = !find linden honey -buckwheat from:@anna after:november
search-find-help = Searches what you may read: in a room, that room and public ones; in a private chat, all of yours. Words are found in every form; "in quotes" they must stand together, -word leaves out. There are also: from:@who, in:#room, after:2026-11-20, before:yesterday, tag:honey or tag:"iced tea" (by a supertag and its synonyms), type:post, comment, file or link. The best pages of the wiki stand above messages; type:page finds them alone.
search-more-usage = !more
search-more-example = !more
search-more-help = The next messages or pages that were found.
search-switch-usage = !search on
search-switch-example = !search off
search-switch-help = Whether this room is indexed. One that is not encrypted is, until somebody says `!search off`; an encrypted one only after `!search on`.

search-nothing = What shall I look for? For example: `!find linden honey`
search-long = The question is too long: { $max } characters and { $words } words fit.
search-common = These words are in almost every message, they choose nothing. Add one that matters: `!find when meeting`
search-only-not = This is only what must not be there. Add what to look for: `!find honey -buckwheat`
search-bad-from = I don't understand the author “{ $value }”. It takes a name: `!find honey from:@anna` or `from:@anna:example.org`
search-bad-room = I don't understand the room “{ $value }”. It takes its address or name: `!find honey in:#square` or `in:"Our square"`
search-bad-day = I don't understand the day “{ $value }”. These work: `after:2026-11-20`, `before:20.11`, `after:yesterday`, `after:november`, `before:2025`
search-bad-tag = I don't understand the tag “{ $value }”. It takes words: `!find tag:honey` or `tag:"iced tea"`
search-bad-kind = I don't understand the type “{ $value }”. There are post, comment, file, link and page: `!find honey type:post`
search-pages-words = Pages of the wiki are found by words alone: `!find honey type:page`
search-whose-pages = I don't know whose wiki to search: ask in a room of the community or in your porch.
search-no-room = There is no room “{ $value }” among those in which I can search for you.
search-nothing-asked = You have not searched for anything here today. Begin like this: `!find honey`

search-none = Nothing was found for “{ $text }”.
search-no-more = There is nothing more for “{ $text }”.
search-only-here = In front of others I search only this room and public ones. Write to me privately, and I search all of yours.
search-layout = The keyboard layout seems to be the other one. Found for “{ $words }”:
search-typos = There are no words quite like that, these are similar:
search-more = There is more: `!more`
search-pages = **Pages of the wiki**
search-page = { $n }. [{ $title }]({ $link })
search-page-unlinked = { $n }. **{ $title }**
search-more-pages = These are not all pages: with `type:page` I show the others too.
search-messages = **Messages**
search-hit-message = { $n }. [{ $who }, { $when }]({ $link }) · { $room }
search-hit-post = { $n }. **Post** · [{ $who }, { $when }]({ $link }) · { $room }
search-hit-comment = { $n }. **Comment** · [{ $who }, { $when }]({ $link }) · { $room }
search-hit-file = { $n }. **{ $file }** · [{ $who }, { $when }]({ $link }) · { $room }
search-unnamed = a room without a name
search-away = The search is not available now: the index is being made anew. Try again a little later.
search-quote-redacted = The message that was quoted here was removed.

search-is-on = Search is on in this room: its messages are found by `!find`. To turn it off: `!search off`
search-is-on-private = Search is on in this encrypted room: its messages lie readable in the index on the bot's server. To turn it off and erase them: `!search off`
search-is-off = Search is off in this room: none of its messages is in the index. To turn it on: `!search on`
search-turned-on = { $who } turns search on in this room: its new messages will be found by `!find`. Any of you can turn it off: `!search off`
search-turned-on-private = **Mind:** { $who } turns search on in this encrypted room. Its new messages will lie readable in the index on the bot's server, and whoever is in the room can find them by `!find`. Any of you can turn it off: `!search off`, and all of it is erased from the index.
search-turned-off = { $who } turns search off in this room. All that was in the index of it is erased.

search-history = Reading the room's past for the search: { $n } { $n ->
    [one] message
   *[other] messages
}…
search-history-done = The room's past is read: { $n } { $n ->
    [one] message
   *[other] messages
}. Search it: `!find words`. If the room does not want it: `!search off`
