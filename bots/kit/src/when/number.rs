//! Numbers in words.

/// A whole number in words, one to sixty.
pub(super) fn whole(word: &str) -> Option<i64> {
    let number = match word {
        "один" | "одну" | "одна" | "одно" | "одни" | "one" | "a" | "an" => 1,
        "два" | "две" | "двое" | "пара" | "пару" | "two" | "couple" => 2,
        "три" | "трое" | "three" => 3,
        "четыре" | "четверо" | "four" => 4,
        "пять" | "пятеро" | "five" => 5,
        "шесть" | "шестеро" | "six" => 6,
        "семь" | "семеро" | "seven" => 7,
        "восемь" | "eight" => 8,
        "девять" | "nine" => 9,
        "десять" | "ten" => 10,
        "одиннадцать" | "eleven" => 11,
        "двенадцать" | "twelve" => 12,
        "пятнадцать" | "fifteen" => 15,
        "двадцать" | "twenty" => 20,
        "тридцать" | "thirty" => 30,
        "сорок" | "forty" => 40,
        "пятьдесят" | "fifty" => 50,
        "шестьдесят" | "sixty" => 60,
        _ => return None,
    };
    Some(number)
}
