//! Every issue code that an importer can emit, with the class of defect it stands for, in the words that lists of issues use.

/// Code and German summary, in order of the codes.
pub const ISSUE_CODES: &[(&str, &str)] = &[
    ("FFC-001", "Erste Zeile ist kein Kopf einer Flachdatei"),
    ("FFC-002", "Flachdatei ohne Werte"),
    ("FFC-003", "Zeile mit zu wenigen oder zu vielen Zellen"),
    ("GEN-001", "Überschriften fehlen oder passen nicht zu den Werten"),
    ("GEN-002", "Spalten mit denselben Überschriften"),
    ("GEN-003", "Zeile mit zu wenigen oder zu vielen Zellen"),
    ("GEN-004", "Tabelle ohne Fuß, vielleicht abgeschnitten"),
    ("GEN-005", "Überschrift oder Zeile nicht im Katalog"),
    ("GEN-006", "Erwartete Spalte fehlt"),
    ("GEN-007", "Summe fehlt"),
    ("GEN-008", "Tabelle nicht im Katalog"),
    ("GEN-009", "Zeile gehört nicht zu den Werten"),
    ("GEN-010", "Datei ohne Werte"),
    ("GEN-011", "Spalte ohne Werte, vielleicht verschoben"),
    ("GEO-001", "Postleitzahlenliste nicht vollständig lesbar"),
    ("GEO-002", "Keine Postleitzahlenliste von GeoNames"),
    ("GEO-003", "Zeile mit zu wenigen Spalten"),
    ("GEO-004", "Keine deutsche Postleitzahl"),
    ("GEO-005", "Ort fehlt"),
    ("GEO-006", "Koordinaten außerhalb Deutschlands"),
    ("GEO-007", "Kreisschlüssel fehlt oder ist ungültig"),
    ("GEO-008", "Postleitzahl und Ort doppelt"),
    ("GEO-009", "Zeilen anderer Länder ausgelassen"),
    ("GVZ-001", "Gemeindeverzeichnis nicht vollständig lesbar"),
    ("GVZ-002", "Kein Gemeindeverzeichnis"),
    ("GVZ-003", "Umsteigeschlüssel statt Gemeindeverzeichnis"),
    ("GVZ-004", "Unbekannte Satzart"),
    ("GVZ-005", "Zeile zu kurz"),
    ("GVZ-006", "Ungültiger Gebietsschlüssel"),
    ("GVZ-007", "Gebietsschlüssel doppelt"),
    ("GVZ-008", "Gebietsstand ist kein Datum"),
    ("GVZ-009", "Gebiet ohne Namen"),
    ("GVZ-010", "Fläche oder Bevölkerung ist keine Zahl"),
    ("GVZ-011", "Ungültige Postleitzahl"),
    ("GVZ-012", "Koordinaten außerhalb Deutschlands"),
    ("GVZ-013", "Gemeindeverband fehlt vor seiner Gemeinde"),
    ("ICS-001", "Kalender nicht vollständig lesbar"),
    ("ICS-002", "Kein Kalender"),
    ("ICS-003", "Zeile ist keine Angabe eines Kalenders"),
    ("ICS-004", "Kalender bricht ab"),
    ("ICS-005", "BEGIN und END passen nicht zusammen"),
    ("ICS-006", "Termin ohne Kennung"),
    ("ICS-007", "Termin ohne gültigen Beginn"),
    ("ICS-008", "Termin ohne Titel"),
    ("ICS-009", "Kein gültiger Zeitpunkt"),
    ("ICS-010", "Ende vor dem Beginn"),
    ("ICS-011", "Wiederholung nicht anwendbar"),
    ("ICS-012", "Zeitzone unbekannt"),
    ("ICS-013", "Zu viele Termine in einer Reihe"),
    ("ICS-014", "Geänderter Termin ohne Reihe"),
    ("ICS-015", "Termine außerhalb des Zeitraums"),
    ("ICS-016", "Private Termine ausgelassen"),
    ("ICS-017", "Ungültige Internetadresse"),
    ("ICS-018", "Koordinaten außerhalb Deutschlands"),
    ("ICS-020", "Kennung bei verschiedenen Terminen"),
    ("OQC-001", "Kein OPENQCAT-Katalog"),
    ("OQC-002", "Einzelnes Angebot ohne Katalog"),
    ("OQC-003", "Katalog ohne Angebote"),
    ("OQC-010", "Angebot ohne Titel"),
    ("OQC-011", "Angebot ohne PRODUCT_ID"),
    ("OQC-012", "PRODUCT_ID mehrmals mit verschiedenem Inhalt"),
    ("OQC-013", "PRODUCT_ID mehrmals mit demselben Inhalt"),
    ("OQC-014", "Anbieter nicht im Kopf der Datei, einziger angenommen"),
    ("OQC-015", "Anbieter nicht im Kopf der Datei"),
    ("OQC-020", "Datum nicht lesbar"),
    ("OQC-021", "Datum außerhalb der Jahre 1990 bis 2098"),
    ("OQC-022", "Ende liegt vor dem Beginn"),
    ("OQC-023", "Uhrzeit nicht lesbar"),
    ("OQC-030", "Ja/Nein-Angabe mit Schreibfehler"),
    ("OQC-031", "Ja/Nein-Angabe nicht lesbar"),
    ("OQC-032", "Zahl nicht lesbar"),
    ("OQC-033", "Preis nicht lesbar"),
    ("OQC-035", "Preis nicht in Euro"),
    ("OQC-040", "Web-Adresse nicht verlinkbar"),
    ("OQC-041", "Web-Adresse ohne „https://“ ergänzt"),
    ("OQC-042", "Ungültige Postleitzahl"),
    ("OQC-050", "Text gekürzt"),
    ("OQC-051", "Schlüssel nicht in der geltenden Liste"),
    ("OQC-060", "Termin ohne sein Angebot"),
    ("OQC-061", "Termin zu weit von seinem Angebot entfernt"),
    ("OQC-064", "Löschung ohne PRODUCT_ID"),
    ("OVH-001", "Keine Open-vhs-Datei"),
    ("OVH-003", "Datei ohne Veranstaltungen"),
    ("OVH-010", "Veranstaltung ohne Namen"),
    ("OVH-011", "Veranstaltung ohne Kennung (guid)"),
    ("OVH-012", "Kennung mehrmals mit verschiedenem Inhalt"),
    ("OVH-013", "Kennung mehrmals mit demselben Inhalt"),
    ("OVH-020", "Datum nicht lesbar"),
    ("OVH-021", "Datum außerhalb der Jahre 1990 bis 2098"),
    ("OVH-022", "Ende liegt vor dem Beginn"),
    ("OVH-023", "Uhrzeit nicht lesbar"),
    ("OVH-024", "Termin endet, bevor er beginnt"),
    ("OVH-025", "Beginn fehlt"),
    ("OVH-026", "Zu viele Termine"),
    ("OVH-030", "Ja/Nein-Angabe mit Schreibfehler"),
    ("OVH-031", "Ja/Nein-Angabe nicht lesbar"),
    ("OVH-032", "Zahl nicht lesbar"),
    ("OVH-033", "Preis nicht lesbar"),
    ("OVH-034", "Ermäßigung ausgeschlossen und doch genannt"),
    ("OVH-040", "Web-Adresse nicht verlinkbar"),
    ("OVH-041", "Web-Adresse ohne „https://“ ergänzt"),
    ("OVH-042", "Ungültige Postleitzahl"),
    ("OVH-043", "Koordinaten außerhalb Deutschlands"),
    ("OVH-050", "Text gekürzt"),
    ("OVH-051", "Kein Wochentag"),
    ("OVH-052", "Keine DVV-Kategorie"),
    ("OVH-053", "Unbekannte digitale Kursart"),
    ("STA-001", "Datei lässt sich nicht entpacken"),
    ("STA-002", "Datei ist leer"),
    ("STA-003", "Keine Tabelle der amtlichen Statistik"),
    ("STA-010", "Weder Zahl noch Zeichen"),
    ("STA-011", "Kein amtlicher Gebietsschlüssel"),
    ("STA-012", "Führende Null im Gebietsschlüssel ergänzt"),
    ("STA-013", "Kein Zeitraum"),
    ("STA-014", "Werte doppelt und gleich"),
    ("STA-015", "Werte doppelt und verschieden"),
    ("STA-016", "Gebiete, die es damals nicht gab"),
    ("STA-017", "Leere Zellen"),
    ("STA-018", "Angaben, die es damals nicht gab"),
    ("TAB-001", "Einstellungen der Tabelle ungültig"),
    ("TAB-002", "Tabelle nicht vollständig lesbar"),
    ("TAB-003", "Tabellenblatt fehlt"),
    ("TAB-004", "Zeile mit Überschriften nicht gefunden"),
    ("TAB-005", "Datei ohne Zeilen"),
    ("TAB-006", "Tabelle ohne Angebote"),
    ("TAB-010", "Zugeordnete Spalte fehlt"),
    ("TAB-011", "Spalten werden nicht gelesen"),
    ("TAB-012", "Fußzeile übergangen"),
    ("TAB-013", "Zwischenüberschrift übergangen"),
    ("TAB-014", "Zeile ohne Titel"),
    ("TAB-015", "Formelfehler in einer Zelle"),
    ("TAB-016", "Nummer bei verschiedenen Titeln"),
    ("TAB-020", "Datum nicht lesbar"),
    ("TAB-021", "Datum außerhalb des sinnvollen Zeitraums"),
    ("TAB-022", "Ende vor dem Beginn (Tag)"),
    ("TAB-023", "Uhrzeit nicht lesbar"),
    ("TAB-024", "Ende vor dem Beginn (Uhrzeit)"),
    ("TAB-025", "Wochentag passt nicht zum Datum"),
    ("TAB-026", "Zeiten nur als Hinweis übernommen"),
    ("TAB-030", "Preis kann nicht stimmen"),
    ("TAB-031", "Preis in Worten"),
    ("TAB-032", "Ermäßigter Preis höher als der volle"),
    ("TAB-033", "Ja oder Nein verschrieben"),
    ("TAB-034", "Ungültige Postleitzahl"),
    ("TAB-035", "Postleitzahl ohne führende Null"),
    ("TAB-036", "Keine Zahl"),
    ("TAB-037", "Wert nicht bekannt"),
    ("TAB-038", "Koordinaten außerhalb Deutschlands"),
    ("TAB-039", "Ungültige Internetadresse"),
    ("XML-001", "Datei nicht weiter lesbar"),
    ("XML-002", "Datei bricht ab"),
    ("XML-003", "Zu tief geschachtelt"),
    ("XML-004", "Einzelner Datensatz zu groß"),
    ("XML-005", "Eigene Ersetzungen (ENTITY) abgelehnt"),
    ("XML-006", "Windows-1252 statt des angegebenen Zeichensatzes"),
    ("XML-007", "UTF-8 statt des angegebenen Zeichensatzes"),
    ("XML-008", "Unbekannter Zeichensatz"),
    ("XML-009", "Übertragung abgebrochen"),
    ("XML-010", "Datei ist leer"),
    ("XML-011", "„&“ nicht als „&amp;“ geschrieben"),
];

/// The summary of a code.
pub fn summary_of(code: &str) -> Option<&'static str> {
    ISSUE_CODES.iter().find(|(known, _)| *known == code).map(|(_, summary)| *summary)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::path::Path;

    use super::*;

    /// Every `"ABC-012"` in the sources of this crate, this file left out.
    fn codes_in(folder: &Path, found: &mut BTreeSet<String>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                codes_in(&path, found);
            } else if path.extension().is_some_and(|end| end == "rs") && path.file_name().unwrap() != "issue_codes.rs" {
                let text = std::fs::read_to_string(&path).unwrap();
                for piece in text.split('"') {
                    let shape: String = piece
                        .chars()
                        .map(|c| {
                            if c.is_ascii_uppercase() {
                                'A'
                            } else if c.is_ascii_digit() {
                                '0'
                            } else {
                                c
                            }
                        })
                        .collect();
                    if shape == "AAA-000" {
                        found.insert(piece.to_owned());
                    }
                }
            }
        }
    }

    #[test]
    fn every_code_in_the_sources_is_listed_and_every_listed_code_is_used() {
        let mut used = BTreeSet::new();
        codes_in(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
        let listed: BTreeSet<String> = ISSUE_CODES.iter().map(|(code, _)| (*code).to_owned()).collect();
        assert_eq!(used, listed);
        assert_eq!(listed.len(), ISSUE_CODES.len(), "a code is listed twice");
        assert!(ISSUE_CODES.is_sorted(), "codes are listed in order");
    }
}
