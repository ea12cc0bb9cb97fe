# Kennzahlen: index, one Kennzahl, where a number comes from, profiles of areas.
nav-figures = Zahlen
figures-title = Zahlen zur Bildung in { $region }
figures-lead =
    { $count ->
        [0] Hier stehen Kennzahlen, sobald die ersten Tabellen eingelesen sind.
        [one] Eine Kennzahl, nachvollziehbar bis zur Zeile in der Quelle.
       *[other] { $count } Kennzahlen, jede nachvollziehbar bis zur Zeile in der Quelle.
    }
figures-search = Wonach suchen Sie?
figures-search-example = z. B. Kita, Schulabschluss, Arbeitslosigkeit
figures-found =
    { $count ->
        [0] Nichts gefunden
        [one] Eine Kennzahl gefunden
       *[other] { $count } Kennzahlen gefunden
    }
figures-found-waiting =
    { $count ->
        [one] Davon eine noch ohne Daten
       *[other] Davon { $count } noch ohne Daten
    }
figures-search-title = Zahlen zu „{ $asked }“
figures-corrected = Gesucht wurde „{ $searched }“ statt „{ $typed }“.
figures-unknown =
    { $count ->
        [one] { $list } kommt in keiner Kennzahl vor. Gefunden wurde ohne dieses Wort.
       *[other] { $list } kommen in keiner Kennzahl vor. Gefunden wurde ohne diese Wörter.
    }
figures-quoted = „{ $text }“
figures-not-found = Zu „{ $asked }“ haben wir keine Zahl gefunden.
figures-try = Diese Suchen führen weiter:
figures-to-offers = Lernangebote zu „{ $asked }“ suchen
# Searches that find something, with semicolons between them.
figures-suggestions = Kita-Plätze; Schulabschluss; Arbeitslosigkeit; Einwohner
figures-of-the-month = Kennzahl des Monats
figures-news = Was neu ist
figures-news-of = { $name }: neue Zahlen
figures-bereiche = Bereiche
figures-all =
    { $count ->
        [one] Eine weitere Kennzahl zeigen
       *[other] Alle { $count } weiteren Kennzahlen zeigen
    }
figures-areas = Gebiete im Überblick
figures-empty = Noch sind keine Zahlen da
figures-empty-text = Das Bildungsbüro liest gerade die ersten Tabellen ein. Bis dahin finden Sie hier die Lernangebote der Region.
figures-waiting-text =
    { $count ->
        [one] Diese Kennzahl ist beschrieben, aber es liegen keine öffentlichen Daten vor. Auf ihrer Seite steht, was fehlt und woher es kommen kann.
       *[other] Diese Kennzahlen sind beschrieben, aber es liegen keine öffentlichen Daten vor. Auf jeder Seite steht, was fehlt und woher es kommen kann.
    }
figures-waiting-count =
    { $count ->
        [one] Eine Kennzahl noch ohne Daten
       *[other] { $count } Kennzahlen noch ohne Daten
    }
way-all-figures = Zu allen Zahlen

kennzahl-over-time = Entwicklung
kennzahl-map = Karte der Kreise, { $year }
kennzahl-meaning = Was diese Zahl bedeutet
kennzahl-sources = Quellen und Hinweise
kennzahl-table-notes =
    { $count ->
        [one] Eine Fußnote der Quelle
       *[other] { $count } Fußnoten der Quellen
    }
