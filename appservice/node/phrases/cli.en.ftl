# Configuration
config-unreadable = cannot read { $path }: { $reason }
config-syntax = line { $line }: this is not TOML: { $reason }
config-unknown = line { $line }: unknown field `{ $name }`
config-unknown-variable = unknown environment variable { $name }
config-near = did you mean `{ $near }`?
config-value = line { $line }: field `{ $field }`: { $reason }
config-variable = environment: { $reason }
config-missing = the field `{ $field }` is not set (nor the variable { $variable })
config-not-http-url = an address like http://… or https://… is needed
config-not-header = this is no name of an HTTP header
config-not-server-name = a server name like example.org or example.org:8448 is needed, without https://
config-not-localpart = lower-case Latin letters, digits and . _ = - / + are allowed
config-not-id = Latin letters, digits and . _ - are allowed
config-not-token = at least 16 printable Latin characters without spaces are needed
config-not-database-url = sqlite:file or postgres://user:password@host/name is needed
config-not-log-filter = a level (info) or parts like target=level with commas between them are needed
config-not-time-zone = a time zone is needed, for example Europe/Moscow
config-not-room-id = the id of a room is needed, it starts with !
config-not-vault-remote = the address of a Git repository is needed, with {"{"}vault{"}"} in it and no spaces
config-not-mxc = an address like mxc://… is needed
config-not-positive = a number greater than zero is needed
config-not-witness = the address and the key of a witness with a space between them are needed, for example https://example.net/_secta/v1/witness example.net/witness+e4bc0d3f+BG…; `secta chronicle key` prints the key
config-not-distinct-witnesses = the key of one witness stands there twice
config-not-log-key = the key of a log like example.net/chronicle/…+e4bc0d3f+AW… is needed; `secta chronicle key` prints it
config-not-invite = "own_server", "anyone" or a list of servers and users is needed
config-not-address = an address like 127.0.0.1:29333 is needed

# Everything
cli-failed = Error: { $reason }

# secta init
init-homeserver-url = The homeserver's address, as secta reaches it
init-server-name = The homeserver's name (what stands after the colon in @alice:example.org)
init-listen = The address on which to take events
init-url = The same address as the homeserver reaches it
init-database = The database
init-bot = The bot's user name
init-tell = please give { $flag }
init-exists = { $path } is there already; --force writes over it, with new tokens
init-done =
    Written:
      { $config }
      { $registration }

    What comes next:
    1. Keep the recovery passphrase of the bot's keys somewhere else than on this machine:
         { $recovery }
    2. Tell the homeserver about secta, and restart it.
       Synapse, homeserver.yaml:
         app_service_config_files:
           - { $registration }
       Dendrite, dendrite.yaml:
         app_service_api:
           config_files:
             - { $registration }
       (the homeserver must be allowed to read this file)
    3. Check:   secta check --config { $config }
    4. Run:     secta run --config { $config }

# secta community
node-silent =
    the node does not answer at { $address }.
    Start it (`secta run`) and try again; if it runs with another operating.listen, give its configuration: --config FILE
node-refused = the node ({ $address }) did not take the request: { $status } { $text }
community-off = the bot `community` is turned off in the configuration (bots.enabled)
community-not-an-id = { $founder } is no Matrix id; it should look like @anna:{ $server }
community-own-user = { $founder } belongs to the service itself; only a person can found a community
community-other-server = { $founder } is of another server; the command founds communities for members of { $server }, the others may ask the bot in a chat
community-name = a community's name must not be empty nor longer than { $max } characters
community-no-account = the homeserver knows no user { $founder }
community-taken = there is a community «{ $name }» on this node already, and somebody else has founded it; choose another name
community-refused =
    the homeserver refused to make rooms of the community «{ $name }»:
    { $rooms }
    Mend the cause and give the command again: the missing rooms will be asked for once more
community-asked = The request for the community «{ $name }» is written down and will not be lost, but the rooms are not ready yet. When they are, { $founder } will be invited. Give the command again to learn the link.
community-ready =
    The community «{ $name }» is ready: { $link }
    { $founder } is invited to the space and to the porch; the first post from there makes them a trusted member.
    Its id: { $id }

# secta demo
demo-missing =
    Missing:
    { $lines }
