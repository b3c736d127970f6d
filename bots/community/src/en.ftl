community-about = **A community: we write, we vote, we decide for ourselves**

community-list-usage = !communities
community-list-example = !communities
community-list-help = The communities of this node, with links.
community-create-usage = !community create Name
community-create-example = !community create Glade
community-create-help = Found a community: the bot makes its rooms, and your first post makes you trusted.
community-join-usage = !join [community]
community-join-example = !join Glade
community-join-help = Come into a community: the bot opens a porch for you, a private room from which you can write.
community-post-usage = !post text
community-post-example = !post Hello! I grow apples and know all about them. #apples
community-post-help = Write a post: of several lines, as the caption of an image, or in reply to your own message in the porch. Tags go into the text: #tag.
community-comment-usage = !comment link text
community-comment-example = !comment https://matrix.to/#/!room/$event I agree, it is the same with me.
community-comment-help = Comment on a post: by its link, or in reply to it.
community-withdraw-usage = !withdraw
community-withdraw-example = !withdraw
community-withdraw-help = Take back what is yours: reply with this to your post or comment. Deleting your own message does the same.
community-rank-usage = !rank [@name:server]
community-rank-example = !rank @anna:example.org
community-rank-help = Rank, support index and invitations: yours or somebody's.
community-why-usage = !why [@name:server]
community-why-example = !why @anna:example.org
community-why-help = Why it was decided so: reply with this to a post, a comment or a case. You get the votes, the threshold and the rule.
community-invite-usage = !invite @name:server
community-invite-example = !invite @boris:example.org
community-invite-help = Give your invitation away: they become a commenter.
community-appeal-usage = !appeal text
community-appeal-example = !appeal I lost my temper and would like to come back.
community-appeal-help = Ask the council to look again at what it decided about you.
community-cases-usage = !cases
community-cases-example = !cases
community-cases-help = The council's open cases.
community-log-usage = !log
community-log-example = !log
community-log-help = The moderation log: what was decided, and when.
community-rules-usage = !rules
community-rules-example = !rules
community-rules-help = The community's rules and today's magic number.
community-supertag-usage = !supertag name | definition | synonyms
community-supertag-example = !supertag Space | All about stars, planets and flights to them | astronomy, universe
community-supertag-help = Propose a supertag, a main subject of posts. The council decides.
community-propose-usage = !propose rule field: value
community-propose-example = !propose rule waiting time: 3 days | exclusion votes: 4
community-propose-help = Propose other rules to the council: a field and its value behind a colon, each on its own line or between bars. `!rules` shows the fields with their values; put “principles” last, they may have many lines.
community-tags-usage = !tags
community-tags-example = !tags
community-tags-help = The community's supertags with their definitions.
community-feed-usage = !feed tag …
community-feed-example = !feed space comets
community-feed-help = Posts that carry all of these tags, the newest first.
community-profile-usage = !profile [text]
community-profile-example = !profile A gardener who plays the accordion.
community-profile-help = Say something about yourself. Without a text: show a profile, your own or @somebody's.
community-wallet-usage = !wallet add|remove btc|xmr|eth address
community-wallet-example = !wallet add btc 1A1zP1eP5QGefi2DMPTfTL5SLmv7DivfNa
community-wallet-help = A wallet, so that people can thank you. The address's checksum is verified.
community-thanks-usage = !thanks [link]
community-thanks-example = !thanks
community-thanks-help = Reply with this to a post, or give a link to it: it shows its author's wallets with QR codes.

community-which = I can't tell which community you mean. See `!communities`, then come in: `!join name`.
community-list = **Communities of this node: { $n }**
community-list-line = [{ $name }]({ $link })
community-list-none = There are no communities here yet. Found the first: `!community create Name`

community-create-name = What is the community's name? Up to { $max } characters: `!community create Glade`
community-name-taken = There is a community "{ $name }" here already. Choose another name, or come into it: `!join { $name }`
community-creating = I am making the rooms of "{ $name }". It won't take long; then I'll write to you privately.
community-created = The community **{ $name }** is ready: [its space]({ $link }). I have invited you there and opened a porch for you.
community-create-refused = A room for "{ $name }" could not be made: the server refused. { $message } To try again: `!community create { $name }`
community-topic-space = A community that decides for itself
community-name-stream = Stream · { $name }
community-topic-stream = The community's posts. Comments are in the threads below them.
community-name-twilight = Twilight · { $name }
community-topic-twilight = Newcomers' posts and comments wait here for votes.
community-name-council = Council · { $name }
community-topic-council = Cases, appeals, supertags, rules.
community-name-square = Square · { $name }
community-topic-square = Talk about anything. Nothing is published here.
community-name-chronicle = Chronicle · { $name }
community-topic-chronicle = What matters. Only the bot writes here.
community-porch-name = Porch · { $name }
community-puppet-newcomer = { $name } ({ $id }) · newcomer
community-puppet-member = { $name } ({ $id }) · from the porch

