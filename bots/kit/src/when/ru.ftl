when-days = { $n ->
    [one] { $n } день
    [few] { $n } дня
   *[many] { $n } дней
}
when-hours = { $n ->
    [one] { $n } час
    [few] { $n } часа
   *[many] { $n } часов
}
when-minutes = { $n ->
    [one] { $n } минута
    [few] { $n } минуты
   *[many] { $n } минут
}
when-seconds = { $n ->
    [one] { $n } секунда
    [few] { $n } секунды
   *[many] { $n } секунд
}
when-two = { $first } { $second }
when-yesterday = вчера в { $time } ({ $zone })
when-today = сегодня в { $time } ({ $zone })
when-tomorrow = завтра в { $time } ({ $zone })
when-date = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} в { $time } ({ $zone })
when-date-year = { $day } { $month ->
    [1] января
    [2] февраля
    [3] марта
    [4] апреля
    [5] мая
    [6] июня
    [7] июля
    [8] августа
    [9] сентября
    [10] октября
    [11] ноября
   *[12] декабря
} { $year } года в { $time } ({ $zone })