demo-missing-line = {"  "}{ $what }: { $install }
demo-port-taken = port { $port } is taken by another program; choose other ports: --port-base N
demo-already-runs = a demo runs in { $folder } already
demo-venv = Making a virtual environment for Python…
demo-pip = Installing Synapse { $version } from PyPI (usually less than a minute)…
demo-go = Building Dendrite { $version } (some minutes)…
demo-seconds = { $seconds } s
demo-step-failed =
    this failed: { $step }
    { $tail }
    the whole output: { $log }
demo-starting = Starting { $title } and secta…
demo-not-up =
    { $title } does not answer. The end of its log { $log }:
    { $tail }
demo-died-at-start =
    { $title } ended while it started. The end of its log { $log }:
    { $tail }
demo-died = { $title }: { $how }; starting it again (pause { $seconds } s)
demo-restarted = { $title }: it runs again
demo-people-come = The people come…
demo-people-write = They write, vote and argue…
demo-stuck = { $who }: what was waited for did not happen within a minute ({ $what }); see secta.log and homeserver.log. The next start goes on from here
demo-not-founded = the community was not founded; see secta.log and homeserver.log
demo-stopping = Stopping…
demo-ready =
    All is up. Open Element (or another Matrix client), choose the homeserver
    {"  "}{ $homeserver }
    and log in to one of the accounts of the community «Чайный двор», a Russian one (the password is on the right).

      Trusted:
    { $trusted }
        In «Сумерки» (the twilight) a post of Глеб waits: give it a 👍, and he becomes trusted.
        In «Совет» (the council) a case is open: react to it with 🔇, and say in its thread why.
      Commenters:
    { $commenters }
        In «Поток» (the stream) answer a post in its thread, mark it with 👍 or 💡.
      Newcomers:
    { $ghosts }
        In «Предбанник» (the porch) write:  !post Hello, I am a new neighbour
        Votes of the trusted bring it out into the stream.

    Also: in «Площадь» (the square)  !vote Tea? | yes | no ; anywhere  !help  and  !rules ;
    !find травы  in the council and in a porch: everybody finds what is open to them;
    !remember  in reply to a message: its note lies in (Git, Obsidian)
    { $vault } ;
    «Летопись» (the chronicle) has a log that anybody checks (secta chronicle):
    { $log } ;
    the site of the community, for everybody and without Matrix:
    { $site } ;
    a direct chat with { $bot } will be encrypted. Kill either process (pids in
    demo.json): it comes back and nothing is lost.

    Everything is in { $folder }. Stop: Ctrl-C. Begin anew: --reset.

replay-equal = Equal: { $rows } rows replayed, { $compared } values, effects, timers and parked inputs compared.
replay-differs = DIFFERENT: { $rows } rows replayed, { $compared } values, effects, timers and parked inputs compared. Please report this:

# secta export
export-done = { $path } written; records: { $records }, communities: { $communities }
export-unknown = the node keeps no community { $community }

