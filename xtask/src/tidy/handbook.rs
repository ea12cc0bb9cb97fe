//! docs/handbuch/hinweise.md lists every code that an import can report. It is written from the list in `import` by `cargo xtask tidy --bless`.

use anyhow::{Context, Result};

use super::{Finding, Tree};
use crate::process;

const CODES: &str = "crates/import/src/issue_codes.rs";
const CHAPTER: &str = "docs/handbuch/hinweise.md";

const HEAD: &str = "\
# Hinweise

Kennzeichen, die ein Import melden kann. Im Bericht stehen dazu die Stelle, der Wert und wie Sie ihn in der Quelle beheben. Die drei Buchstaben nennen
das Format, die Zahl die Art des Mangels; beide bleiben gleich, Sie können also danach filtern.
";

/// First letters of the codes and what reports them.
const GROUPS: &[(&str, &str)] = &[
    ("DLV", "Jede Lieferung"),
    ("XML", "XML-Dateien"),
    ("OVH", "Open-vhs"),
    ("OQC", "OPENQCAT"),
    ("ICS", "iCalendar"),
    ("TAB", "Tabellen"),
    ("STA", "Tabellen der amtlichen Statistik"),
    ("GEN", "Tabellen von GENESIS und Regionalstatistik (CSV)"),
    ("FFC", "Flachdateien von GENESIS (ffcsv)"),
    ("DIM", "PX und JSON-stat: Gebiete und Zeiten"),
    ("PXA", "PX"),
    ("JST", "JSON-stat"),
    ("OFT", "Eigene Tabellen mit Zahlen"),
    ("GVZ", "Gemeindeverzeichnis"),
    ("GEO", "Postleitzahlen"),
    ("BND", "Grenzen"),
    ("CRW", "Umsteigeschlüssel"),
];

/// Codes that are not an importer's but the import's own (`crates/actions`).
const DELIVERY: &[(&str, &str)] = &[
    ("DLV-001", "Lieferung zurückgehalten: Mehr als 30 % der Angebote fehlen"),
    ("DLV-002", "Angebot in mehreren Dateien einer Lieferung"),
    ("DLV-003", "Statistik nicht erkannt"),
    ("DLV-004", "Keine Tabelle mit Werten"),
    ("DLV-005", "Datei zu groß"),
    ("DLV-006", "Kürzel gehört einer Tabelle aus einem anderen Format"),
    ("DLV-007", "Tabelle ohne Kürzel"),
    ("DLV-008", "Ein Kürzel für mehrere Tabellen"),
    ("DLV-009", "Tabelle nach ihrer Datei benannt"),
    ("DLV-020", "Grenzen ohne bekanntes Gebiet"),
    ("DLV-021", "Gebiete ohne Grenzen"),
];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(codes) = tree.text(CODES) else {
        return vec![Finding::new(CODES, 0, "is missing")];
    };
    let mut findings = Vec::new();
    for (code, _) in list(codes) {
        if !GROUPS.iter().any(|(group, _)| code.starts_with(group)) {
            findings.push(Finding::new(
                CODES,
                0,
                format!("{code}: its letters have no heading (xtask/src/tidy/handbook.rs)"),
            ));
        }
    }
    for (path, text) in tree.files("crates/actions/", ".rs") {
        let found = text.match_indices("\"DLV-").filter_map(|(at, _)| text.get(at + 1..at + 8));
        let unknown = found.filter(|code| !DELIVERY.iter().any(|(known, _)| known == code));
        findings
            .extend(unknown.map(|code| Finding::new(path, 0, format!("{code} is not in xtask/src/tidy/handbook.rs"))));
    }
    if tree.text(CHAPTER) != Some(&chapter(codes)) {
        findings.push(Finding::new(CHAPTER, 0, format!("differs from {CODES}: run cargo xtask tidy --bless")));
    }
    findings
}

/// Writes the chapter anew.
pub(crate) fn write() -> Result<()> {
    let root = process::root();
    let codes = std::fs::read_to_string(root.join(CODES)).context("the list of codes cannot be read")?;
    std::fs::write(root.join(CHAPTER), chapter(&codes))?;
    Ok(())
}

fn chapter(codes: &str) -> String {
    let codes: Vec<_> = DELIVERY.iter().copied().chain(list(codes)).collect();
    let mut text = HEAD.to_owned();
    for (group, heading) in GROUPS {
        let rows: Vec<_> = codes.iter().filter(|(code, _)| code.starts_with(group)).collect();
        if rows.is_empty() {
            continue;
        }
        text.push_str(&format!("\n## {heading}\n| Kennzeichen | Mangel |\n|---|---|\n"));
        for (code, meaning) in rows {
            text.push_str(&format!("| {code} | {meaning} |\n"));
        }
    }
    text
}

/// `("GEO-001", "Postleitzahlenliste …"),`
fn list(codes: &str) -> Vec<(&str, &str)> {
    let rows =
        codes.lines().filter_map(|line| line.trim().strip_prefix("(\"")?.strip_suffix("\"),")?.split_once("\", \""));
    rows.collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const LIST: &str = "pub const ISSUE_CODES: &[(&str, &str)] = &[\n    (\"GEO-001\", \"Ort fehlt\"),\n];\n";

    #[test]
    fn a_chapter_that_lags_behind_is_found() {
        let written = chapter(LIST);
        assert!(written.ends_with("## Postleitzahlen\n| Kennzeichen | Mangel |\n|---|---|\n| GEO-001 | Ort fehlt |\n"));
        assert_eq!(check(&Tree::of(&[(CODES, LIST), (CHAPTER, &written)])), []);
        assert_eq!(check(&Tree::of(&[(CODES, LIST), (CHAPTER, HEAD)])).len(), 1);
    }

    #[test]
    fn an_unknown_code_is_found() {
        let list = LIST.replace("GEO", "XYZ");
        assert_eq!(check(&Tree::of(&[(CODES, &list), (CHAPTER, &chapter(&list))])).len(), 1);
        let action = ("crates/actions/src/deliveries.rs", "Issue::new(\"DLV-001\", Issue::new(\"DLV-099\",");
        assert_eq!(check(&Tree::of(&[(CODES, LIST), (CHAPTER, &chapter(LIST)), action])).len(), 1);
    }
}
