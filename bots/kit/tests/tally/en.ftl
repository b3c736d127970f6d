tally-about = **Tally**
tally-count-usage = `!plus what for`
tally-count-example = !plus tea
tally-count-help = add a voice and tell how many there are
tally-nothing = What for? Write it after `!plus`. You can mend the message by editing it.
tally-counted = { $what }: { $n ->
    [one] { $n } voice
   *[other] { $n } voices
}