# secta verify
verify-community = { $name } (community { $id })
verify-chain = log { $log } of the node { $node }: records: { $records }, the last is number { $seq }, { $id }
verify-chain-broken = whole only up to number { $followed }: the decisions below are those up to there
verify-kinds = acts: { $kinds }
verify-withheld = bodies withheld: { $count }
verify-trusted = trusted: { $count }
verify-commenters = commenters: { $count }
verify-ghosts = ghosts: { $count }
verify-account = { $account }: { $standing }; support index { $index }, invitations { $invitations }
verify-active = active
verify-muted = muted until { $until }
verify-excluded = excluded
verify-cases = cases: open { $open }, ended { $decided }
verify-case = { $id } about { $account }, opened by { $by } on { $date }
verify-case-silenced = silenced until { $until }: { $votes } of { $threshold } votes (x = { $x })
verify-case-silence = for silence: { $votes } of { $threshold } votes (x = { $x })
verify-case-excluded = excluded: { $votes } of { $threshold } votes (x = { $x })
verify-case-exclude = for exclusion: { $votes } of { $threshold } votes (x = { $x })
verify-case-closed = closed on { $date }
verify-case-overturned = undone by an appeal
verify-appeals = appeals: open { $open }, decided { $decided }
verify-appeal = { $id } of { $account }, { $date }: { $verdict }; for { $votes }, against { $against }, needed { $threshold }
verify-appeal-open = open
verify-appeal-upheld = upheld
verify-appeal-refused = refused
verify-supertags = supertags: { $names }
verify-state = hash of the state: { $hash }
verify-fault = ✗ line { $line }: { $what }
verify-fault-place = number { $seq } of the log { $log } of the community { $community }
verify-fault-record = record { $id }
verify-more-faults = ✗ and more: { $count }
verify-flaw-cut-short = the end of the line is missing
verify-flaw-line = this is no record, or not what was signed: { $reason }
verify-flaw-node = the node's signature is wrong
verify-flaw-author = the author's signature is wrong
verify-flaw-unknown = its community is not founded in the lines before
verify-flaw-foreign = it stands in the log of the rules, which another node keeps: { $reason }
verify-flaw-missing = missing before this line: numbers { $from } to { $to }
verify-flaw-reordered = out of order: number { $reason } was expected
verify-flaw-repeated = repeated: the same record stands in a line before
verify-flaw-chain = it does not continue its chain: { $reason }
verify-flaw-body = its body is not of its kind: { $reason }
verify-flaw-unlawful = the rules do not justify it: { $reason }
verify-node-same = ✓ { $name }: the node has the same records and the same state
verify-node-ahead = ✓ { $name }: the node is ahead by { $records } records; those before agree, and with them the state does
verify-node-only = – { $name }: only the node has it (community { $community })
verify-node-unknown = ✗ { $name }: the node does not know the community { $community }
verify-node-not-whole = ✗ { $name }: not compared with the node, for it is not whole here
verify-node-behind = ✗ { $name }: the node lacks the last { $records } records
verify-node-other-record = ✗ { $name }: the node has another history, without record { $id } (number { $seq })
verify-node-tail = ✗ { $name }: what only the node has is wrong
verify-node-state = ✗ { $name }: the records agree, the node's state is another
verify-node-line = line { $number } of the state: here «{ $ours }», there «{ $theirs }»
verify-good = GOOD: { $lines } lines; every signature, chain and decision holds.
verify-differs = DIFFERS: { $lines } lines, without fault, and not what the node has.
verify-faulty = WRONG: { $lines } lines, faults: { $faults }.

# secta chronicle
chronicle-proven = PROVEN: the record is entry { $index } (counted from 0) of the { $size } in the log { $origin }
chronicle-proven-community = community: { $community }
chronicle-proven-record = record: { $record }
chronicle-proven-author = entered by: { $author }
chronicle-proven-date = entered: { $date }
chronicle-proven-node = signed by the node: { $node }
chronicle-withheld = the words are withheld; what is proven is that they were entered, by their hash
chronicle-said = { $author } said on { $date }:
chronicle-said-line = │ { $line }
chronicle-body = body: { $body }
chronicle-witness = cosigned by { $name } on { $date }
chronicle-no-witnesses = no witness was asked for (--witness): the word of the log alone stands for it
chronicle-not-proven = NOT PROVEN: { $reason }
chronicle-wrong-form = the file is no proof: { $reason }
chronicle-wrong-no-record = there is no record beside the proof: give it with --entry
chronicle-wrong-record = what is to be proven is no record: { $reason }
chronicle-wrong-body = the record's words are not the ones that were signed
chronicle-wrong-node = the node's signature of the record is wrong
chronicle-wrong-author = the author's signature of the record is wrong
chronicle-wrong-kind = the record is no entry of a chronicle, but of the kind { $kind }
chronicle-wrong-community = the record is of the community { $record }, which the log { $log } is not of
chronicle-wrong-checkpoint = the checkpoint in the proof: { $reason }
chronicle-wrong-witnesses = of the witnesses { $found } have cosigned, but { $required } are required
chronicle-wrong-entry = the record is not where the proof says: the hashes do not lead from it to the checkpoint's root
chronicle-wrong-own = the checkpoint of --checkpoint: { $reason }
chronicle-wrong-size = the proof is for the log of { $found } entries, the checkpoint of --checkpoint for { $own }: fetch a proof for the same checkpoint
chronicle-wrong-split = a split view: the log has signed two different trees of { $size } entries, one in the proof and one in --checkpoint. Keep both files: together they convict it
chronicle-checkpoint-origin = it is of the log { $found }, not of { $expected }
chronicle-checkpoint-unsigned = it is not signed with this key
chronicle-checkpoint-forged = the signature of { $name } is wrong
chronicle-checkpoint-form = it is no signed checkpoint
chronicle-audit-good = GOOD: the log { $origin } has { $size } entries and the root { $root }; every entry and every hash leads to it
chronicle-audit-bad = BAD: { $reason }
chronicle-audit-unread = it cannot be read: { $reason }
chronicle-audit-missing = { $path } is missing
chronicle-audit-checkpoint = the checkpoint: { $reason }
chronicle-audit-cosigned = the last cosigned checkpoint is of another tree than the log's
chronicle-audit-unknown = the checkpoint bears a signature of an unknown key: name every witness with --witness, or none
chronicle-audit-large = a log of { $size } entries is too large
chronicle-audit-root = the entries do not lead to the root that the checkpoint promises
chronicle-audit-wrong = { $path } is wrong from byte { $offset } on
chronicle-audit-foreign = { $path } does not belong to a log
chronicle-follow-seen = what was seen before (--seen) is no checkpoint of this log: { $reason }
chronicle-follow-rewound = the log was rewound: it had { $seen } entries, now it has { $found }
chronicle-follow-split = a split view: the log of { $found } entries does not begin with the { $seen } that were seen. Keep the file of --seen and the log's checkpoint: together they convict it
chronicle-quorum = { $required } witnesses are required, but only { $known } are given: give their keys with --witness
chronicle-twice = one key stands twice among the witnesses
chronicle-no-key = { $given } is neither a key nor a file with one: { $reason }
chronicle-key-witness = this node as a witness, at { $path }:
chronicle-key-log = the log of the community { $community }, at { $path }:

