# Names of codes from closed lists: {group}-{code}.

lebensphase-fruehe_bildung = Frühe Jahre
lebensphase-schule = Schulzeit
lebensphase-uebergang_schule_beruf = Übergang Schule – Beruf
lebensphase-ausbildung_studium = Ausbildung und Studium
lebensphase-erwerbsleben = Beruf
lebensphase-familie = Familie
lebensphase-nach_erwerb = Ruhestand
lebensphase-alle = Für alle Lebensphasen

format-praesenz = Vor Ort
format-online_live = Online mit festen Zeiten
format-online_selbst = Online, Zeit frei wählbar
format-hybrid = Vor Ort und online
format-fern = Fernunterricht

barrierefrei-stufenlos = Ohne Stufen erreichbar
barrierefrei-wc = Barrierefreies WC
barrierefrei-parkplatz = Behindertenparkplatz
barrierefrei-induktionsschleife = Induktionsschleife
barrierefrei-gebaerdensprache = Gebärdensprache
barrierefrei-schriftdolmetschen = Schriftdolmetschen
barrierefrei-leichte_sprache = Leichte Sprache
barrierefrei-digital = Digitale Teile barrierefrei
barrierefrei-assistenz = Assistenz möglich
barrierefrei-ruhiger_raum = Ruhiger Raum
barrierefrei-langsames_lerntempo = Langsames Lerntempo

kinderbetreuung-ja = Mit Kinderbetreuung
kinderbetreuung-auf_anfrage = Kinderbetreuung auf Anfrage
kinderbetreuung-nein = Ohne Kinderbetreuung

lernform-formal = Formal: führt zu einem anerkannten Abschluss
lernform-non_formal = Non-formal: Kurs oder Veranstaltung
lernform-informal = Informell: Treff, offenes Angebot

tageszeit-vormittags = Vormittags
tageszeit-nachmittags = Nachmittags
tageszeit-abends = Abends
tageszeit-ganztags = Ganztags

dauer-einmalig = Ein Termin
dauer-bis_1_woche = Bis eine Woche
dauer-bis_1_monat = Bis ein Monat
dauer-bis_3_monate = Bis drei Monate
dauer-bis_6_monate = Bis sechs Monate
dauer-laenger = Länger als sechs Monate
dauer-laufend = Laufend oder offen

preis-kostenlos = Kostenlos
preis-bis_25 = Bis 25 €
preis-bis_50 = Bis 50 €
preis-bis_100 = Bis 100 €
preis-ueber_100 = Über 100 €
preis-unbekannt = Preis nicht angegeben

sortierung-relevanz = Beste Treffer
sortierung-datum = Nächste zuerst
sortierung-entfernung = Nächstgelegene zuerst
sortierung-preis = Günstigste zuerst
sortierung-neu = Zuletzt aufgenommen

# Same orders inside a sentence: „37 Angebote, nächste zuerst“.
sortiert-relevanz = beste Treffer zuerst
sortiert-datum = nächste zuerst
sortiert-entfernung = nächstgelegene zuerst
sortiert-preis = günstigste zuerst
sortiert-neu = zuletzt aufgenommene zuerst

status-entwurf = Entwurf
status-eingereicht = Eingereicht
status-freigegeben = Freigegeben
status-abgelaufen = Abgelaufen
status-gesperrt = Gesperrt
status-zurueckgezogen = Zurückgezogen

facet-thema = Thema
facet-lebensphase = Lebensphase
facet-zielgruppe = Für wen
facet-niveau = Sprachniveau
facet-gebiet = Gemeinde
facet-wochentag = Wochentag
facet-tageszeit = Tageszeit
facet-dauer = Dauer
facet-format = Vor Ort oder online
facet-preis = Preis
facet-foerderung = Förderung
facet-kurssprache = Kurssprache
facet-kinderbetreuung = Kinderbetreuung
facet-barrierefrei = Barrierefreiheit
facet-plaetze = Freie Plätze
facet-anbieter = Anbieter
facet-lernform = Art des Lernens
facet-voraussetzung = Zugang

plaetze-ja = Nur mit freien Plätzen
voraussetzung-ja = Ohne Voraussetzungen

