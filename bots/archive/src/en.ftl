archive-save-usage = !remember path/to/note #tags
archive-save-example = !remember recipes/fireweed-tea #tea
archive-save-help = In reply to a message it saves that as a note in the archive (Git, and an Obsidian vault); in a thread it saves the thread, whose note grows with each `!remember`; by itself it saves the text behind it. Path and tags may be left out.
archive-recall-usage = !recall words
archive-recall-example = !recall how to dry tea
archive-recall-help = The notes of this room's archive that hold these words in any form.
archive-notes-usage = !notes #tag
archive-notes-example = !notes
archive-notes-help = The last notes of this room's archive, with a tag if you like.
archive-switch-usage = !archive on
archive-switch-example = !archive off
archive-switch-help = Whether things may be saved from this room. From one that is not encrypted they may, until somebody says `!archive off`; from an encrypted one only after `!archive on`.

archive-nothing = What shall I remember? Reply `!remember` to a message, write it in a thread, or add a text: `!remember Vera has the key of the shed #keys`
archive-twilight = Nothing is saved from the twilight: what does not come out must vanish. Wait until it is published and save it there.
archive-encrypted = The room is encrypted, and notes lie readable. If its members agree, say `!archive on`, and I will remember it.
archive-bad-path = { $why } For example: `!remember recipes/fireweed-tea #tea`
archive-path-absolute = A path cannot begin at the root: it is within the archive.
archive-path-relative = There can be no `.` and `..` in a path.
archive-path-empty = A part of the path is empty.
archive-path-deep = The path has too many levels.
archive-path-nameless = No file name can be made of a part of the path.
archive-saved = Remembered: `{ $path }`
archive-grown = The note `{ $path }` has grown: { $n } { $n ->
    [one] message
   *[other] messages
}.
archive-same = This stands in the note `{ $path }` already.
archive-left-out = Without attachments that are too large or gone: { $files }
archive-gone = There is no such message: it was removed, or I can't see it.
archive-empty = There is nothing to remember here: no words and no file.
archive-taken = There is another note at this path already. Choose another: `!remember recipes/fireweed-tea-2`
archive-failed = It could not be saved. Try once more; if that fails, tell whoever runs the server.

archive-busy = The archive is being exchanged with its remote just now. Ask in a minute.
archive-recall-what = What shall I recall? For example: `!recall how to dry tea`
archive-not-here = Everybody reads this room, and the notes are for the members. Ask in the square.
archive-no-notes = There is nothing in this room's archive yet. Reply to a message: `!remember`
archive-not-found = There are no notes for “{ $text }” in this room's archive.
archive-notes = Notes: { $n }
archive-note = `{ $path }`: { $excerpt }
archive-note-linked = [{ $path }]({ $link }): { $excerpt }

archive-is-on = Things may be saved from this room into the archive `{ $vault }`. To forbid it: `!archive off`
archive-is-off = Nothing may be saved from this room. To allow it: `!archive on`
archive-turned-on = { $who } allows to save from this room into the archive.
archive-turned-on-private = **Mind:** { $who } allows to save from this encrypted room into the archive. What somebody replies `!remember` to will lie readable on the bot's server. Any of you can forbid it: `!archive off`
archive-turned-off = { $who } forbids to save from this room into the archive. What was saved stays.

archive-changed = The archive was changed ({ $who }), files: { $n }
archive-file-new = new `{ $path }`, lines: { $added }
archive-file-changed = `{ $path }`: +{ $added } −{ $removed }
archive-file-gone = removed `{ $path }`
archive-conflicts = Some changes could not be merged, both are kept ({ $n }): look for the marks in the notes
archive-hidden = **Attention:** in the archive's remote somebody changed settings of Obsidian or of other programs. They are not taken in here, but will come into your copy, and plugins may hold foreign code: look what it is before you open it.
archive-rewound = The archive's remote was turned back. Ours is untouched; the exchange rests until it is put right there. If that was on purpose, whoever runs the server can let it go on (`secta archive resume { $vault }`): then all that the bot has will be there again.
archive-unrelated = The archive's remote holds another history with the same files. Ours is untouched.
archive-refused = The remote holds a file that is not taken in here: `{ $path }`. The exchange rests while it is there.
archive-unreachable = The archive's remote cannot be exchanged with: { $why } I will go on trying.