# secta check
check-skipped = not looked at: mend what is above first
check-config = Configuration
check-config-fine = { $path } was read; bots: { $bots }
check-config-advice = mend { $path }; all fields are described in docs/config.md, `secta init` writes a new file
check-mode = Mode of the configuration file
check-mode-fine = { $path } is closed to others
check-mode-open = { $path } can be read by others
check-mode-advice = chmod 600 { $path }
check-key = The node's key
check-key-absent = { $path } will be made at the first run
check-key-fine = { $path } is there, and closed to others
check-key-broken = { $path } is damaged: it should hold 32 bytes
check-key-broken-advice = bring { $path } back from a backup; without it texts of encrypted rooms cannot be read
check-parts = Parts of the node
check-parts-all = all in one process
check-parts-fine = { $parts }
check-parts-unknown = there is no part { $part }; there are { $known }
check-parts-sqlite = --only splits the node into processes, and SQLite is not made for that
check-parts-advice = set database.url to a PostgreSQL database: postgres://user:password@host/name
check-disk = Disk space
check-disk-unknown = cannot be found out
check-disk-fine = { $free } MB free ({ $folder })
check-disk-advice = make room: at least { $least } MB are needed, otherwise the node will stop
check-database = Database
check-database-fine = opens and can be written; { $size }; { $rows } events, { $waiting } wait to be sent, { $parked } parked
check-database-sqlite = see that the user under which secta runs may write the file and its folder
check-database-postgres = see that database.url is right, PostgreSQL runs (pg_isready), and its user may make tables in this database
check-homeserver = Homeserver
check-homeserver-fine = { $url } answers (Matrix { $version })
check-homeserver-advice = see that it runs and that homeserver.url is right: curl { $url }/_matrix/client/versions
check-clock = Clock
check-clock-fine = { $seconds } s apart from the homeserver's
check-clock-unknown = the homeserver did not tell its time
check-clock-advice = turn time synchronisation on, on both machines: timedatectl set-ntp true
check-token = Token for the homeserver
check-token-fine = as_token is accepted, the bot { $bot } is there
check-token-no-bot-yet = as_token is accepted; the bot { $bot } will be made at the first run
check-token-other = the homeserver takes us for { $other }, not for { $bot }
check-token-other-advice = the registration must name the user { $bot }: write it anew with `secta registration` and restart the homeserver
check-token-refused = as_token is not accepted: { $status } { $code }
check-token-advice = write the registration anew (`secta registration`), tell the homeserver its file, and restart it; its as_token must be that of the configuration
check-ping = Both directions
check-ping-fine = the homeserver reached secta and was answered within { $ms } ms
check-ping-alias = the homeserver reached secta, hs_token is right
check-ping-unknown = this homeserver knows no ping; stop `secta run` and check again
check-ping-silence = the homeserver did not reach { $url }
check-ping-token = the homeserver reached secta, but with another hs_token
check-ping-token-advice = write the registration anew (`secta registration`) and restart the homeserver: it reads it at start only
check-ping-advice = the homeserver must reach { $url } (the field appservice.url), where secta listens on { $listen } (appservice.listen); look at the address, the network and the reverse proxy

