date-with-weekday = { $weekday }, { $day } { $month } { $year }
date-plain = { $day } { $month } { $year }
date-without-year = { $weekday }, { $day } { $month }
date-range = { $from } to { $until }
time-at = { $start }
time-from-to = { $start } to { $end }
list-end = { $first } and { $last }
price-free = free
price-unknown = price not stated
distance-near = less than 1 km away
distance-km = { $km } km away
number-only = { $n }
count-offers =
    { $count ->
        [0] no offers
        [one] 1 offer
       *[other] { $count } offers
    }
unknown = not known
yes = yes
no = no
