# Help

desk-help-usage = `!help` or `!help command`
desk-help-example = !help language
desk-help-help = what I can do, or how to use one command
desk-help-head = **What I can do:**
desk-help-line = { $usage } — { $help }
desk-help-foot = More about one command: `!{ $help } language`. A command that went wrong can be mended by editing the message within five minutes.
desk-help-names = Other names: { $names }
desk-help-options = May be added: { $options }
desk-help-unknown = There is no command “{ $word }”. Did you mean `!{ $near }`?
desk-example = Example: `{ $example }`

# Language

desk-language-usage = `!language english`, `!language russian room`
desk-language-example = !language russian
desk-language-help = which language to answer you (or the whole room) in
desk-language-current = I answer in English. To change it: `!language russian` for yourself, `!language russian room` for the whole room.
desk-language-unknown = I do not know the language “{ $word }”. There are `russian` and `english`.
desk-language-user = All right, I will answer you in English.
desk-language-room = All right, I will answer in English in this room.

# When a command went wrong

desk-no-answer = I can't answer now. Try again later; if it fails again, tell whoever runs the server.
desk-did-you-mean = There is no command “{ $word }”. Did you mean `!{ $near }`?
desk-unknown = There is no command “{ $word }”. What I can do: `!{ $help }`
desk-unknown-option = I do not know what “{ $word }:” is. Did you mean `{ $near }`?
desk-no-value = There is nothing after `{ $option }:`.
desk-twice = `{ $option }` is there twice: I cannot tell which one counts.
desk-extra = Nothing needs to follow `!{ $name }`.
desk-too-fast = { $seconds ->
    [one] Too fast. Please wait { $seconds } second; until then I keep silent.
   *[other] Too fast. Please wait { $seconds } seconds; until then I keep silent.
}
desk-undecryptable = I cannot decrypt this message: its key has not reached me. If the key comes, I will answer. Not to wait, send the message again; if that does not help, run `/discardsession` and send it once more.

# Rooms

desk-hello = Hello! You can talk to me in private here. What I can do: `!help`
desk-not-invited = Thank you for the invitation, but I cannot come here: only those whom my keepers allow may invite me.

# For those who look after me

desk-refused = Refused for good: the act `{ $key }` (bot { $bot }, “{ $tag }”, room `{ $room }`), code `{ $code }`.
desk-parked = Journal row { $seq } is parked: { $bot } cannot handle it. The reason is in the service's log.
