# The site.

site-name = Secta
site-communities = Communities
site-no-communities = There is no community here yet.
site-ways = Sections
site-way-stream = Stream
site-way-top = Best
site-way-tags = Topics
site-way-chronicle = Chronicle
site-way-people = People
site-way-affairs = Affairs
site-way-rules = Rules
site-way-statistics = Figures
site-way-search = Search
site-way-twilight = Twilight
site-skip = To the content
site-aside = About the community
site-write = Write
site-sign-in = Sign in
site-sign-up = Take a name
site-look = Look
site-look-system = as the system
site-look-light = light
site-look-dark = dark
site-foot = What is published here belongs to everybody: it is a signed public record that anyone can check and take along.
site-news = There is something new: show it
site-moment = { $day }, { $hour }

site-top = Best
site-newest-comments = Newest comments
site-empty = Nothing yet.
site-older = Earlier
site-read-on = Read on
site-edited = changed
site-in-chronicle = in the chronicle,
site-no-words = Without words
site-comments = { $n ->
    [0] No comments
    [one] { $n } comment
   *[other] { $n } comments
 }
site-size-kb = { $n } KB
site-size-mb = { $n } MB
site-synonyms = Also: { $value }
site-supertags = Main topics
site-supertags-none = No main topic has been accepted yet.
site-tags = Tags
site-tags-none = No tags yet.
site-propose-supertag = Propose a main topic
site-supertag-name = Name
site-supertag-definition = What belongs under it
site-supertag-synonyms = Other names, with commas between
site-propose = Propose

site-magic = Magic number
site-magic-of = { $n ->
    [one] { $n } trusted member is active.
   *[other] { $n } trusted members are active.
 }
site-magic-what = What is it?
site-magic-formula = So many votes decide: the root of twice the number of active people who may vote, rounded down.
site-join = How to get in
site-join-how = Everybody may read. To write, take a name here or sign in with Matrix. Your first words are seen by the trusted; with as many votes as the magic number, everybody sees them.

site-rank-ghost = newcomer
site-rank-commenter = commenter
site-rank-trusted = trusted
site-muted = May not write until { $until }.
site-excluded = Excluded from the community.
site-rank = Rank
site-index = Support index
site-posts = Posts
site-comments-of = Comments
site-invitations = Invitations
site-badge-joined = Sign of joining: { $value }
site-rose-by-item = Got the rank on { $day } for what they wrote
site-rose-by-invitation = Got the rank on { $day } by invitation
site-invited-by = Invited by
site-guests = Whom they invited
site-thanks = Say thanks
site-thank-in = Thanks: { $value }
site-qr = QR code of the { $value } wallet
site-invite = Invite
site-describe = Say something about yourself
site-written = Written
site-trusted-count = { $n ->
    [one] { $n } trusted
   *[other] { $n } trusted
 }
site-commenters-count = { $n ->
    [one] { $n } commenter
   *[other] { $n } commenters
 }
site-tree = Who invited whom
site-tree-empty = Nobody has invited anybody yet.
site-tree-cut = This is the beginning of the tree.

site-vote-support = I support it
site-vote-useful = useful
site-vote-oppose = I disagree
site-vote-none = take the vote back
site-vote-for = For
site-vote-against = Against
site-your-comment = Your comment
site-markdown = Markdown works: `**bold**`, `*italic*`, `code`, `> quote`, `[link](https://…)`. Tags are written as `#tag`.
site-send = Send
site-preview = Preview
site-answer = Answer
site-edit = Change
site-withdraw = Take back
site-withdraw-sure = The words will go from everywhere we can reach. What they have decided stays.
site-moderate = Complain
site-measure = What you ask for
site-measure-silence = silence the author
site-measure-exclude = exclude the author
site-argument = Why (everybody will see it)
site-moderate-send = Vote
site-whole-thread = The whole discussion
site-in-matrix = In Matrix
site-has-case = There is a case
site-why = Why so
site-order = Order
site-order-time = by time
site-order-index = by support
site-order-questions = unanswered questions
site-comments-before = Comments before
site-comments-after = More comments
site-branch = { $n ->
    [one] branch, { $n } answer
   *[other] branch, { $n } answers
 }
site-fold = Fold or unfold
site-answers = In answer to another comment
site-ghost-comments = The trusted see a newcomer's comment first.
site-sign-in-to-comment = Sign in to answer
site-withdrawn = The author has taken the words back.
site-hidden = Hidden by the community's decision.
site-withheld-here = Not shown here by order of the law of your country.
site-words-withheld = The words were taken back.

