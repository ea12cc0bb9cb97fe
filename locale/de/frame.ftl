# Header, footer, search, errors: what surrounds every page.
language-own-name = Deutsch
skip-to-content = Zum Inhalt
close = Schließen

nav-main = Hauptmenü
nav-footer = Weitere Seiten
nav-language = Sprache
nav-breadcrumb = Sie sind hier
nav-start = Start
nav-offers = Angebote
nav-providers = Anbieter
nav-places = Orte
nav-bookmarks = Merkliste
nav-about = Über dieses Portal
nav-accessibility = Barrierefreiheit
nav-privacy = Datenschutz
nav-imprint = Impressum
nav-api = Offene Daten

footer-promise = Ohne Werbung, ohne Konto, ohne Cookies.
footer-operator = Ein Angebot von { $operator }

search-label = Angebote suchen
search-what = Was?
search-what-example = z. B. Deutsch, Yoga, Excel
search-where = Wo?
search-where-example = Ort oder PLZ
search-when = Ab wann?
search-button = Suchen
# The script puts the number in place of #.
search-suggestions = # Vorschläge. Mit den Pfeiltasten wählen.

error-not-found = Diese Seite gibt es nicht
error-not-found-text = Vielleicht ist die Adresse falsch geschrieben, oder die Seite wurde verschoben. Suchen Sie hier nach dem, was Sie brauchen:
error-no-portal = Unter dieser Adresse gibt es kein Bildungsportal
error-bad-request = Diese Anfrage haben wir nicht verstanden
error-foreign = Dieses Formular kam nicht von unserer Seite
error-too-many = Gerade gehen zu viele Nachrichten ein
error-method = So lässt sich diese Adresse nicht aufrufen
error-too-large = Die Nachricht ist zu lang
error-busy = Gerade ist zu viel los
error-internal = Bei uns ist etwas schiefgegangen
error-client-text = Bitte gehen Sie einen Schritt zurück und versuchen Sie es noch einmal.
error-server-text = Das liegt nicht an Ihnen. Bitte laden Sie die Seite in einer Minute noch einmal.
error-id = Wenn Sie uns davon berichten, nennen Sie bitte die Nummer { $id }.
error-ways = So geht es weiter
error-to-offers = Zu allen Angeboten
error-to-start = Zur Startseite

bookmark-add = Merken
bookmark-added = Gemerkt
bookmark-remove = Von der Merkliste nehmen
bookmark-removed = Von der Merkliste genommen
share-copied = Adresse kopiert

label-when = Wann
label-place = Ort
label-price = Preis
label-address = Anschrift
label-contact = Kontakt
label-gemeinde = Gemeinde
label-source = Quelle
label-confirmed = Zuletzt bestätigt am
label-changed = Hier geändert am
label-derived = Von uns ergänzt
label-last-delivery = Letzte Lieferung
label-audience = Für wen
label-requirements = Voraussetzungen
label-group-size = Gruppengröße

contact-phone = Telefon:
contact-website = Website
