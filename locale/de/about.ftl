about-title = Über dieses Portal
about-lead =
    { $count ->
        [one] Ein Angebot aus { $region }, aus geprüften Quellen.
       *[other] { $count } Angebote aus { $region }, aus geprüften Quellen.
    }
about-scope = Was Sie hier finden
about-scope-text =
    Kurse, Veranstaltungen, offene Treffs und Beratung aus der Region: für Kinder, Jugendliche, Erwachsene und ältere Menschen, vor Ort und online.

    Nicht dabei sind Angebote ohne Bezug zur Region und Angebote, die nur für Mitglieder gelten.
about-who = Wer die Angebote einträgt
about-who-text =
    Die Anbieter selbst. Die meisten liefern ihre Angebote aus ihrem eigenen Programm, andere als Kalender oder Tabelle. Das Bildungsbüro prüft die Quellen und hilft, Fehler dort zu beheben, wo sie entstehen.

    Namen und private Telefonnummern von Kursleitenden übernehmen wir nicht.
about-sources = Quellen und ihr Stand
about-sources-text = Ein Angebot, das in der nächsten Lieferung seiner Quelle fehlt, verschwindet auch hier. Vergangene Angebote zeigen wir in der Suche nicht mehr.
about-sources-none = Noch ist keine Quelle eingerichtet.
about-never = noch keine
about-ranking = Warum ein Angebot vor dem anderen steht
about-ranking-text =
    Niemand kann sich einen Platz kaufen. Es zählt, in dieser Reihenfolge:

    - wie gut Ihre Wörter zum Titel, zu den Schlagwörtern, zum Anbieter und zur Beschreibung passen
    - wie bald es beginnt
    - wie nah es liegt, wenn Sie einen Ort angeben
    - wie vollständig die Angaben sind

    Mehrere Termine desselben Angebots stehen als ein Eintrag in der Liste, und kein Anbieter füllt die erste Seite allein.
about-unknown = Was „unbekannt“ bedeutet
about-unknown-text = Wenn eine Quelle etwas nicht sagt, raten wir nicht. Ein Angebot ohne Preisangabe ist für uns nicht kostenlos, ein Ort ohne Angaben nicht barrierefrei.
about-traces = Was wir über Sie wissen
about-traces-text = Nichts. Es gibt kein Konto, keine Cookies, keine Zählung einzelner Menschen und nichts von anderen Firmen auf diesen Seiten. Ihre Merkliste bleibt in Ihrem Browser.
about-data = Offene Daten
about-data-text = Alles, was Sie hier sehen, gibt es auch für Programme:
about-data-api = JSON-Schnittstelle (OpenAPI)
about-mistakes = Etwas stimmt nicht?
about-mistakes-text = Auf jeder Angebotsseite gibt es „Fehler melden“. Für alles andere:
