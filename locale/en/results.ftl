results-count =
    { $count ->
        [one] 1 offer
       *[other] { $count } offers, { $sorted }
    }
results-count-for =
    { $count ->
        [one] 1 offer for “{ $text }”
       *[other] { $count } offers for “{ $text }”, { $sorted }
    }
results-none = We found nothing
results-none-for = We found nothing for “{ $text }” like this
results-description = Courses, events and meetings in { $region }.
results-list = Offers found
results-corrected = “{ $typed }” does not occur in any offer. We searched for “{ $searched }”.
results-also = We also searched for: { $terms }

filters-title = Filters
filters-active = Your filters:
filters-clear = Remove all filters
filters-apply =
    { $count ->
        [0] No offer
        [one] Show 1 offer
       *[other] Show { $count } offers
    }
filters-more = { $count } more
filter-remove = Remove filter “{ $label }”
filter-dates = Dates
filter-until = Until
filter-radius = Distance
filter-radius-field = Distance from { $place }
filter-or-online = Also show online offers
filter-place = { $place }, within { $km } km
filter-from-day = from { $day }
filter-until-day = until { $day }
filter-note-accessibility = For many offers this is not known. They are missing here. It is best to ask the provider.
filter-note-places = Offers whose free places are not known stay in the list.
dates-today = Today
dates-week = This week
dates-weekend = At the weekend
dates-next-week = Next week

chips-suggested = Did you mean:
chip-place = In { $place }
chip-level = Level { $level }

sort-label = Sort:
view-label = View
view-list = List
view-map = Map

pages-label = Pages
pages-previous = Back
pages-next = Next
pages-position = Page { $page } of { $pages }

address-problems = We could not read a part of the address
place-not-known = We do not know the place “{ $place }”
place-not-known-text = We searched everywhere. Write a town or postcode of the region into the field “Where?”.

nothing-title = There is no such offer at the moment
nothing-text = Check the spelling, or try a more general word, for example “language” instead of “grammar”. Most descriptions are in German.
nothing-reason = Nothing fits everything you asked for. With fewer filters we find this:
nothing-else = Nothing suitable?

relaxed-without = Without “{ $label }”
relaxed-without-dates = At any time
relaxed-without-place = In all places
relaxed-without-words = Without “{ $terms }”
relaxed-without-filters = Without any filter
relaxed-radius = Within { $km } km
relaxed-broader = More general: “{ $term }”
relaxed-show =
    { $count ->
        [one] Show this offer
       *[other] Show all { $count } offers
    }

way-all-offers = See all offers
way-providers = See providers
way-wish = Is something missing?
way-wish-link = Write to us

take-along = Take this search with you
take-along-text = This is how you learn of new offers, without an account and without an e-mail address.
take-feed = Subscribe as a feed (Atom)
take-calendar = Subscribe as a calendar (iCal)
take-embed = Show on another website

map-title = Map of offers
map-start = Load a map that moves
map-note = Each dot is a place, or several that lie close together.
map-note-search = The numbers count offers. Offers without a fixed place are in the list only.
map-note-first = The map shows { $shown } of { $places } places. A filter makes them fewer.
map-merged =
    { $more ->
        [one] and 1 more place nearby, { $count } together
       *[other] and { $more } more places nearby, { $count } together
    }
map-zoom-in = Zoom in
map-zoom-out = Zoom out
map-places = Places

date-open = open
date-on-request = by appointment
date-over = over
date-over-long = All known dates are over.
when-unknown = dates not stated
when-on-request = by appointment
when-open = open { $hours }
when-until = until { $day }
when-more =
    { $count ->
        [one] 1 more date
       *[other] { $count } more dates
    }
when-next = Next date: { $meeting }
when-all = All dates
place-online = online
place-unknown = Place not stated
place-more =
    { $count ->
        [one] 1 more place
       *[other] { $count } more places
    }
seats-none = fully booked
seats-few =
    { $count ->
        [one] 1 place left
       *[other] { $count } places left
    }
seats-free = places available
level-cefr = Level { $levels }
level-dqr = DQR level { $level }
badge-cancelled = cancelled
badge-deadline = Register by { $day }
badge-funding = Funding possible
