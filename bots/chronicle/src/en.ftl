chronicle-enter-usage = !chronicle
chronicle-enter-example = !chronicle
chronicle-enter-help = In reply to a message of the stream or the square: proposes it for the chronicle. The trusted decide, by reacting with 📜. With enough votes it goes into the chronicle's room with name, time and file, and from then on cannot be changed unnoticed.
chronicle-list-usage = !entries
chronicle-list-example = !entries
chronicle-list-help = The last entries of the chronicle.
chronicle-proof-usage = !proof number
chronicle-proof-example = !proof 7
chronicle-proof-help = A file that shows, offline and without trusting the server, that an entry stands in the chronicle. Name the entry by its number, by a link, or by replying to the message.
chronicle-back-usage = !unchronicle number
chronicle-back-example = !unchronicle 7
chronicle-back-help = Takes an entry of your own out of the chronicle: its words are removed, its number and its hash stay. Deleting the message itself does the same.

chronicle-where = Messages are entered into the chronicle from a community's rooms: the stream and the square.
chronicle-here = This is the chronicle. Reply `!chronicle` to a message in the stream or the square.
chronicle-private = Nothing is entered from here: anybody reads the chronicle, and this place is not for everybody. Say it again in the stream or the square.
chronicle-twilight = Nothing is entered from the twilight. Wait until it is published in the stream.
chronicle-encrypted = The room is encrypted, and anybody reads the chronicle: nothing is entered from here.
chronicle-what = What is to be entered? Reply `!chronicle` to a message.
chronicle-which = Which entry? Name its number (`!entries` shows the last ones), give a link, or reply to the message.
chronicle-not-in = This message is not in the chronicle.
chronicle-gone = There is no such message: it was removed, or I can't see it.
chronicle-empty = There is nothing to enter: no words, no file.
chronicle-long = This is too long for the chronicle. Enter a part of it.
chronicle-failed = The message could not be read. Try once more; if it fails again, tell whoever runs the server.

chronicle-proposed = 📜 **Into the chronicle?** { $who } proposes [a message]({ $link }) by { $author }. Anybody reads the chronicle, and for good. Trusted members who are for it: react with { $scroll } to the message or here.
chronicle-numbers = Votes { $votes }, needed { $needed } (R16: active trusted members { $x }, magic number { $magic }, rules of version { $policy }). Open until: { $until }.
chronicle-file-left = The file is larger than 20 MB or cannot be had: the chronicle will have a link to it, not the file itself.
chronicle-voted = Your vote counts: { $votes } of { $needed }.
chronicle-is-in = 📜 Entered into the chronicle as number { $n }. Votes { $votes }, needed { $needed }.
chronicle-lapsed = 📜 It did not come into the chronicle: votes { $votes }, needed { $needed }. It may be proposed again.
chronicle-taken-back = 📜 This message was taken back by its author or removed, it is not in the chronicle.
chronicle-entered = 📜 This is now [entry { $n } of the chronicle]({ $link }).
chronicle-already = This is in the chronicle already: [entry { $n }]({ $link }).
chronicle-head = 📜 **№ { $n }** · { $author } · { $at } · [source]({ $link })
chronicle-back-done = Taken back. The words are removed, the number and the hash stay.

chronicle-none = The chronicle is empty yet. Reply to an important message: `!chronicle`
chronicle-count = **The chronicle.** Entries: { $n }
chronicle-line = № { $n } · [{ $author }]({ $link }) · { $at }
chronicle-line-back = № { $n } · taken back by its author
chronicle-how = To verify one: `!proof number`

chronicle-proof-file = chronicle-{ $n }.tlog-proof
chronicle-proof-told = Proof: entry { $n } stands in the chronicle's log. Entries in it now: { $size }, witnesses: { $witnesses }. To verify it offline: `secta chronicle verify FILE --key "{ $key }"`. Compare the log's key with one that you kept earlier or have from others.

chronicle-no-excluded = You are excluded from this community ({ $rule }).
chronicle-no-muted = You are muted ({ $rule }). You may again: { $until }
chronicle-no-rank = The trusted enter messages into the chronicle and vote on it ({ $rule }).
chronicle-no-own = Nobody votes on their own ({ $rule }). Let others decide.
chronicle-no-not-own = Only the author takes it back ({ $rule }).
chronicle-no-same = Your vote is counted already ({ $rule }).
chronicle-no-vote = You have given no such vote ({ $rule }).
chronicle-no-late = The vote could be taken back until: { $at } ({ $rule }). It stays counted.
chronicle-no-hidden = This item is hidden by a decision of the council ({ $rule }).
chronicle-no-closed = It is decided, the vote is over ({ $rule }).
chronicle-no-unknown = This cannot be entered ({ $rule }): there is no such thing in the community.
