offered-by = Anbieter:
offer-over = Dieses Angebot ist vorbei
offer-over-text = Die Seite bleibt, damit Sie nachlesen können, was es war. Vielleicht gibt es etwas Ähnliches:
offer-gone = Dieses Angebot gibt es nicht mehr
offer-gone-text = Der Anbieter hat es zurückgezogen, oder wir zeigen es nicht mehr. Fragen Sie bei Bedarf direkt dort nach: { $provider }.
offer-similar = Ähnliche Angebote
offer-no-similar = Gerade gibt es nichts Ähnliches.
offer-about = Darum geht es
offer-for-whom = Für wen und unter welchen Voraussetzungen
offer-dates = Alle Termine
offer-access = Barrierefreiheit
offer-origin = Woher diese Angaben kommen
offer-directions = So kommen Sie hin
offer-actions = Was Sie tun können
offer-calendar = In den Kalender
offer-share = Teilen
offer-share-more = Weitergeben per QR-Code oder E-Mail
offer-print = Drucken
offer-website = Zur Seite des Anbieters
offer-language = Kurssprache: { $languages }
offer-certificates = Abschluss: { $certificates }
offer-units = { $units } Unterrichtsstunden zu 45 Minuten
offer-funding = Förderung möglich: { $funding }

ask-what = Was ist es?
ask-when = Wann?
ask-where = Wo?
ask-price = Was kostet es?
ask-register = Wie melde ich mich an?

price-reduced = Ermäßigt: { $amount }
price-reduced-for = { $label }: { $amount }
price-reducible = Ermäßigung möglich, bitte nachfragen.

register-now = Zur Anmeldung
register-until = Anmeldung bis { $day }
register-not-needed = Kommen Sie einfach vorbei, ohne Anmeldung.
register-at-provider = Beim Anbieter anmelden
register-ask-provider = Fragen Sie beim Anbieter nach:
register-unknown = Wie die Anmeldung geht, ist nicht angegeben.
course-number = Kursnummer: { $number }

requirements-none = Keine. Alle können mitmachen.
requirements-unknown = Nicht angegeben. Fragen Sie beim Anbieter nach.
audience-everyone = Keine besondere Zielgruppe angegeben
group-size = { $min } bis { $max } Personen

access-all-unknown = Zur Barrierefreiheit hat der Anbieter noch nichts angegeben. Fragen Sie dort nach, bevor Sie sich anmelden.

mark-derived = (von uns ergänzt)
mark-edited = (vom Bildungsbüro bearbeitet)
origin-by-hand = Von Hand eingetragen
origin-derived-text = „Von uns ergänzt“ heißt: Der Anbieter hat das nicht so geliefert. Wir haben es nach einer festen Regel aus seinen anderen Angaben geschlossen.
report-question = Stimmt etwas nicht?
report-link = Fehler melden

share-mail = Per E-Mail weitergeben
share-qr = QR-Code mit der Adresse dieses Angebots

dates-none = Termine sind nicht angegeben.
dates-past =
    { $count ->
        [one] Ein vergangener Termin
       *[other] { $count } vergangene Termine
    }
dates-more =
    { $count ->
        [one] 1 weiterer Termin
       *[other] { $count } weitere Termine
    }
meeting-past = (vorbei)
session-cancelled = Dieser Termin fällt aus
session-from = Ab { $day }
session-from-at = Ab { $day }, { $place }
session-number = Durchführung { $number }
span-from = Ab { $day }
span-until = Bis { $day }
span-from-until = Von { $first } bis { $last }

export-title = Angebote – { $portal }
export-title-text = { $text } – { $portal }
export-subtitle = Neue und geänderte Angebote dieser Suche
export-provider = Anbieter: { $provider }
export-price = Preis: { $price }

embed-title = Angebote auf Ihrer Website zeigen
embed-lead = So zeigen Sie diese Suche auf der Seite Ihrer Gemeinde, Schule oder Ihres Vereins. Ohne Konto, ohne Kosten, ohne Cookies.
embed-component = Mit Skript
embed-component-text = Kopieren Sie diese Zeilen in Ihre Seite. Die Liste holt sich die aktuellen Angebote selbst und übernimmt Schrift und Farben Ihrer Seite.
embed-plain = Ohne Skript
embed-plain-text = Diese Adresse liefert die Liste als fertiges HTML. Ihr Redaktionssystem kann sie auf dem Server einbinden.
embed-empty = Gerade gibt es hier keine Angebote.
embed-more = Alle Angebote im Bildungsportal
embed-back = Zurück zur Suche
