results-count =
    { $count ->
        [one] 1 Angebot
       *[other] { $count } Angebote, { $sorted }
    }
results-count-for =
    { $count ->
        [one] 1 Angebot zu „{ $text }“
       *[other] { $count } Angebote zu „{ $text }“, { $sorted }
    }
results-none = Dazu haben wir nichts gefunden
results-none-for = Zu „{ $text }“ haben wir so nichts gefunden
results-description = Kurse, Veranstaltungen und Treffs in { $region }.
results-list = Gefundene Angebote
results-corrected = „{ $typed }“ kommt in keinem Angebot vor. Gesucht wurde nach „{ $searched }“.
results-also = Gesucht wurde auch: { $terms }

filters-title = Filter
filters-active = Ihre Filter:
filters-clear = Alle Filter entfernen
filters-apply =
    { $count ->
        [0] Kein Angebot
        [one] 1 Angebot zeigen
       *[other] { $count } Angebote zeigen
    }
filters-more = { $count } weitere
filter-remove = Filter „{ $label }“ entfernen
filter-dates = Zeitraum
filter-until = Bis
filter-radius = Entfernung
filter-radius-field = Umkreis um { $place }
filter-or-online = Online-Angebote auch zeigen
filter-place = { $place }, Umkreis { $km } km
filter-from-day = ab { $day }
filter-until-day = bis { $day }
filter-note-accessibility = Bei vielen Angeboten ist das nicht bekannt. Sie fehlen dann hier. Fragen Sie am besten beim Anbieter nach.
filter-note-places = Angebote, bei denen die freien Plätze nicht bekannt sind, bleiben in der Liste.
dates-today = Heute
dates-week = Diese Woche
dates-weekend = Am Wochenende
dates-next-week = Nächste Woche

chips-suggested = Meinten Sie:
chip-place = In { $place }
chip-level = Niveau { $level }

sort-label = Sortieren:
view-label = Ansicht
view-list = Liste
view-map = Karte

pages-label = Seiten
pages-previous = Zurück
pages-next = Weiter
pages-position = Seite { $page } von { $pages }

address-problems = Einen Teil der Adresse konnten wir nicht lesen
place-not-known = Den Ort „{ $place }“ kennen wir nicht
place-not-known-text = Wir haben überall gesucht. Schreiben Sie einen Ort oder eine Postleitzahl aus der Region in das Feld „Wo?“.

nothing-title = Dazu gibt es gerade kein Angebot
nothing-text = Prüfen Sie die Schreibweise, oder versuchen Sie es mit einem allgemeineren Wort, zum Beispiel „Sprache“ statt „Grammatik“.
nothing-reason = Mit allen Angaben zusammen passt nichts. Mit weniger Angaben finden wir das hier:
nothing-else = Nichts Passendes dabei?

relaxed-without = Ohne „{ $label }“
relaxed-without-dates = Zu jeder Zeit
relaxed-without-place = An allen Orten
relaxed-without-words = Ohne „{ $terms }“
relaxed-without-filters = Ohne alle Filter
relaxed-radius = Im Umkreis von { $km } km
relaxed-broader = Allgemeiner: „{ $term }“
relaxed-show =
    { $count ->
        [one] Dieses Angebot zeigen
       *[other] Alle { $count } Angebote zeigen
    }

way-all-offers = Alle Angebote ansehen
way-providers = Anbieter ansehen
way-wish = Ihnen fehlt etwas?
way-wish-link = Schreiben Sie uns

take-along = Diese Suche mitnehmen
take-along-text = So erfahren Sie, wenn etwas Neues dazukommt, ohne Konto und ohne E-Mail-Adresse.
take-feed = Als Feed abonnieren (Atom)
take-calendar = Als Kalender abonnieren (iCal)
take-embed = Auf einer anderen Website zeigen

map-title = Karte der Angebote
map-start = Karte zum Bewegen laden
map-note = Jeder Punkt zeigt einen Ort oder mehrere, die nah beieinander liegen.
map-note-search = Die Zahlen zählen Angebote. Angebote ohne festen Ort stehen nur in der Liste.
map-note-first = Die Karte zeigt { $shown } von { $places } Orten. Mit einem Filter werden es weniger.
map-merged =
    { $more ->
        [one] und 1 weiterer Ort in der Nähe, zusammen { $count }
       *[other] und { $more } weitere Orte in der Nähe, zusammen { $count }
    }
map-zoom-in = Vergrößern
map-zoom-out = Verkleinern
map-places = Orte

date-open = offen
date-on-request = nach Absprache
date-over = vorbei
date-over-long = Alle bekannten Termine sind vorbei.
when-unknown = Termine nicht angegeben
when-on-request = nach Absprache
when-open = geöffnet { $hours }
when-until = bis { $day }
when-more =
    { $count ->
        [one] 1 weiterer Termin
       *[other] { $count } weitere Termine
    }
when-next = Nächster Termin: { $meeting }
when-all = Alle Termine
place-online = online
place-unknown = Ort nicht angegeben
place-more =
    { $count ->
        [one] 1 weiterer Ort
       *[other] { $count } weitere Orte
    }
seats-none = ausgebucht
seats-few =
    { $count ->
        [one] noch 1 Platz frei
       *[other] noch { $count } Plätze frei
    }
seats-free = Plätze frei
level-cefr = Niveau { $levels }
level-dqr = DQR-Stufe { $level }
badge-cancelled = fällt aus
badge-deadline = Anmeldung bis { $day }
badge-funding = Förderung möglich