community-hello = Hello! This is your porch in the community **{ $name }**: there are only you and I.
    You can read the community at once: [the Stream]({ $link }).
    To get in, write a first post: `!post text`. The trusted members will see it; with enough votes it goes to the Stream, and you belong. It waits for { $time }, then it is gone.
    To answer somebody's post: `!comment link text`. The rules: `!rules`
community-hello-founder = Hello! You have founded the community **{ $name }**. This is your porch: there are only you and I.
    Write a first post: `!post text`. It is published at once and makes you trusted, and I'll invite you to the other rooms.
    Then call people: they knock on the space, or write me `!join { $name }`.
community-hello-member = Hello! This is your porch in the community **{ $name }**: I write to you here, and you can write commands to me. What there is: `!help`
community-join = I am opening a porch of "{ $name }" for you: accept the invitation to the new room, and I'll tell you how to begin.
community-join-again = You have a porch already, come in: [{ $link }]({ $link })

community-post-empty = The post is empty. Write the text behind the command: `!post Hello, I am Anna`. Or reply with `!post` to your own message here.
community-comment-where = A comment on what? Give the post's link, or reply to it: `!comment link text`
community-comment-unknown = I don't know this post or comment. Copy the link from the Stream: `!comment link text`
community-comment-empty = The comment is empty. Write the text behind the link: `!comment link text`
community-unknown-event = That is neither a post nor a comment of the community.
community-long = Too long for one message. Shorten it, or split it.
community-sealed = Your file is encrypted for this chat alone: nobody else could open it. Send it from your porch: that chat is not encrypted, for what is published everybody sees anyway.
community-withdraw-what = Take back what? Reply with `!withdraw` to your post or comment.
community-invite-whom = Invite whom? For example: `!invite @boris:example.org`
community-appeal-empty = Write why the decision should be looked at again: `!appeal text`
community-supertag-form = It takes a name and a definition, with a bar between: `!supertag Space | All about stars, planets and flights to them | astronomy`
community-feed-form = Which tags? For example: `!feed space comets`
community-propose-form = Write a field and its value with a colon between them, one on each line: `!propose rule waiting time: 3 days`. The fields there are: `!rules`
community-propose-twice = A field stands there twice. Keep the value that you propose.
community-why-what = About what? Reply with `!why` to a post, a comment or a case, or name a member: `!why @anna:example.org`
community-thanks-whom = Thank whom? Reply with `!thanks` to a post or comment, or give a link to it.
community-wallet-form = Like this: `!wallet add btc address` or `!wallet remove btc`. Currencies: btc, xmr, eth.
community-wallet-checksum = There is a slip in the address: its checksum is wrong. Copy the whole of it (with capital letters for eth).

community-post-waits = The post has gone to the Twilight, where the trusted members see it. It waits for { $time }; I'll write what they decide.
community-comment-waits = The comment has gone to the Twilight, where the trusted members see it. It waits for { $time }; I'll write what they decide.
community-moved = The trusted write to the Stream, so I have moved your post to the Twilight, text and all. With enough votes it comes back to the Stream, and you become trusted. It waits for { $time }.
community-line-post = { $who }, { $rank }: a post. Needs { $n ->
    [one] { $n } vote
   *[other] { $n } votes
}, { $support } or { $useful }. Waits for another { $time }.
community-line-comment = { $who }, { $rank }: a comment. Needs { $n ->
    [one] { $n } vote
   *[other] { $n } votes
} ({ $support } and { $useful } less { $oppose }). Waits for another { $time }.
community-line-to = On the post: [{ $link }]({ $link })
community-published = Published: [{ $link }]({ $link })
community-published-there = Out in the Stream: [{ $link }]({ $link })
community-redrafted = The author has changed the text. { $n ->
    [0] There were no votes yet.
    [one] The vote for the old text is void: { $n }.
   *[other] The votes for the old text are void: { $n }.
}
community-redrafted-yours = The text is changed in the Twilight too. { $n ->
    [0] There were no votes yet.
    [one] The vote for the old text is void: { $n }.
   *[other] The votes for the old text are void: { $n }.
}
community-expired = Its time is over: there were too few votes, and what waited in the Twilight is deleted. That is not for ever: try to write it another way.
community-withdrawn = Taken back: it is no longer in the Twilight.
community-dropped-silenced = By the council's decision, what waited in the Twilight is deleted.
community-withdraw-done = Taken back: the text is deleted everywhere that I reach.
community-text-back = Your text:

community-now-trusted = Congratulations, you are **trusted** now! Votes: { $votes }, needed: { $needed }. I have invited you to the Stream, the Square, the Twilight and the Council.
community-now-commenter = Congratulations, you are a **commenter** now! Useful votes: { $votes }, needed: { $needed }. I have invited you to the Stream and the Square.
community-granted = Your post has reached the magic number: you have { $n ->
    [one] { $n } invitation
   *[other] { $n } invitations
}. To give one away: `!invite @name:server`
community-invited = { $by } invites you to the community **{ $name }**: you are a commenter now. I have invited you to the Stream and the Square.
community-invite-done = { $who }: a commenter now.

community-quote = "{ $quote }"
community-case = A case: **{ $who }**, [the item]({ $link }).
    { $quote }
    { $silence } to mute for a while, { $exclude } to exclude. A vote counts together with its argument: reply in the thread, at least { $min } characters.
community-case-argue = { $who }, the vote waits for its argument. Write it here, in the thread: at least { $min } { $min ->
    [one] character
   *[other] characters
}.
community-case-voted = A vote with its argument counts: { $who }.
community-case-unvoted = A vote is taken back: { $who }.
community-case-silenced = Decided: the item is hidden, its author is muted. May write again: { $until }. Votes { $votes }, needed { $needed }.
community-case-excluded = Decided: the author is excluded. Votes { $votes }, needed { $needed }.
community-case-closed = The time is over, the case is closed.
community-muted-you = The council has hidden your item and muted you. You may write again: { $until }. Votes { $votes }, needed { $needed }. You can read and vote. You disagree? `!appeal text`
community-excluded-you = The council has excluded you from the community. Votes { $votes }, needed { $needed }. You disagree? `!appeal text`
community-unmuted = You may write again.

community-appeal = An appeal: **{ $who }**.
    "{ $text }"
    { $support } to restore, { $oppose } to leave it so. The vote is open for { $time }.
community-appeal-sent = The council has your appeal. It votes for { $time }; I'll write what it decides.
community-appeal-upheld = The appeal is upheld: for { $pro }, against { $against }, needed { $needed }.
community-appeal-refused = The appeal is refused: for { $pro }, against { $against }, needed { $needed }.
community-appeal-upheld-you = Your appeal is upheld, you are back with us: for { $pro }, against { $against }, needed { $needed }.
community-appeal-refused-you = Your appeal is refused: for { $pro }, against { $against }, needed { $needed }.
community-supertag = { $who } proposes the supertag **{ $name }**: { $definition }
    Synonyms: { $synonyms }. You agree? { $support }. Open for { $time }.
community-supertag-done = The supertag is before the council.
community-policy = { $who } proposes other rules:
    { $changes }
    You agree? { $support }. Open for { $time }.
community-propose-done = The council has your proposal. The trusted vote on it, without you; how many votes it takes, `!why` in reply to it will tell.
community-propose-alone = The council has your proposal, but nobody can vote on it yet: one doesn't vote on one's own, and you are the only trusted member here. Let somebody else become trusted.
community-policy-changed = **The community's rules have changed**, they are now version { $version }:
    { $changes }
    All the rules: `!rules`
community-proposal-accepted = Accepted: votes { $votes }, needed { $needed }.
community-proposal-lapsed = Not accepted: the time is over, votes { $votes }, needed { $needed }.

community-levels-restored = { $who } changes the power levels of a room. I have set them back.
community-bot-removed = I was removed from a room of the community ({ $room }) by { $who }. It doesn't work without me. Only the server's administrator can bring me back.