kennzahl-take-along = Zum Mitnehmen
kennzahl-no-data = Noch keine Daten geliefert
kennzahl-without-data = Für die Region liegt noch keine öffentliche Tabelle vor. Gebraucht wird:
kennzahl-awaits = Es fehlt:
kennzahl-values = Werte nach Jahren
kennzahl-where-from = Woher kommt diese Zahl?
chooser-change = Gebiet und Vergleich ändern
chooser-beside = im Vergleich mit { $areas }
chooser-area-missing = Diese Zahl gibt es nicht { $place }.
chooser-year-missing = Für { $year } gibt es diese Zahl nicht { $place }.
chooser-instead = Sie sehen stattdessen: { $shown }.
table-break = Ab diesem Jahr nicht ohne Weiteres mit früheren vergleichbar; der Grund steht über der Tabelle.
meaning-formula-code = So ist die Formel im Katalog hinterlegt
meaning-note = Hinweis zur Fassung
ebenen-1 = Länder
ebenen-2 = Kreise und kreisfreie Städte
ebenen-3 = Verbandsgemeinden
ebenen-4 = Städte und Gemeinden
ebenen-5 = Kleinräumige Gebiete
chooser-area = Gebiet
chooser-compare = Vergleichen mit
chooser-another = Zusätzlich vergleichen mit
chooser-none = keines
chooser-show = Zeigen
chart-line-description = Linie von { $from } bis { $to } für { $areas }: { $name }. Auf der Seite stehen alle Werte als Tabelle.
chart-bars-title = { $name } nach { $label }, { $year }
chart-ages-title = Altersaufbau { $place }, { $year }
chart-ages-description = Bevölkerungspyramide mit { $count } Altersgruppen, die jüngste unten. Auf der Seite stehen alle Werte als Tabelle.
chart-ages-axis = Personen je Altersjahr
chart-ages-compared = Altersaufbau { $genitive }
chart-ages-note = Der Umriss zeigt den Altersaufbau { $genitive }, umgerechnet auf dieselbe Einwohnerzahl.
chart-part-of = darunter { $label }
chart-map-title = { $name } in den Kreisen, { $year }
chart-map-description = Karte mit { $count } Kreisen. Auf der Seite stehen alle Werte als Rangfolge.
table-show = Als Tabelle
table-year = Jahr
table-values = { $name } ({ $unit })
table-trace-hint = Jeder Wert führt zu seiner Herkunft.
ranking-show = Als Rangfolge
ranking-caption =
    { $count ->
        [one] Ein Kreis, { $year }
       *[other] { $count } Kreise, { $year }
    }
ranking-place = Platz
ranking-area = Gebiet
meaning-question = Frage
meaning-unit = Einheit
meaning-stichtag = Stichtag
meaning-formula = Formel
meaning-version = Fassung
meaning-valid-since = gilt ab { $from }
meaning-valid-between = galt von { $from } bis { $until }
source-own = { $region }, eigene Daten
source-line = Quelle: { $owners }. Tabelle { $tables }. Eigene Berechnung.
source-licence = Lizenz: { $licence }.
source-received = Eingelesen am { $date }.
legend-title = Zeichen in den Tabellen
take-along-address = Diese Auswahl hat eine dauerhafte Adresse:
take-along-embed = Auf der eigenen Seite einbetten
take-along-embed-text = Diese Zeile zeigt die Grafik auf Ihrer Seite, immer mit den neuesten Werten:
embed-from = Aus: { $name }

trace-title = Woher kommt diese Zahl?
trace-lead = { $name }, { $area }, { $year }: { $value }
trace-definition = Definition
trace-calculation = Rechnung
trace-cells =
    { $count ->
        [one] Ein Wert aus der Quelle
       *[other] { $count } Werte aus den Quellen
    }
trace-what = Was
trace-period = Zeit
trace-where = Wo es steht
trace-cell = Zeile { $row }, Spalte { $column }
trace-share = Anteil { $percent } %
trace-nothing = Dafür liegt kein Wert vor.
trace-delivery = Tabelle { $dataset }, Datei „{ $file }“, eingelesen am { $date }.
trace-created = Stand der Quelle: { $date }.
trace-findings = Auffälligkeiten bei der Prüfung
trace-accepted = Geprüft am { $date }: { $because }
trace-open = Noch nicht geprüft.
trace-back = Zurück zur Kennzahl

area-profile-lead = Was über Bildung { $within } bekannt ist, im Vergleich.
area-profile-empty = Für dieses Gebiet liegen noch keine öffentlichen Zahlen vor.
area-profile-figure = Kennzahl
area-profile-newest = Neuester Wert
area-profile-year = Jahr
area-profile-similar = Ähnlich große Kreise
area-profile-inside = Gebiete darin
area-profile-offers = Lernangebote { $within }
areas-title = Gebiete
areas-lead = Wählen Sie ein Gebiet, um seine Zahlen zu sehen.

unit-thousand-euro = Tsd. €
einheit-anzahl = Anzahl
einheit-prozent = Prozent
einheit-eur = Euro
einheit-tsd-eur = Tausend Euro
einheit-je-einwohner = je Einwohner
einheit-je-1-000-einwohner = je 1.000 Einwohner
einheit-je-10-000-einwohner = je 10.000 Einwohner
einheit-je-100-personen-von-20-bis-64-jahren = je 100 Personen von 20 bis 64 Jahren
einheit-je-1-000-kinder-unter-6-jahren = je 1.000 Kinder unter 6 Jahren
einheit-je-vollzeitstelle = je Vollzeitstelle
einheit-je-schule = je Schule
einheit-je-gemeldete-stelle = je gemeldete Stelle
einheit-eur-je-einwohner = Euro je Einwohner
einheit-eur-je-schuelerin-und-schueler = Euro je Schülerin und Schüler
einheit-unterrichtsstunden-je-1-000-einwohner = Unterrichtsstunden je 1.000 Einwohner
einheit-indexpunkte = Indexpunkte

