vote-start-usage = !vote question | option | option, until: when
vote-start-example = !vote Tea? | yes | no, until: 2 hours
vote-start-help = A vote in the room. Without options: yes, no, abstain. Options may also be a list, one to a line. Also: until (a day if not given), choices: 2 (how many options one may choose), quorum: 5 or quorum: 50%, hidden (the count is seen at the end only).
vote-list-usage = !votes
vote-list-example = !votes
vote-list-help = The open votes of this room: until when, how many have voted, a link.
vote-results-usage = !results
vote-results-example = !results
vote-results-help = Ends your vote before its time. Write it as a reply to the poll or in its thread; otherwise your last one ends.

vote-yes = yes
vote-no = no
vote-abstain = abstain

vote-hint = The vote is open until: { $until }. Votes are given in clients with polls, such as Element.

vote-secret = There are no secret ballots yet: they will come later. For now everyone in the room can see each vote. Without “secret” it works: `!vote Tea? | yes | no`. To hide the count until the end, add `hidden`.
vote-no-question = I see no question. For example: `!vote Tea? | yes | no`
vote-question-long = The question is too long: { $n ->
    [one] { $n } character
   *[other] { $n } characters
}, and { $max } fit. Explain in a message of its own and ask shortly: `!vote Do we take the plan? | yes | no`
vote-few-options = { $n ->
    [0] There are no options
   *[other] There is only one option
}, and it takes two at least: `!vote Tea? | yes | no`. Leave them out altogether for “yes”, “no” and “abstain”: `!vote Tea?`
vote-many-options = There are { $n } options, and a poll holds { $max }. Keep the main ones or split the question: `!vote When do we meet? | Saturday | Sunday`
vote-empty-option = Option { $n } is empty. For example: `!vote Tea? | yes | no`
vote-option-long = Option { $n } is longer than { $max } characters. Make it shorter: `!vote Which plan? | the first | the second`
vote-same = The option “{ $option }” is there twice. Options must differ: `!vote Tea? | yes | no`
vote-no-list = I can't tell the options. Begin each with a dash, on a line of its own, or put `|` between them: `!vote Tea? | yes | no`
vote-long = The question with all its options is too long for one message. Make the options shorter: `!vote Which plan? | the first | the second`
vote-time = I don't understand the time “{ $text }”. These work: `until: 2 hours`, `until: tomorrow 18:00`, `until: friday`, `until: 2026-12-25 20:00`. For example: `!vote Tea? | yes | no, until: 2 hours`
vote-no-such-time = There is no such day or hour: “{ $text }”. For example: `!vote Tea? | yes | no, until: tomorrow 18:00`
vote-past = That time has passed: { $at }. Choose one ahead: `!vote Tea? | yes | no, until: tomorrow 18:00`
vote-too-far = “{ $text }” is too far ahead: a vote lasts { $max } at most. For example: `!vote Tea? | yes | no, until: a week`
vote-choices = I don't understand how many options one may choose: “{ $text }”. It takes a number from 1: `!vote What do we take? | tea | coffee | juice, choices: 2`
vote-many-choices = One can't choose { $n }: there are only { $options } options. For example: `!vote What do we take? | tea | coffee | juice, choices: 2`
vote-quorum = I don't understand the quorum “{ $text }”. It takes a number of people or a share from 1 to 100 percent: `!vote Tea? | yes | no, quorum: 5` or `quorum: 50%`
vote-room-full = The room has { $n } open votes already, and that is the most. Wait for one to end, or end yours: `!results`

vote-title = Result: **{ $question }**
vote-winner = **{ $option }** wins: { $votes ->
    [one] { $votes } vote
   *[other] { $votes } votes
}.
vote-named = “{ $option }”
vote-tie = A tie between { $options }.
vote-nobody = Nobody voted.
vote-no-quorum = No quorum, nothing is decided: it takes { $needed }, and { $voters ->
    [0] nobody voted
   *[other] { $voters } voted
}.
vote-row = { $bar } { $percent }% · { $votes } · { $option }
vote-turnout = { $voters } of { $people } voted
vote-several = One could choose several options: up to { $n }.
vote-quorum-met = The quorum is met: it took { $needed }.
vote-late = The result is late: the time ended { $late } earlier, while the bot was not running. Votes after that are not counted.
vote-closed = The vote has ended, the result follows.
vote-soon = All right, counting.

vote-open = **Open votes: { $n }**
vote-open-line = [{ $question }]({ $link }): until { $until }. { $turnout }. Asked by { $asker }
vote-none-open = There are no open votes here. Begin one: `!vote Tea? | yes | no`
vote-not-yours = Only { $asker } can end this vote before its time. The result comes by itself: { $until }.
vote-not-mine = That is no vote of mine. Reply to the poll itself, or write `!results` without a reply to end your last one.
vote-ended-there = That vote has ended already, [the result is here]({ $link }).
vote-called-off = The vote is called off: its question was removed. There will be no result.
vote-refused = The vote could not begin: the server did not take the poll. { $message }
