start-title = Was möchten Sie lernen?
start-lead = Kurse, Treffs und Beratung in { $region }: alles an einem Ort, für jedes Alter.
start-doors = Für welche Lebensphase?
start-week = Das beginnt in den nächsten sieben Tagen
start-week-all =
    { $count ->
        [one] Das Angebot dieser Woche zeigen
       *[other] Alle { $count } Angebote dieser Woche zeigen
    }
start-topics = Nach Themen stöbern
start-figures = Das gibt es hier
figure-offers = Angebote
figure-free = davon kostenlos
figure-providers = Anbieter
figure-gemeinden = Gemeinden mit Angeboten

tuer-fruehe-jahre = Frühe Jahre
tuer-text-fruehe-jahre = Krabbelgruppe, Kita, erste Schritte
tuer-schule = Schulzeit
tuer-text-schule = Lernhilfe, Musik, Technik, Ferien
tuer-ausbildung = Ausbildung und Studium
tuer-text-ausbildung = Abschluss nachholen, Beruf finden, studieren
tuer-beruf = Beruf
tuer-text-beruf = Weiterbildung, Sprachen, neue Aufgaben
tuer-familie = Familie
tuer-text-familie = Für Eltern, mit Kindern, mit Betreuung
tuer-ruhestand = Ruhestand
tuer-text-ruhestand = Neues lernen, in Bewegung bleiben