statistik-12411 = Bevölkerung
statistik-12612 = Geburten
statistik-12711 = Zu- und Fortzüge
statistik-13111 = Beschäftigte
statistik-13211 = Arbeitslosigkeit
statistik-21111 = Allgemeinbildende Schulen
statistik-21111-02 = Schulabschlüsse
statistik-21121 = Berufliche Schulen
statistik-22541 = Kindertageseinrichtungen
statistik-22543 = Kinder in Tagesbetreuung
statistik-22811 = Grundsicherung
statistik-82411 = Einkommen

bereich-A = Rahmenbedingungen
bereich-B = Bildung im Überblick
bereich-C = Frühkindliche Bildung
bereich-D = Allgemeinbildende Schulen
bereich-E = Berufliche Bildung
bereich-F = Hochschulen
bereich-G = Weiterbildung
bereich-H = Non-formale Bildung
bereich-I = Netzwerke und Beratung

zeichen-number = Zahl
zeichen-nothing = genau null
zeichen-rounds_to_zero = mehr als nichts, aber weniger als die Hälfte der Einheit
zeichen-secret_or_unknown = geheim oder unbekannt
zeichen-secret = geheim
zeichen-not_yet = folgt später
zeichen-unreliable = nicht zuverlässig genug
zeichen-not_applicable = nicht sinnvoll
zeichen-unit_does_not_exist = Gebiet gab es nicht
zeichen-missing = keine Angabe
marke-p = vorläufig
marke-r = korrigiert
marke-s = geschätzt
marke-e = endgültig
marke-D = Durchschnitt
marke-converted = umgerechnet, geschätzt
marke-rounded = gerundet
areas-small = Kleinräumige Gebiete
ebene-kreis = Kreise
ebene-gemeindeverband = Verbandsgemeinden
ebene-gemeinde = Gemeinden
bruch-definition = neue Definition
bruch-gebiet = andere Grenzen
bruch-beginn = erste Werte
bruch-zensus = anderer Zensus
bruch-quelle = andere Quelle oder anderer Stichtag

commuters-title = Wege zur Schule
commuters-lead = Aus welchen Gemeinden Schülerinnen und Schüler an welche Schule kommen.
commuters-empty = Noch keine Tabelle der Schulwege
commuters-empty-text = Sie erscheint hier, sobald das Bildungsbüro die Tabelle „schulpendler“ eingelesen und freigegeben hat.
commuters-school = Schule
commuters-all = Alle Schulen dieser Tabelle
commuters-pupils = Schülerinnen und Schüler
commuters-change = { $name }: Entwicklung
commuters-line-description = Linie über alle Jahre der Tabelle. Fehlt ein Jahr, sind Teile der Summe geheim oder nicht gemeldet.
commuters-flows = { $name }: Wege zur Schule, { $year }
commuters-flows-description = Karte mit Pfeilen von den Wohngemeinden zu den Gemeinden der Schulen, je breiter, desto mehr Schülerinnen und Schüler. Kreise stehen für die, die in der Gemeinde ihrer Schule wohnen. Auf der Seite stehen alle Werte als Tabelle.
commuters-left-out =
    { $count ->
        [one] Ein kleinerer Weg ist nicht gezeichnet; er steht in der Tabelle unten.
       *[other] { $count } kleinere Wege sind nicht gezeichnet; sie stehen in der Tabelle unten.
    }
commuters-at-least = mindestens { $number }
commuters-since = Seit { $year }
commuters-map = { $name }: Woher sie kommen, { $year }
commuters-map-description = Karte der Wohngemeinden. Auf der Seite stehen alle Werte als Tabelle.
commuters-share = Anteil
commuters-ranking = { $name }: Wohngemeinden der Reihe nach
commuters-homes = Wohngemeinde
commuters-matrix = Wohngemeinden und Schulen, { $year }
commuters-rest =
    { $count ->
        [one] eine weitere Gemeinde
       *[other] { $count } weitere Gemeinden
    }