site-why-numbers = { $votes } votes of { $needed } needed: { $x } active, the magic number is { $magic } ({ $rule }, policy version { $policy }).
site-why-published = Published { $at }.
site-why-promoted = The author rose { $at }.
site-why-granted = The author got an invitation { $at }.
site-why-next-post = Towards an invitation for the author:
site-why-next-comment = Towards a rank for the author:

site-entry = Chronicle, entry { $n }
site-chronicle-empty = Nothing has been entered into the chronicle yet.
site-entered = entered
site-entry-gone = The author has taken these words back. The number and the place in the log stay.
site-entry-item = To the post
site-proof = Proof
site-record = record
site-chronicle-how = The chronicle cannot be rewritten unnoticed: every entry stands in a public log, and anybody can check the proof, also offline: `secta chronicle verify`.
site-checkpoint = Checkpoint
site-log-key = Key of the log

site-cases = Open cases
site-cases-none = No case is open.
site-appeals = Appeals
site-appeals-none = No appeal is open.
site-proposals = Proposals
site-proposals-none = No proposal is open.
site-until = until { $value }
site-case-votes = Case: { $silence } to silence, { $exclude } to exclude
site-appeal-votes = Appeal: { $for } for, { $against } against
site-proposal-supertag = Main topic “{ $value }”
site-proposal-policy = A change of the rules
site-proposal-entry = An entry for the chronicle
site-your-appeal = Your appeal
site-appeal = Appeal
site-case-of = Case: { $who }
site-appeal-of = Appeal: { $who }
site-opened-by = Opened at the wish of
site-case-closed = closed
site-case-against = A case about words of
site-case-item = The words
site-case-waiting = The words are not published yet.
site-overturned = An appeal has undone the decision.
site-case-muted = May not write until { $value }
site-case-excluded = Excluded
site-take-back-silence = Take back the vote to silence
site-take-back-exclude = Take back the vote to exclude
site-arguments = Arguments
site-said-silence = silence
site-said-exclude = exclude
site-said-appeal = appeal
site-said = said
site-upheld = upheld
site-refused = refused
site-accepted = accepted
site-lapsed = lapsed
site-appeal-case = The case that it is about
site-for = For
site-against = Against
site-log = Moderation log
site-log-none = The log is empty: nobody was punished.
site-log-opened = a case was opened
site-log-silenced = may not write until { $until }
site-log-excluded = excluded from the community
site-log-closed = the case's time was over
site-log-appealed = an appeal was made
site-log-upheld = the appeal was upheld
site-log-refused = the appeal was refused

site-policy-version = Version { $n }
site-principles = Principles
site-rules-in-words = How it all works
site-fields = All fields

site-chart-active = Active members in thirty days
site-chart-votes = Votes a day
site-chart-written = Posts and comments a day
site-chart-magic = The magic number
site-last-days = The last days
site-day = Day
site-votes = Votes
site-active = Active
site-active-trusted = Trusted among them

site-nothing = Nothing here
site-missing = There is no such page: it may have been taken back, or was never there.
site-malformed = The form is too old or was not sent from here. Go back and try again: what you wrote is still in your browser.
site-form-too-large = This form is too large: { $kb } KB at most. Nothing was sent and nothing is lost: go back in your browser, where your text still stands, and shorten or split it.
site-file-too-large = This file is larger than { $mb } MB, and the site does not hand it on. It is in the community’s room on Matrix.
site-stranger = Sign in first.
site-away = This cannot be shown now. Try again in a minute.
site-on = Go on
site-kept = Your text is not lost
site-unlawful = Unavailable for legal reasons
site-unlawful-where = This node does not show the page in these countries: { $value }. Everybody else sees it; the rooms and records of the community are untouched.
site-unlawful-by = Demanded by:
site-unlawful-how = How to read it anyway
site-unlawful-vpn = by VPN or Tor
site-unlawful-matrix = in the community's rooms in Matrix, and on other nodes that hold the same record
site-withheld = Withheld by law
site-withheld-about = Everything that this node does not show in some countries, and who demanded it.
site-withheld-none = Nothing is withheld.

