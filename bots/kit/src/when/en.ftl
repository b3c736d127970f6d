when-days = { $n ->
    [one] { $n } day
   *[other] { $n } days
}
when-hours = { $n ->
    [one] { $n } hour
   *[other] { $n } hours
}
when-minutes = { $n ->
    [one] { $n } minute
   *[other] { $n } minutes
}
when-seconds = { $n ->
    [one] { $n } second
   *[other] { $n } seconds
}
when-two = { $first } { $second }
when-yesterday = yesterday at { $time } ({ $zone })
when-today = today at { $time } ({ $zone })
when-tomorrow = tomorrow at { $time } ({ $zone })
when-date = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} at { $time } ({ $zone })
when-date-year = { $day } { $month ->
    [1] January
    [2] February
    [3] March
    [4] April
    [5] May
    [6] June
    [7] July
    [8] August
    [9] September
    [10] October
    [11] November
   *[12] December
} { $year } at { $time } ({ $zone })