community-rank-ghost = newcomer
community-rank-commenter = commenter
community-rank-trusted = trusted
community-rank = **{ $who }**: { $rank }, support index { $index }.
community-rank-muted = Muted until: { $until }.
community-rank-excluded = Excluded from the community.
community-rank-invitations = Invitations: { $n }.
community-rank-invited = Invited by { $by }.
community-profile-joined = 🏅 Sign of joining: { $at }
community-profile-done = The profile is written down.
community-wallet-added = The wallet is written down.
community-wallet-removed = The wallet is removed.
community-wallet-none = You have no wallets. To add one: `!wallet add btc address`
community-wallet-line = { $currency }: `{ $address }`
community-thanks-code = { $currency }, { $who }
community-thanks = To thank { $who }:
community-thanks-none = { $who } has no wallets. A kind word is thanks too.

community-cases = **Open cases: { $n }**
community-cases-none = There are no open cases.
community-cases-line = { $link ->
    [none] { $who }
   *[there] [{ $who }]({ $link })
}: open until { $until }
community-log = **The moderation log, lines in all: { $n }**
community-log-none = The log is empty: nobody was punished.
community-log-opened = { $at }: a case is opened, { $who }
community-log-silenced = { $at }: { $who } is muted until { $until } (votes { $votes }, needed { $needed })
community-log-excluded = { $at }: { $who } is excluded (votes { $votes }, needed { $needed })
community-log-closed = { $at }: a case's time is over, { $who }
community-log-appealed = { $at }: an appeal, { $who }
community-log-upheld = { $at }: the appeal is upheld, { $who }
community-log-refused = { $at }: the appeal is refused, { $who }

community-tags = **Supertags: { $n }**
community-tags-line = **{ $name }**: { $definition }
community-tags-synonyms = Synonyms: { $synonyms }
community-tags-none = There are no supertags yet. To propose one: `!supertag name | definition`
community-feed = **Posts under "{ $tags }": { $n }**
community-feed-line = [{ $text }]({ $link }), { $who }, { $when }
community-feed-none = There are no posts under "{ $tags }".

community-why-waiting = Waits for votes until: { $until }.
community-why-published = Published: { $since }.
community-why-hidden = Hidden by the council's decision.
community-why-withdrawn = Taken back by its author.
community-why-tally = Votes: { $support }, { $useful }, { $oppose }.
community-why-was-published = Published by { $rule }: votes { $votes }, needed { $needed }. Active { $x }, magic number { $magic }, policy version { $policy }.
community-why-was-promoted = Raised its author by { $rule }: votes { $votes }, needed { $needed }. Active { $x }, magic number { $magic }, policy version { $policy }.
community-why-was-granted = Earned an invitation by { $rule }: votes { $votes }, needed { $needed }. Active { $x }, magic number { $magic }, policy version { $policy }.
community-why-next = To the next step by { $rule }: votes { $votes }, needed { $needed }. Active { $x }, magic number { $magic }, policy version { $policy }.
community-why-silence = To mute, { $rule }: votes { $votes }, needed { $needed }. Active { $x }, magic number { $magic }, policy version { $policy }.
community-why-exclude = To exclude, { $rule }: votes { $votes }, needed { $needed }. Active { $x }, magic number { $magic }, policy version { $policy }.
community-why-appeal = The appeal, { $rule }: for { $votes }, needed { $needed }. Active { $x }, magic number { $magic }, policy version { $policy }.
community-why-against = Against: { $n }.
community-why-proposal = The proposal, { $rule }: votes { $votes }, needed { $needed }. Active { $x }, magic number { $magic }, policy version { $policy }.
community-why-edited = Changed after publication: { $at }. Votes stay with what they were given on.

community-policy-head = **The rules of { $name }**, version { $version }. The magic number today: **{ $n }** (active trusted members: { $x }).

