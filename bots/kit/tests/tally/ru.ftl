tally-about = **Счёт**
tally-count-usage = `!плюс за что`
tally-count-example = !плюс чай
tally-count-help = прибавить голос и сказать, сколько их
tally-nothing = За что? Напишите после `!плюс`. Сообщение можно исправить правкой.
tally-counted = { $what }: { $n ->
    [one] { $n } голос
    [few] { $n } голоса
   *[other] { $n } голосов
}