reindex-at = Messages in the index: { $messages }; rooms left to read: { $rooms }
reindex-done = The search index was made anew; messages in it: { $messages }.

# What `secta archive` says
archive-resumed = The vault { $vault } is exchanged again: at the next exchange what is in the remote now is joined with ours, and all of ours goes there.
archive-no-vault = There is no vault { $vault }. There are: { $vaults }
archive-no-remote = The configuration names no remote (archive.remote): there is nothing to exchange with.
archive-held = The vault { $vault } is held by another process, and no node answers at { $address }. Stop it, or repeat this with its configuration.

# Words that stand in vaults
archive-ours = our version
archive-theirs = their version
archive-merge = Merge what others changed
archive-aside = from the folder

# What `secta client` says
client-no-address = the site's address should look like https://…
client-in-the-clear = over http everybody on the way can read the secret: an address with https is needed
client-too-much = the site's answer is too long
client-no-api = this does not look like the site of a community
client-which-community = the site has several communities: say which one (--community), `secta client communities` lists them
client-no-community = there is no such community on the site
client-sign-in = sign in first: `secta client sign-in`
client-no-text = there is no text
client-write = Write; Ctrl-D on a new line ends it.
client-no-words = [no words to see: taken back, hidden, or not shown in your country]
client-tally-post = support { $support }, useful { $useful }, against { $oppose }, comments { $comments } · { $id }
client-tally-comment = support { $support }, useful { $useful }, against { $oppose } · { $id }
client-nothing = Nothing yet.
client-next = More: --after { $after }
client-instead = What was looked for: { $value }
client-total = Found: { $total }
client-pages-total = Pages of the wiki: { $total }
client-skip = More: --skip { $skip }
client-code = If { $user } is a member, a code has come in the porch. Enter it:
client-phrase = Enter the recovery phrase:
client-signed-in = You are signed in; the session is kept in { $path }
client-signed-out = The session is over.
client-wiki-apart = «{ $title }» was written apart: both versions are in the text.
client-wiki-other-file = the site gave another file: { $file }
client-wiki-comment = a comment has at most { $max } letters
client-wiki-exported = Files written into { $folder }: { $count }
client-wiki-committed = New commits in { $folder }: { $count }
client-wiki-committed-beside = New commits in { $folder }: { $count }. They are on the branch wiki; the branch that is checked out has commits of your own, merge them yourself: `git merge wiki`.
client-wiki-git-deleted = deleted
client-wiki-git-hidden = its words were taken back
client-wiki-imported = Pages written: { $written }; the same already: { $same }; skipped: { $skipped }.
client-wiki-would = Pages that would be written: { $written }; the same already: { $same }; skipped: { $skipped }.
client-wiki-skipped = skipped { $path }: { $value }
client-wiki-renamed = { $path }: the page is called «{ $value }»
client-wiki-note = { $path }: { $value }
client-wiki-unshown = Files that no note shows, and that are left out: { $count }
client-wiki-in-the-way = this title leads to another page, and the wiki has a page of its own there: it stays
client-wiki-odd-broken = its front matter (YAML between ---) is broken and stays as text
client-wiki-odd-shown = the wiki will show its front matter (YAML between ---) as text
client-wiki-skip-link = it is a link of the file system
client-wiki-skip-no-file = it is no file
client-wiki-skip-not-text = it is not UTF-8
client-wiki-skip-large = larger than { $kb } KB
client-wiki-skip-deep = it lies too deep, or there are too many files
client-wiki-skip-unreadable = it cannot be read: { $reason }
client-wiki-skip-empty = it is empty
client-wiki-skip-title = its name is no title: { $reason }
client-wiki-skip-taken = a page with that title comes from { $path } already
client-wiki-skip-no-such-file = the file { $path } is not there
client-wiki-title-empty = it is empty
client-wiki-title-long = it has { $letters } letters, and may have { $max }
client-wiki-title-character = it has { $character }, which links need
client-wiki-title-invisible = it has an invisible character, { $code }
client-wiki-title-part = it has { $part } between slashes
client-wiki-title-mixed = the word { $word } mixes letters of different alphabets
client-wiki-title-prefix = titles of other parts of the wiki begin so

site-no-page = This is no page of a post or comment of this node: { $page }
site-not-countries = Countries are codes of two Latin letters: RU,BY
site-withheld-now = Withheld in these countries. Everybody sees that on /withheld; the others see the page, rooms and records are untouched.
site-released = Everybody sees it again. That it was withheld stays on /withheld.
site-nothing-withheld = Nothing is withheld.

