# The wiki.

wiki-page-usage = `!wiki Title`
wiki-page-example = `!wiki Charter`
wiki-page-help = Shows the beginning of a page of the wiki and its link; without a title, tells of the wiki and of what changed last.
wiki-edit-usage = `!wiki edit Title`, the text from the next line on
wiki-edit-example = `!wiki edit Charter`
wiki-edit-help = Changes a page: its title on the first line, the text (Markdown) below. Without a text, shows what is in it now.
wiki-history-usage = `!wiki history Title`
wiki-history-example = `!wiki history Charter`
wiki-history-help = Shows the last changes of a page: who, when and what.
wiki-find-usage = `!wiki find words`
wiki-find-example = `!wiki find how to join`
wiki-find-help = Looks for pages of the wiki with these words.
wiki-thread-usage = `!wiki from thread Title`, in a thread or in reply to a message
wiki-thread-example = `!wiki from thread What cats eat`
wiki-thread-help = Makes a page of the wiki out of a thread.
wiki-watch-usage = `!wiki watch Title`
wiki-watch-example = `!wiki watch Charter`
wiki-watch-help = Tells you in your porch when the page is changed.
wiki-unwatch-usage = `!wiki unwatch Title`
wiki-unwatch-example = `!wiki unwatch Charter`
wiki-unwatch-help = Tells you no more of the page.
wiki-talk-usage = `!wiki discuss Title`
wiki-talk-example = `!wiki discuss Charter`
wiki-talk-help = Begins a thread about the page in the square, or shows where it is.

wiki-whose = It is not clear whose wiki you mean: ask in a room of the community.
wiki-which = Which page? Write its title, for example `!wiki Charter`.
wiki-find-what = What should I look for? For example: `!wiki find how to join`.
wiki-refused = { $text } ({ $rule })
wiki-no-excluded = You are excluded; pages are changed by members.
wiki-no-muted = You are muted now, and may not change pages.
wiki-no-rank = This takes the rank “{ $needed }” or above.
wiki-no-not-own = Only the author takes back the words of a change.
wiki-no-hidden = The words of this change are taken back already.
wiki-no-same = It is so already.
wiki-no-unknown = There is no such page or change.
wiki-no-parents = A change can follow at most { $max } others, each of them once.
wiki-no-twice = This change is recorded already.
wiki-no-service = This cannot be done here.
wiki-no-long = Too long: a page holds up to { $max } KB. Make several of it.
wiki-no-comment = The summary is longer than { $max } characters.
wiki-no-empty = There is no text in the change. To take the page away, delete it on the site: its history stays.
wiki-no-same-title = That is its title.
wiki-no-file = Something is wrong with the file, try to upload it again.
wiki-no-porch = News come to the porch, and you have none. Write to the bot, or subscribe to the page's feed (Atom).
wiki-rank-ghost = newcomer
wiki-rank-commenter = commenter
wiki-rank-trusted = trusted
wiki-title-empty = A page needs a title.
wiki-title-long = The title has { $n ->
    [one] { $n } character
   *[other] { $n } characters
 }; at most { $max } are allowed.
wiki-title-character = A title cannot hold “{ $character }”: links need it.
wiki-title-invisible = There is an invisible character in the title ({ $code }). Type it anew.
wiki-title-part = Between slashes there must be titles, and there is “{ $part }”.
wiki-title-mixed = The word “{ $word }” mixes letters of different alphabets. Type it in one of them, so that pages are not taken for one another.
wiki-title-prefix = Titles of other parts of the wiki begin so.
wiki-saved = { $n ->
    [1] Saved.
    [one] { $n } page saved.
   *[other] { $n } pages saved.
 }
wiki-renamed = The page is renamed. Links to it will follow.
wiki-relinked = link: { $from } → { $to }
wiki-protected = Done: the page is changed under the new rule now.
wiki-hidden = The words of the change are taken back. Its place in the history stays; later changes may still hold the same text.
wiki-watched = I will tell you in your porch when “{ $title }” changes.
wiki-unwatched = I tell you no more of “{ $title }”.
wiki-watch-full = Too many people watch this page. Subscribe to its feed (Atom).
wiki-thread-where = Say this in a thread of the stream or the square, or in reply to the message that it begins with.
wiki-thread-encrypted = The room is encrypted, and everybody reads the wiki.
wiki-thread-exists = There is such a page already. Choose another title, or add to that one.
wiki-thread-gone = The thread could not be read. Try again.
wiki-thread-empty = There are no words in the thread that could be taken. In the square only your own are: those of others are not for everybody.
wiki-talk-there = The page is discussed here: { $link }
wiki-talk-begun = A thread about the page will appear in the square.
wiki-talk-nowhere = The community has no square.
wiki-talk-no = Whoever may change the page may begin its discussion.
wiki-link = [**{ $title }**]({ $link })
wiki-title = **{ $title }**
wiki-front = The wiki of the community: [read and edit]({ $link }).
wiki-front-here = The wiki of the community.
wiki-how = To see a page: `!wiki Title`. To change it: `!wiki edit Title`, the text from the next line on.
wiki-recent = Last changes:
wiki-line = { $at }, { $who }, { $sign }{ $size } B
wiki-line-comment = { $at }, { $who }, { $sign }{ $size } B: { $comment }
wiki-line-page = { $page } · { $at }, { $who }
wiki-line-page-comment = { $page } · { $at }, { $who }: { $comment }
wiki-is-moved = This is { $to } now.
wiki-is-deleted = The page was deleted. Its history stays, and it can be written anew.
wiki-is-hidden = Its author has taken back the words of this page.
wiki-is-missing = There is no page “{ $title }” yet. To write it: `!wiki edit { $title }`, the text from the next line on.
wiki-alike = These look alike:
wiki-changed-last = Changed by { $who }, { $at }. { $n ->
    [one] { $n } revision.
   *[other] { $n } revisions.
 }
wiki-source = { $page }. To change it, answer this message: `!wiki edit { $title }`, and the whole new text from the next line on. Should somebody else change the page meanwhile, the changes are merged.
wiki-source-none = { $page }: there is no text yet. Write `!wiki edit { $title }`, and the text from the next line on.
wiki-source-long = { $page }: the text is too long for the chat, edit it on the site.
wiki-history-of = History of { $page }:
wiki-found = Pages of the wiki with “{ $words }”:
wiki-found-line = { $page }: { $summary }
wiki-found-none = The wiki has no pages with “{ $words }”.
wiki-saved-page = Saved: { $page }.
wiki-saved-merged = Saved, and merged with somebody else's change: { $page }.
wiki-saved-conflict = Saved: { $page }. { $n ->
    [one] In { $n } place
   *[other] In { $n } places
 } your change contradicts another: both stand on the page, choose on the site.
wiki-left-out = { $n ->
    [one] { $n } message of somebody else was not taken: it is not for everybody.
   *[other] { $n } messages of others were not taken: they are not for everybody.
 }
wiki-told = { $who } has changed the page { $page }.
wiki-told-more = The page { $page } was changed { $n ->
    [one] once more.
   *[other] { $n } times more.
 }
wiki-talk-head = Discussion of the page { $page }. Write in the thread.