niveau-A0 = A0 – Lesen und Schreiben lernen
niveau-A1 = A1 – Anfang
niveau-A2 = A2 – Grundlagen
niveau-B1 = B1 – selbstständig
niveau-B2 = B2 – sicher
niveau-C1 = C1 – fließend
niveau-C2 = C2 – fast wie Muttersprache

wochentag-mo = Montag
wochentag-di = Dienstag
wochentag-mi = Mittwoch
wochentag-do = Donnerstag
wochentag-fr = Freitag
wochentag-sa = Samstag
wochentag-so = Sonntag
wochentag-wochenende = Wochenende

wochentag-kurz-mo = Mo.
wochentag-kurz-di = Di.
wochentag-kurz-mi = Mi.
wochentag-kurz-do = Do.
wochentag-kurz-fr = Fr.
wochentag-kurz-sa = Sa.
wochentag-kurz-so = So.

wochentags-mo = montags
wochentags-di = dienstags
wochentags-mi = mittwochs
wochentags-do = donnerstags
wochentags-fr = freitags
wochentags-sa = samstags
wochentags-so = sonntags

monat-1 = Januar
monat-2 = Februar
monat-3 = März
monat-4 = April
monat-5 = Mai
monat-6 = Juni
monat-7 = Juli
monat-8 = August
monat-9 = September
monat-10 = Oktober
monat-11 = November
monat-12 = Dezember

monat-kurz-1 = Jan.
monat-kurz-2 = Feb.
monat-kurz-3 = März
monat-kurz-4 = Apr.
monat-kurz-5 = Mai
monat-kurz-6 = Juni
monat-kurz-7 = Juli
monat-kurz-8 = Aug.
monat-kurz-9 = Sep.
monat-kurz-10 = Okt.
monat-kurz-11 = Nov.
monat-kurz-12 = Dez.

# Why a parameter of the address was ignored.
problem-unknown = Diese Angabe in der Adresse kennen wir nicht.
problem-bad-value = Dieser Wert ist nicht möglich.
problem-repeated = Diese Angabe stand zweimal da; die erste gilt.
problem-too-long = Der Text war zu lang und wurde gekürzt.
problem-end-before-start = Das Ende lag vor dem Anfang und wurde weggelassen.
problem-unknown-place = Diesen Ort kennen wir hier nicht.
problem-too-many = Es waren zu viele Angaben; die letzten wurden weggelassen.

sprache-de = Deutsch
sprache-en = Englisch
sprache-fr = Französisch
sprache-es = Spanisch
sprache-it = Italienisch
sprache-pt = Portugiesisch
sprache-nl = Niederländisch
sprache-lb = Luxemburgisch
sprache-pl = Polnisch
sprache-cs = Tschechisch
sprache-hu = Ungarisch
sprache-ro = Rumänisch
sprache-bg = Bulgarisch
sprache-hr = Kroatisch
sprache-sr = Serbisch
sprache-sq = Albanisch
sprache-el = Griechisch
sprache-la = Latein
sprache-ru = Russisch
sprache-uk = Ukrainisch
sprache-tr = Türkisch
sprache-ar = Arabisch
sprache-fa = Persisch
sprache-ps = Paschtu
sprache-ku = Kurdisch
sprache-ti = Tigrinya
sprache-so = Somali
sprache-am = Amharisch
sprache-he = Hebräisch
sprache-hi = Hindi
sprache-ur = Urdu
sprache-zh = Chinesisch
sprache-ja = Japanisch
sprache-ko = Koreanisch
sprache-vi = Vietnamesisch
sprache-th = Thailändisch
sprache-sv = Schwedisch
sprache-no = Norwegisch
sprache-da = Dänisch
sprache-fi = Finnisch
sprache-gsg = Deutsche Gebärdensprache

# Names of fields, for marks of origin.
feld-topics = Thema
feld-life_phases = Lebensphase
feld-target_groups = Zielgruppe
feld-learning_form = Art des Lernens
feld-bildungsbereich = Bildungsbereich
feld-cefr = Sprachniveau
feld-languages = Kurssprache
feld-delivery = Vor Ort oder online
feld-price = Preis
feld-funding = Förderung
feld-requirements = Voraussetzungen
feld-child_care = Kinderbetreuung
feld-accessibility = Barrierefreiheit
feld-registration = Anmeldung
feld-sessions = Termine
feld-keywords = Schlagwörter
feld-title = Titel
feld-description = Beschreibung
