providers-title = Anbieter
providers-lead =
    { $count ->
        [one] Ein Anbieter mit Angeboten in der Region.
       *[other] { $count } Anbieter mit Angeboten in der Region, von A bis Z.
    }
providers-empty = Noch sind keine Anbieter eingetragen
provider-description =
    { $count ->
        [one] Ein Angebot von { $provider }.
       *[other] { $count } Angebote von { $provider }.
    }
provider-offers =
    { $count ->
        [0] Angebote
        [one] 1 Angebot
       *[other] { $count } Angebote, nächste zuerst
    }
provider-no-offers = Gerade ist hier nichts geplant

places-title = Orte
places-lead =
    { $count ->
        [one] Ein Ort, an dem Sie lernen können.
       *[other] { $count } Orte, an denen Sie lernen können.
    }
places-empty = Noch sind keine Orte bekannt
places-map = Karte der Orte
places-count =
    { $count ->
        [one] 1 Ort
       *[other] { $count } Orte
    }
places-elsewhere = Ohne Ortsangabe
place-nameless = Ort ohne Namen
place-description =
    { $count ->
        [one] Ein Angebot im { $place }.
       *[other] { $count } Angebote an diesem Ort: { $place }.
    }
place-offers =
    { $count ->
        [0] Angebote
        [one] 1 Angebot hier
       *[other] { $count } Angebote hier, nächste zuerst
    }
place-no-offers = Hier ist gerade nichts geplant
place-where = Lage
place-map = Karte: { $place }

bookmarks-title = Merkliste
bookmarks-lead = Ihre gemerkten Angebote. Sie stehen nur in diesem Browser, wir erfahren nichts davon.
bookmarks-empty = Noch nichts gemerkt
bookmarks-empty-text = Mit dem Lesezeichen an jedem Angebot legen Sie es hier ab.
bookmarks-clear = Merkliste leeren
bookmarks-no-script = Die Merkliste braucht JavaScript
bookmarks-no-script-text = Ohne JavaScript nutzen Sie am besten die Lesezeichen Ihres Browsers.