site-slow = Taken
site-slow-why = The form is written down and will be carried out when its turn comes. There is no need to send it again.
site-refused-title = That cannot be done
site-waits = Sent
site-change-text = Change the text
site-text = Text
site-looks-so = It will look like this
site-supertags-are = Main topics: { $value }.
site-first-words = A newcomer's words are seen by the trusted first. With as many votes as the magic number, everybody sees them.

site-community = Community
site-by-matrix = With Matrix
site-by-matrix-how = If you have a porch in this community, the bot will send a code there.
site-matrix-id = Your Matrix ID
site-send-code = Send the code
site-code-sent = If there is such a member, the bot has sent a code to their porch. It holds for ten minutes.
site-code = Code
site-code-wrong = The code is wrong or too old.
site-enter = Sign in
site-by-phrase = With the phrase
site-phrase = Recovery phrase
site-by-passkey = With a passkey
site-by-passkey-how = A passkey is kept by your device: a phone, a laptop or a key fob. It needs scripts in the browser.
site-use-passkey = Sign in with a passkey
site-passkey-failed = That did not work. Try again, or sign in another way.
site-no-name-yet = No name yet?
site-have-name = You have a name? Sign in
site-sign-up-how = A name is all it takes. We ask for no mail and no phone.
site-name-wanted = The name under which you will be seen
site-name-length = A name has two to forty characters.
site-name-characters = A name is made of letters, digits, spaces and plain signs.
site-name-taken = This name, or one that looks like it, is taken.
site-make = Take it
site-welcome = Welcome
site-phrase-keep = This is your recovery phrase. **Write it down**: it is shown once, and without it nobody can sign in when the browser and the passkey are lost.
site-account-is = Your address: { $value }
site-kept-it = I have written it down, go on
site-too-often = Too many attempts. Try again in { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
 }.
site-not-in = You were not signed in: it did not fit, or was too old. Try again.

site-me = You
site-my-page = your page
site-told = You were told
site-mine-waiting = Yours waits for a decision
site-name-shown = Name
site-about = About you
site-keep = Keep
site-remove = Remove
site-wallets = Wallets
site-wallets-how = Who wants to say thanks sees the address and its QR code. The address is seen by everybody, for ever.
site-passkey = Passkey
site-add-passkey = Add a passkey
site-sessions = Where you are signed in
site-agent-unknown = unknown browser
site-this-session = here and now
site-end-session = End
site-sign-out = Sign out
site-sign-out-all = Sign out everywhere
site-twilight-about = Only the trusted see this. What does not get its votes in time goes without a trace.
site-twilight-empty = Nobody waits for anything.
site-comment-to = comment on the post

site-search-what = What to find
site-search-find = Find
site-search-how = How to ask
site-search-filters = Words are found in all their forms. “Words in quotes” stand together, -words must not be there. You can narrow it: from:name, in:room, after:2026-01-31, before:2026-02-28, tag:word, type:post, type:comment, type:file, type:link, type:page. Only what you may read anyway is found.
site-search-total = { $n ->
    [0] Nothing was found.
    [one] { $n } message was found
   *[other] { $n } messages were found
 }
site-search-pages = Pages of the wiki
site-search-pages-all = All pages: { $n }
site-search-only-pages = type:page
site-search-instead = What was looked for: { $value }
site-search-open = To the page
site-search-before = Back
site-search-more = More

site-api-missing = There is nothing here: it may have been taken back, or was never there.
site-api-malformed = The request is not made as /api/v1/openapi.json says.
site-api-too-large = Too large: { $kb } KB at most. Nothing was done.
site-api-wrong = The code or phrase is wrong, or the code is too old.
site-api-too-often = Too many attempts. Try again in { $seconds } s.
site-api-unkeyed = The header Idempotency-Key is missing: a name under which this is done once.
site-api-not-yet = It is taken, and not done yet. Ask again with the same Idempotency-Key.
site-api-rank = Private spaces are for commenters and the trusted.
site-api-no-entry = This is no entry of a private space: { $reason }
site-api-no-member = The entry is not signed by a member of this space: { $reason }
site-api-stale = Others have come before this entry, read them first: { $reason }
site-api-full = This space has no room left: its limit is 256 MB.
site-api-too-many = No more private spaces can be made: the limit is 20 an account.

site-feed-about = What is written in “{ $value }”

