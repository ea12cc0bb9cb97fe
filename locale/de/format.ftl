# Dates, times, prices, distances.
date-with-weekday = { $weekday }, { $day }. { $month } { $year }
date-plain = { $day }. { $month } { $year }
date-without-year = { $weekday }, { $day }. { $month }
date-range = { $from } bis { $until }
time-at = { $start } Uhr
time-from-to = { $start } bis { $end } Uhr
list-end = { $first } und { $last }
price-free = kostenlos
price-unknown = Preis nicht angegeben
distance-near = unter 1 km entfernt
distance-km = { $km } km entfernt
number-only = { $n }
count-offers =
    { $count ->
        [0] keine Angebote
        [one] 1 Angebot
       *[other] { $count } Angebote
    }
unknown = unbekannt
yes = ja
no = nein
