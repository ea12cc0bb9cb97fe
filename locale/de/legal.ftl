operator-missing = Angaben zum Betreiber fehlen
operator-missing-text = Dieses Portal ist noch nicht fertig eingerichtet. Vor der Veröffentlichung müssen hier Name, Anschrift und Kontakt stehen.

imprint-title = Impressum
imprint-lead = Angaben nach § 5 Digitale-Dienste-Gesetz
imprint-operator = Herausgegeben von
imprint-represented = Vertreten durch: { $person }
imprint-content = Inhalte der Angebote
imprint-content-text = Für die Angaben zu einem Angebot ist sein Anbieter verantwortlich. Die Quelle steht auf jeder Angebotsseite. Hinweise auf Fehler leiten wir weiter.

privacy-title = Datenschutz
privacy-lead = Kurz gesagt: Sie können alles ansehen, ohne dass wir erfahren, wer Sie sind.
privacy-controller = Verantwortlich
privacy-officer = Datenschutzbeauftragte oder Datenschutzbeauftragter
privacy-visit = Wenn Sie die Seiten ansehen
privacy-visit-text =
    Ihr Gerät schickt dem Server seine IP-Adresse, damit er antworten kann. Wir speichern sie nicht in diesem Portal. Es gibt keine Cookies und keine Dateien von anderen Firmen.

    Der Betrieb des Servers kann eigene, kurzzeitige Protokolle gegen Störungen und Angriffe führen. Grundlage ist Art. 6 Abs. 1 Buchst. e DSGVO.
privacy-bookmarks = Merkliste
privacy-bookmarks-text = Gemerkte Angebote stehen nur im Speicher Ihres Browsers. Sie werden nicht übertragen. Sie löschen sie auf der Seite „Merkliste“ oder in den Einstellungen Ihres Browsers.
privacy-messages = Wenn Sie uns schreiben
privacy-messages-text =
    Wir speichern Ihre Nachricht und, wenn Sie eine angeben, Ihre E-Mail-Adresse. Die Adresse nutzen wir nur, um Ihnen zu antworten. Wir löschen beides, sobald Ihr Anliegen erledigt ist.

    Grundlage ist Art. 6 Abs. 1 Buchst. e DSGVO, bei der E-Mail-Adresse Ihre Einwilligung nach Buchst. a.
privacy-map = Karte
privacy-map-none = Die Karte zeichnet unser eigener Server. Sie lädt nichts von anderen Firmen.
privacy-map-own = Der Kartenhintergrund kommt von einem Kartendienst, den der Betreiber ausgewählt hat. Wenn Sie die Karte laden, erfährt er Ihre IP-Adresse und den gezeigten Ausschnitt.
privacy-rights = Ihre Rechte
privacy-rights-text =
    Sie können verlangen:

    - Auskunft über Ihre Daten (Art. 15 DSGVO)
    - Berichtigung (Art. 16) und Löschung (Art. 17)
    - Einschränkung der Verarbeitung (Art. 18)
    - Widerspruch (Art. 21)

    Sie können sich bei der Datenschutzaufsicht Ihres Landes beschweren.

accessibility-title = Barrierefreiheit
accessibility-lead = Alle sollen dieses Portal nutzen können. Wenn etwas nicht geht, sagen Sie es uns bitte.
accessibility-state = Stand
accessibility-state-text =
    Die Seiten sind nach WCAG 2.2, Stufe AA, und der BITV 2.0 gebaut. Jede Seite wird bei jeder Änderung automatisch geprüft, mit Tastatur bedient und ohne JavaScript benutzt.

    Alle Farben haben genug Kontrast, hell und dunkel. Alle Seiten lassen sich auf 200 % vergrößern.
accessibility-limits = Was noch nicht gut geht
accessibility-limits-text =
    - Beschreibungen kommen von den Anbietern. Sie können schwer verständlich sein.
    - Texte in Leichter Sprache und in Gebärdensprache fehlen noch.
    - Die bewegliche Karte ist mit dem Bildschirmleser mühsam. Alles, was sie zeigt, steht auch in der Liste.
accessibility-feedback = Hindernis melden
accessibility-enforcement = Wenn wir nicht antworten
accessibility-enforcement-text = Sie haben uns geschrieben und keine gute Antwort bekommen? Dann hilft Ihnen kostenlos:

message-title = Schreiben Sie uns
message-lead = Fehlt ein Angebot? Haben Sie eine Frage oder eine Idee? Wir lesen alles.

report-title = Fehler melden
report-lead = Danke, dass Sie mithelfen. Ihr Hinweis geht an das Bildungsbüro, das ihn mit dem Anbieter klärt.
report-reason = Was stimmt nicht?
report-reason-hint = Wählen Sie, was am besten passt.
report-message = Was ist richtig?
grund-termin = Der Termin stimmt nicht
grund-preis = Der Preis stimmt nicht
grund-ort = Der Ort stimmt nicht
grund-ausgefallen = Das Angebot gibt es nicht mehr
grund-kontakt = Anmeldung oder Kontakt stimmt nicht
grund-anderes = Etwas anderes

feedback-message = Ihre Nachricht
feedback-message-hint = Bitte schreiben Sie keine persönlichen Daten von anderen Menschen hinein.
feedback-message-missing = Bitte schreiben Sie, worum es geht.
feedback-message-long = Bitte kürzen Sie Ihre Nachricht auf { $limit } Zeichen.
feedback-mail = E-Mail-Adresse (freiwillig)
feedback-mail-hint = Nur, wenn Sie eine Antwort möchten. Beispiel: name@beispiel.de
feedback-mail-wrong = Bitte prüfen Sie die E-Mail-Adresse. Sie sieht so aus: name@beispiel.de
feedback-send = Absenden
feedback-trap = Bitte frei lassen
feedback-privacy = Was mit Ihrer Nachricht geschieht:
feedback-thanks = Danke, Ihre Nachricht ist angekommen
feedback-thanks-text = Wenn Sie eine E-Mail-Adresse angegeben haben, bekommen Sie eine Antwort.
form-errors = Bitte prüfen Sie Ihre Angaben

muster-title = Muster
muster-lead = Alle Bausteine dieser Seiten in allen Zuständen.
muster-type = Schrift
muster-buttons = Knöpfe
muster-search = Suche
muster-chips = Marken
muster-cards = Karten
muster-alerts = Meldungen
muster-form = Formular
muster-lists = Listen und Tabellen
muster-ways = Wege
muster-icons = Zeichen
muster-heading = Eine Überschrift
muster-paragraph = Ein Absatz mit einem Satz, der etwas länger ist, damit man sieht, wie er umbricht.
muster-link = Ein Verweis
muster-item = Ein Punkt
muster-button = Ein Knopf
muster-disabled = Geht gerade nicht
muster-chip = Abends
muster-offer = Beispiel-Angebot mit einem Titel, der über zwei Zeilen geht
muster-provider = Beispiel-Anbieter
muster-place = Beispielort
muster-choice = Eine Auswahl