site-way-wiki = Wiki
site-wiki-ways = Page
site-wiki-more = More
site-wiki-way-read = Read
site-wiki-way-edit = Edit
site-wiki-way-history = History
site-wiki-way-links = Links here
site-wiki-way-rename = Rename
site-wiki-way-delete = Delete
site-wiki-way-protect = Protect
site-wiki-way-upload = New version of the file
site-wiki-welcome = Here the community writes what it wants to remember: pages that people edit together. Nothing is lost: every page has a history, and every change can be brought back.
site-wiki-main = Main page
site-wiki-main-page = Open the main page
site-wiki-begin-main = Begin the main page
site-wiki-aside = Around the wiki
site-wiki-go = Open or begin a page
site-wiki-title = Title
site-wiki-open = Open
site-wiki-lists = Lists
site-wiki-none = Nobody has written anything here yet.
site-wiki-all-changes = All changes
site-wiki-on = Next

site-wiki-changes = Recent changes
site-wiki-pages = All pages
site-wiki-pages-about = Everything that is written, by title.
site-wiki-categories = Categories
site-wiki-categories-about = Categories that have pages.
site-wiki-files = Files
site-wiki-files-about = Pictures and other files.
site-wiki-wanted = Wanted
site-wiki-wanted-about = Pages that others link to, and that nobody has written yet.
site-wiki-orphans = Lonely
site-wiki-orphans-about = Pages that nothing links to.
site-wiki-contested = In conflict
site-wiki-contested-about = Changes were made apart here, and wait for somebody to bring them together.
site-wiki-linked = { $n ->
    [one] { $n } link
   *[other] { $n } links
 }

site-wiki-contents = Contents
site-wiki-edit-section = edit
site-wiki-footnotes = Footnotes
site-wiki-footnote-back = Back to the text
site-wiki-embed-loop = This page is already shown above.
site-wiki-embed-deep = The pages stand too deep within each other.
site-wiki-embed-many = There are too many pages within this one; the rest is not shown.
site-wiki-section-missing = That page has no such section.
site-wiki-too-long = The page is too long; its end is not shown.
site-wiki-missing = There is no such page yet.
site-wiki-begin = Write it
site-wiki-sign-in = Sign in to write it
site-wiki-alike = There is a page whose title looks like this one:
site-wiki-in-category = Pages in the category
site-wiki-from = A former title has led you here:
site-wiki-moved-note = The page has moved:
site-wiki-deleted-note = The page was deleted. Its history stays.
site-wiki-hidden-note = The author has taken these words back.
site-wiki-conflicts = { $n ->
    [one] In { $n } place of the text changes conflict: both are kept.
   *[other] In { $n } places of the text changes conflict: both are kept.
 }
site-wiki-contested-note = The page was changed in different ways that do not merge by themselves.
site-wiki-resolve = Resolve
site-wiki-saved-merged = Saved. Somebody else changed the page while you were writing: the changes were merged.
site-wiki-saved-conflict = Saved. Somebody else changed the page while you were writing, and the changes conflict.
site-wiki-changed-by = Changed by
site-wiki-revisions = { $n ->
    [one] { $n } version
   *[other] { $n } versions
 }
site-wiki-rank = Who edits: { $value } or above.
site-wiki-rank-own = The page is protected. Who edits: { $value } or above.
site-wiki-discussion = Discussion
site-wiki-discuss = Begin a discussion
site-wiki-watch = Watch
site-wiki-unwatch = Watch no more
site-wiki-links-of = Links to “{ $value }”
site-wiki-links-none = Nothing links here.

site-wiki-history-of = History of “{ $value }”
site-wiki-compare = Compare the marked ones
site-wiki-from-version = Compare from the version of { $value }
site-wiki-to-version = Compare to the version of { $value }
site-wiki-difference = Difference
site-wiki-bytes = bytes more or less
site-wiki-did-move = title changed
site-wiki-did-delete = deleted
site-wiki-did-file = file
site-wiki-did-hide = words taken back
site-wiki-revert = Bring this version back
site-wiki-reverted = Brought back the version of { $at }
site-wiki-hide = Take my words back
site-wiki-hide-sure = The words of this version go from everywhere that we can reach. Its place in the history stays.
site-wiki-old-note = This is how the page was.
site-wiki-current = The page as it is
site-wiki-since = What has changed since
site-wiki-diff-of = Difference: { $value }
site-wiki-before = Before
site-wiki-after = After
site-wiki-nothing-before = nothing
site-wiki-now = now
site-wiki-no-difference = The text has not changed.

site-wiki-edit-of = Edit: { $value }
site-wiki-new-of = New page: { $value }
site-wiki-locked = To edit this page one has to be { $value } or above. You can read the text and take it along.
site-wiki-moved-on = Somebody else has changed the page since this form was opened. Go on and save: the changes will be merged.
site-wiki-markdown = Markdown works: `# heading`, `**bold**`, `*italics*`, `[[Page]]`, `[[Page|words]]`, `![[picture.png]]`, `[[Category:Name]]`.
site-wiki-limit = At most { $size }.
site-wiki-comment = What has changed, in a few words
site-wiki-public = The change is seen by everybody and stays in the history for ever, under your name.
site-wiki-save = Save
site-wiki-cancel = Do not save
site-wiki-draft-keep = Keep as a draft
site-wiki-draft-throw = Throw away
site-wiki-draft-of = This is your draft, kept on { $at }. Nobody else sees it.
site-wiki-draft-part = Here is one section, not the whole page.
site-wiki-draft-moved-on = Somebody else has changed the page since then. Go on and save: the changes will be merged.
site-wiki-draft-without = Open the page without the draft
site-wiki-draft-beside = You have a draft of this page, kept on { $at }. If you keep a new one, it takes the place of that one.
site-wiki-draft-open = Open the draft
site-wiki-draft-gone = There can be 50 drafts. This one is kept, and the oldest, “{ $value }”, is gone. Here is its text.
site-wiki-draft-thrown = The draft is thrown away
site-wiki-draft-thrown-about = Here is its text, in case it is still needed.
site-wiki-drafts = Drafts in the wiki
site-wiki-drafts-mine = My drafts: { $n }
site-wiki-text-long = The text is too long: { $size } where { $most } are allowed. Shorten it, or divide it into pages.
site-wiki-comment-long = The description is too long. Shorten it.
site-wiki-section-gone = This section is no longer there. Copy your text and edit the whole page.
site-wiki-same = The text has not changed, there is nothing to save.
site-wiki-title-empty = The title is empty.
site-wiki-title-long = The title has { $n ->
    [one] { $n } letter
   *[other] { $n } letters
 }; at most { $most } are allowed.
site-wiki-title-character = A title cannot hold { $value }
site-wiki-title-invisible = There is an invisible character in the title.
site-wiki-title-part = A name belongs between slashes, and there is “{ $value }”.
site-wiki-title-mixed = The word “{ $value }” mixes letters of different alphabets.
site-wiki-title-prefix = The title begins with a word that has a meaning of its own.
site-wiki-rename-of = Rename “{ $value }”
site-wiki-rename-about = Links to the page change by themselves, and the former title leads to the new one.
site-wiki-new-title = New title
site-wiki-same-title = The title is the same.
site-wiki-delete-of = Delete “{ $value }”
site-wiki-delete-about = The page goes, its history stays, and whoever may edit can bring it back.
site-wiki-protect-of = Protect “{ $value }”
site-wiki-protect-about = Choose who may edit this page.
site-wiki-who-edits = Who edits
site-wiki-rank-policy = as the rules say
site-wiki-may-not = Your rank does not allow this.

site-wiki-resolve-of = Resolve: { $value }
site-wiki-resolve-about = These changes were made apart. Choose what to keep: the decision becomes a new version, and the former ones stay in the history.
site-wiki-no-conflicts = Nothing conflicts here.
site-wiki-place = Place { $n }
site-wiki-ours = One change
site-wiki-theirs = The other change
site-wiki-base = As it was before
site-wiki-take-ours = the first
site-wiki-take-theirs = the second
site-wiki-take-both = both
site-wiki-settle = Save this
site-wiki-settle-edit = Edit before saving
site-wiki-whole-text = The whole text with its marks
site-wiki-resolved = Brought the changes together
site-wiki-heads = What there is
site-wiki-keep-this = Keep this

site-wiki-upload = Upload a file
site-wiki-upload-about = At most 10 MB. Everybody will see the file.
site-wiki-upload-send = Upload
site-wiki-file = File
site-wiki-file-title = Title of the file; empty for its own name
site-wiki-file-about = Description
site-wiki-file-none = No file was chosen, or it is empty.
site-wiki-file-large = The file is larger than 10 MB.
site-wiki-file-there = There is a file of this title already. Give another title, or upload a new version from its page.
site-wiki-download = Download
site-wiki-versions = Versions