community-refused = { $text } (rule { $rule })
community-no-service = That can't be done so.
community-no-policy = Such rules won't do: { $faults }
community-no-same-policy = These rules are in force already.
community-no-excluded = You are excluded from this community. To ask for another look, write in your porch: `!appeal text`
community-no-muted = You are muted for now. You may write again: { $until }. You disagree? `!appeal text`
community-no-rank = This takes the rank "{ $needed }", and yours is "{ $rank }".
community-no-pending = You have { $n ->
    [one] { $n } item
   *[other] { $n } items
} waiting, and no more than { $max } may. Wait for what is decided, or take one back: `!withdraw`
community-no-supertags = { $n } supertags, and no more than { $max } may be.
community-no-item-exists = This is published already.
community-no-unknown = There is no such thing in the community (or no longer).
community-no-thread = Comments go below posts of the Stream and what stands in their threads.
community-no-hidden = This item is hidden by the council's decision.
community-no-withdrawn = Its author has taken this item back.
community-no-expired = This item's time was over: { $at }.
community-no-own = One doesn't vote on one's own.
community-no-not-own = This is somebody else's.
community-no-same = You have voted so already.
community-no-vote = You have no such vote.
community-no-effect = This vote has had its effect, and stays counted.
community-no-late = It could be taken back until: { $at }. It stays counted.
community-no-argument = The argument is short: { $n } { $n ->
    [one] character
   *[other] characters
}, and { $min } are needed. Say a little more.
community-no-argue = You have no votes here that wait for an argument.
community-no-excluded-already = This member is excluded.
community-no-overturned = An appeal on this item was upheld: there is no new case.
community-no-exists = This is before the council already.
community-no-closed = This is settled.
community-no-invitation = You have no invitations. Posts that reach the magic number bring them.
community-no-member = They are here already: { $rank }.
community-no-appeal = There is nothing to appeal against: you may write.
community-no-appeal-open = Your appeal is being voted on already.
community-no-appeal-soon = The next appeal may come: { $from }.
community-no-index = Appeals are voted on by trusted members with a positive support index, and yours is { $index }.
community-no-supertag-words = A supertag has from 1 to { $max } words, and this has { $n }.
community-no-definition = The definition is short: { $n } { $n ->
    [one] character
   *[other] characters
}, and { $min } are needed.
community-no-supertag-exists = The supertag "{ $name }" is there or proposed already.
community-no-personal = That can't be written down so.

community-web-puppet = { $name } · on the site
community-web-arrived = Hello, { $name }! You are in the community as a newcomer: write your first post, the trusted members will see it.
community-web-empty = There is nothing here yet: write a text.
community-web-edit-there = This stands as a message of your own, and is edited where it is, in Matrix: [{ $link }]({ $link })
community-web-entry = Entries of the chronicle are voted on by reactions to the message itself, in the community's rooms.
community-web-invite = Whom to invite? A full Matrix name is needed, such as @boris:example.org
community-web-name = Write a name: one visible character at least.
community-web-name-stays = The name of an account made on the site does not change: people know you by it.
community-web-appeal-empty = Write why the decision should be looked at again.
community-web-no-excluded = You are excluded from this community. An appeal asks for another look.
community-web-no-muted = You may not write for now. You may again: { $until }. You disagree? Appeal.
community-web-no-pending = You have { $n } { $n ->
    [one] item
   *[other] items
} waiting, and no more than { $max } may. Wait for what is decided, or withdraw one.
community-web-posted = Published: the post goes to the Stream.
community-web-commented = Published: the comment goes to its thread.
community-web-waits = It went to the Twilight, the trusted members will see it. It waits { $time }; I will tell you what is decided.
community-web-edited = The text is changed.
community-web-withdrawn = Withdrawn: the text is deleted wherever I can reach.
community-web-voted = The vote counts.
community-web-unvoted = The vote is taken back.
community-web-moderated = The vote counts, and the argument is seen in the case's thread.
community-web-appealed = The council has your appeal. They vote for { $time }; I will tell you what is decided.
community-web-argument = { $who } argues: “{ $argument }”
community-web-code = Code for signing in on the site: **{ $code }**
    Somebody gave your name and wants to sign in on the community's site. If it is you, type the code where it is asked for; it holds { $time }. If it is not, do nothing. Tell nobody the code: with it they sign in as you.
community-web-now-trusted = Congratulations, you are **trusted** now! Votes: { $votes }, needed: { $needed }. From now on your posts are published at once, and you let newcomers in.
community-web-now-commenter = Congratulations, you are a **commenter** now! Useful votes: { $votes }, needed: { $needed }. From now on your comments are published at once, and you vote.
community-web-granted = Your post has reached the magic number: you have { $n ->
    [one] { $n } invitation
   *[other] { $n } invitations
}.
community-web-invited = { $by } invites you to the community **{ $name }**: you are a commenter now.
community-web-muted-you = The council has hidden your item, and you may not write for a while. You may again: { $until }. Votes: { $votes }, needed: { $needed }. You may read and vote. You disagree? Appeal.
community-web-excluded-you = The council has excluded you from the community. Votes: { $votes }, needed: { $needed }. You disagree? Appeal.
