providers-title = Providers
providers-lead =
    { $count ->
        [one] One provider with offers in the region.
       *[other] { $count } providers with offers in the region, from A to Z.
    }
providers-empty = There are no providers yet
provider-description =
    { $count ->
        [one] One offer by { $provider }.
       *[other] { $count } offers by { $provider }.
    }
provider-offers =
    { $count ->
        [0] Offers
        [one] 1 offer
       *[other] { $count } offers, soonest first
    }
provider-no-offers = Nothing is planned here at the moment

places-title = Places
places-lead =
    { $count ->
        [one] One place where you can learn.
       *[other] { $count } places where you can learn.
    }
places-empty = No places are known yet
places-map = Map of places
places-count =
    { $count ->
        [one] 1 place
       *[other] { $count } places
    }
places-elsewhere = Without a town
place-nameless = Place without a name
place-description =
    { $count ->
        [one] One offer at { $place }.
       *[other] { $count } offers at this place: { $place }.
    }
place-offers =
    { $count ->
        [0] Offers
        [one] 1 offer here
       *[other] { $count } offers here, soonest first
    }
place-no-offers = Nothing is planned here at the moment
place-where = Location
place-map = Map: { $place }

bookmarks-title = Saved offers
bookmarks-lead = Your saved offers. They are kept in this browser only; we do not learn of them.
bookmarks-empty = Nothing saved yet
bookmarks-empty-text = Use the bookmark on any offer to put it here.
bookmarks-clear = Remove all
bookmarks-no-script = Saving offers needs JavaScript
bookmarks-no-script-text = Without JavaScript, please use the bookmarks of your browser.