# secta wiki
wiki-no-key = there is no key at { $path }: `secta wiki key new` makes one
wiki-key-open = others can read the key { $path }: chmod 600 it
wiki-key-there = there is a key at { $path } already; whoever loses it loses what it opens, so it is not written over
wiki-key-made = Your key is in { $path }. Keep a copy of it where nobody else gets it: without it nobody, not even the node, opens what you may read. The public part, which others need to add you:
wiki-no-space = There is no space on this machine: `secta wiki space new` founds one, `secta wiki join` brings one.
wiki-which-space = there are several spaces: say which one (--space), `secta wiki spaces` lists them
wiki-no-such-space = there is no space { $space } on this machine: `secta wiki spaces` lists them
wiki-empty-copy = the copy of the space { $space } is empty: remove its file and join again
wiki-founded =
    The space «{ $name }» is founded. Its id, by which members join: { $space }
    The node that keeps it sees who its members' keys are, when somebody writes and about how much; neither its name nor a word of it.
wiki-member = { $name }  { $id }  { $key }
wiki-will-add = { $name } will be added at the next `secta wiki sync`.
wiki-will-remove = { $name } will be removed at the next `secta wiki sync`.
wiki-added =
    { $name } will be added at the next `secta wiki sync`. Then tell them, in a way that you trust:
      secta wiki join { $space } --at { $site }
wiki-removed =
    { $name } will be removed at the next `secta wiki sync`, with a new key for everybody else.
    What they could read until then they keep: nobody can take that back. What comes later they cannot open.
wiki-which-member = several members are called { $name }: give the id, `secta wiki space members` shows it
wiki-no-member = nobody is called { $name } here: `secta wiki space members` shows who is a member
wiki-space = { $name }  { $space }  last written { $last }, waiting to be sent: { $waiting }
wiki-another-space = the site did not give this space, but another
wiki-not-in = Your key is no member of this space now: what you had you can still read, and nothing is sent.
wiki-too-fast = others are writing all the time: try again
wiki-synced = «{ $name }»: received { $came }, sent { $went }.
wiki-unread = Entries that your key does not open, from before you were added or after you were removed: { $count }
wiki-missing = ATTENTION: the node did not give the entry { $id }; entries that wait for it: { $count }
wiki-beside = Two lists of members were begun at once; { $id } came too late and does not hold. Whoever began it adds and removes once more.
wiki-trouble = ATTENTION: something in the node's log is not right: { $reason }
wiki-contested = Written apart, to be settled: { $title } (secta wiki resolve)
wiki-listed = { $title }
wiki-listed-apart = { $title }  [to be settled]
wiki-found = … { $text } …
wiki-no-page = there is no page «{ $title }»
wiki-no-revision = there is no such revision of «{ $title }», or several begin like that: `secta wiki history` lists them
wiki-moved = «{ $title }» is «{ $to }» now.
wiki-file = File: { $name }
wiki-apart = «{ $title }» was written apart: `secta wiki resolve` settles it.
wiki-revision = { $id }  { $date }  { $author }  { $what }  { $comment }
wiki-revision-waits = { $id }  { $date }  { $author }  { $what }  { $comment }  [waits to be sent]
wiki-did-write = written
wiki-did-move = moved
wiki-did-delete = deleted
wiki-did-file = file
wiki-did-hidden = hidden
wiki-resolve-first = «{ $title }» was written apart: settle it first, with `secta wiki resolve`
wiki-settled = there is nothing to settle in «{ $title }»
wiki-looks-like = «{ $title }» looks like the page «{ $like }» and is written in other letters: choose another title
wiki-unchanged = nothing is changed
wiki-marks-left = the marks <<<<<<<, ======= and >>>>>>> are still in the text: leave what is to stay, and take them away
wiki-kept = «{ $title }» is kept on this machine; `secta wiki sync` sends it.
wiki-deleted = «{ $title }» is deleted on this machine, its revisions stay; `secta wiki sync` tells the others.
wiki-page-there = there is a page «{ $title }» already
wiki-too-long = the text has { $bytes } bytes; at most { $max } fit into a page
wiki-editor-failed = the editor has failed: nothing is kept
wiki-imported = Pages written: { $count }; the same already: { $same }. `secta wiki sync` sends them.
wiki-exported = Pages written into { $folder }, in the clear: { $count }
