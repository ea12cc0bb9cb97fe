//! Every issue code that an importer can emit, with the class of defect it stands for, in the words that lists of issues use.

/// Code and German summary, in order of the codes.
pub const ISSUE_CODES: &[(&str, &str)] = &[
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
];

/// The summary of a code.
pub fn summary_of(code: &str) -> Option<&'static str> {
    ISSUE_CODES.iter().find(|(known, _)| *known == code).map(|(_, summary)| *summary)
}
