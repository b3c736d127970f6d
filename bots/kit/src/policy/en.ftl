# A community's rules in words.

policy-change = **{ $field }**: { $before } → { $value }
policy-field = **{ $field }**: { $value }
policy-posts = A newcomer's or commenter's post waits in the Twilight for { $twilight }; with the magic number of votes, { $support } or { $useful }, it goes to the Stream and its author becomes trusted. Up to { $pending } items may wait at a time. { $oppose } means "I disagree". A vote can be taken back within { $withdraw }. Active is who did something in the last { $window }.
policy-cases = { $silence } mutes ({ $mute } the first time, at least { $silencemin } votes), { $exclude } excludes ({ $share } of the active, and at least { $excludemin }). A vote counts with an argument of { $argument } characters or more. A case is open for { $case }.
policy-appeals = An appeal is voted on for { $appeal }; after a refusal the next may come in { $gap }.
policy-tags = A supertag: up to { $words } words, a definition of { $definition } characters or more, open for { $proposal }. A post carries up to { $max } supertags.
policy-chronicle = The trusted enter a message into the chronicle: one says `!chronicle` in reply to it, others react with { $chronicle }. It takes { $n ->
    [0] the magic number of votes
    [one] { $n } vote
   *[other] { $n } votes
 }; the author does not vote, and may take it back.
policy-wiki = Pages of the wiki are changed by the rank “{ $edit }” and above, at once and without a vote; every change stays in the history. A page is protected by the rank “{ $protect }” and above.
policy-fields = **All that can be changed.** Any trusted member proposes, the council decides: `!propose rule field: value`
policy-field-activity = activity window
policy-field-magic = magic factor
policy-field-pending = items waiting
policy-field-publish = comment share
policy-field-twilight = waiting time
policy-field-reactions = reactions
policy-field-argument = argument length
policy-field-withdraw = vote withdrawal time
policy-field-silence = silence votes
policy-field-mute = mute time
policy-field-ladder = penalty ladder
policy-field-exclude-share = exclusion share
policy-field-exclude = exclusion votes
policy-field-case = case time
policy-field-appeal = appeal time
policy-field-voters = judges with an index
policy-field-gap = appeal gap
policy-field-proposal = proposal time
policy-field-words = supertag words
policy-field-definition = definition length
policy-field-supertags = supertags in a post
policy-field-policy = policy share
policy-field-chronicle = chronicle votes
policy-field-wiki-edit = who edits the wiki
policy-field-wiki-protect = who protects pages
policy-field-quest = quest
policy-field-announce = announce joins
policy-field-principles = principles
policy-step-principles = accept the principles
policy-step-introduce = introduce yourself
policy-step-language = choose a language
policy-step-read = read a post
policy-step-post = first post
policy-step-comment = first comment
policy-value-yes = yes
policy-value-no = no
policy-value-ghost = newcomer
policy-value-commenter = commenter
policy-value-trusted = trusted
policy-value-no-quest = no quest
policy-value-usual = the usual ones
policy-fault-unknown = **{ $field }**: there is no such field. Those there are: `!rules`
policy-fault-near = **{ $field }**: there is no such field. Do you mean **{ $near }**?
policy-fault-count = **{ $field }**: a whole number from { $min } to { $max }.
policy-fault-time = **{ $field }**: a time from { $min } to { $max }, such as “2 days” or “36 hours”.
policy-fault-share = **{ $field }**: a part as a fraction, from 1/{ $max } to 1/1, such as 1/3.
policy-fault-ladder = **{ $field }**: factors with commas between them, none less than the one before it, from 1 to { $max }; at most { $count } of them.
policy-fault-reactions = **{ $field }**: six different emoji with spaces between them: support, useful, oppose, silence, exclude, chronicle.
policy-fault-quest = **{ $field }**: steps with commas between them, each once: { $steps }. Or “{ $none }”.
policy-fault-rank = **{ $field }**: one of the ranks: { $ranks }.
policy-fault-flag = **{ $field }**: { $yes } or { $no }.
policy-fault-text = **{ $field }**: at most { $max } characters.
