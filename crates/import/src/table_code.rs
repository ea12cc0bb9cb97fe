//! Under which code a table is kept, where its file does not say it plainly.
//!
//! Two tables under one code replace each other. So a code is never made up: it is the file's own, or the one under which the file was
//! downloaded, or there is none and a person has to say it.

use model::issue::Severity;

use crate::issues::{Delivery, Spot};

/// Issue of a table without a code.
pub(crate) const MISSING: &str = "DIM-007";

/// Whether an issue says nothing but that a table has no code. An action that has been told the code drops it.
pub fn is_missing(issue: &str) -> bool {
    [MISSING, crate::genesis_table::NO_CODE].contains(&issue)
}

/// What programs write where a code should stand.
const GENERIC: [&str; 12] = [
    "dataset",
    "data",
    "daten",
    "table",
    "tabelle",
    "temporär",
    "temp",
    "export",
    "result",
    "value",
    "json-stat",
    "unbekannt",
];

/// The code that a file gives its table, if it is one.
pub(crate) fn own(code: &str) -> Option<String> {
    let code = code.trim();
    let is_generic = GENERIC.contains(&code.to_lowercase().as_str());
    (!is_generic && code.chars().any(char::is_alphanumeric)).then(|| code.to_owned())
}

/// The code in the name under which a table was downloaded: `12411-01-01-4_1773175772751_de_flat.csv.gz`, `BE0101F1.px`.
pub(crate) fn in_file_name(file: &str) -> Option<String> {
    let name = file.rsplit(['/', '\\']).next()?;
    let stem = name.split('.').next()?;
    stem.split(['_', ' ', '(']).find(|piece| is_genesis(piece) || is_office(piece)).map(str::to_owned)
}

/// The name of a file as a code, for a table that has none: `oecd.json` is `oecd`. Names that many files bear are none.
pub fn from_file_name(file: &str) -> Option<String> {
    const OF_MANY: [&str; 6] = ["download", "datei", "file", "neu", "test", "csv"];
    let name = file.rsplit(['/', '\\']).next()?;
    let stem = name.split('.').next()?;
    let mut code = String::new();
    for c in stem.chars() {
        match c {
            c if c.is_alphanumeric() || matches!(c, '-' | '_') => code.push(c),
            // "daten (1)": the second of two downloads.
            ' ' | '(' => break,
            _ => {}
        }
    }
    let is_of_many = OF_MANY.iter().chain(&GENERIC).any(|word| {
        let lower = code.to_lowercase();
        let rest = lower.strip_prefix(word).or_else(|| lower.strip_prefix(&word.replace('ä', "ae")));
        rest.is_some_and(|rest| rest.chars().all(|c| !c.is_alphabetic()))
    });
    (code.chars().filter(|c| c.is_alphabetic()).count() >= 3 && code.chars().count() <= 60 && !is_of_many)
        .then_some(code)
}

/// `12411-0010`, `21311-01-01-4-B`, `1000A-0000`, `AI-N-01`.
pub(crate) fn is_genesis(text: &str) -> bool {
    let is_upper = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    let mut parts = text.split('-');
    let first = parts.next().unwrap_or_default().as_bytes();
    let begins = first == b"AI"
        || (first.len() == 5 && first[..4].iter().all(u8::is_ascii_digit) && first.iter().copied().all(is_upper));
    let rest: Vec<&str> = parts.collect();
    begins
        && rest.iter().any(|part| part.starts_with(|c: char| c.is_ascii_digit()))
        && rest
            .iter()
            .all(|part| (1..=5).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric()))
}

/// `BE0101F1`, `TAB5678`, `tps00001`: a few letters and then digits that are no year.
fn is_office(text: &str) -> bool {
    let letters = text.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = &text[letters..];
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let is_year = digits == 4 && (rest.starts_with("19") || rest.starts_with("20")) && rest.len() == 4;
    (2..=4).contains(&letters)
        && digits >= 4
        && !is_year
        && text.len() <= 12
        && rest.bytes().all(|byte| byte.is_ascii_digit() || byte.is_ascii_uppercase())
}

/// Says that a table has no code.
pub(crate) fn report_missing(spot: Spot<'_>, delivery: &mut Delivery<'_>) {
    let message = "Die Datei nennt kein Kürzel der Tabelle, und ihr Name ist keines. Ohne Kürzel würden verschiedene Tabellen einander ersetzen.";
    let hint = "Bitte geben Sie beim Einlesen ein Kürzel an, unter dem die Tabelle auch im nächsten Jahr kommt: --dataset KÜRZEL.";
    delivery.issue(MISSING, Severity::Error, spot, message, hint);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_is_never_made_up() {
        for (text, code) in [
            (" 14001 ", Some("14001")),
            ("Censo20", Some("Censo20")),
            ("", None),
            (" ", None),
            ("-", None),
            ("dataset", None),
            ("Dataset", None),
            ("Temporär", None),
        ] {
            assert_eq!(own(text).as_deref(), code, "{text}");
        }
    }

    #[test]
    fn a_table_without_a_code_is_called_like_its_file_unless_many_are() {
        for (name, code) in [
            ("oecd.json", Some("oecd")),
            ("ordner/Kita-Plätze_2023.csv.gz", Some("Kita-Plätze_2023")),
            ("schulen (1).csv", Some("schulen")),
            ("dataset.json", None),
            ("daten2.csv", None),
            ("Temporaer_a.csv", Some("Temporaer_a")),
            ("temporaer.csv", None),
            ("export_2023-05-01.csv", None),
            ("2023.csv", None),
            ("x.csv", None),
            ("", None),
        ] {
            assert_eq!(from_file_name(name).as_deref(), code, "{name}");
        }
    }

    #[test]
    fn names_of_files_are_codes_only_where_they_look_like_them() {
        for (name, code) in [
            ("12411-01-01-4_1773175772751_de_flat.csv.gz", Some("12411-01-01-4")),
            ("1000A-0000_de_flat.csv", Some("1000A-0000")),
            ("21311-01-01-4-B.csv", Some("21311-01-01-4-B")),
            ("stand_12411-0010.csv", Some("12411-0010")),
            ("ordner/AI-N-01_00.csv", Some("AI-N-01")),
            ("C:\\Daten\\21111-02-06-4_00.csv.gz", Some("21111-02-06-4")),
            ("71517-02i (1).csv", Some("71517-02i")),
            ("12411-kreise.csv", None),
            ("2023-05-01_export.csv", None),
            ("BE0101F1.px", Some("BE0101F1")),
            ("tps00001.json", Some("tps00001")),
            ("daten.csv", None),
            ("daten2.csv", None),
            ("bev2023.px", None),
            ("2024-05-07.csv", None),
            ("12411.csv", None),
            ("order.json", None),
            ("", None),
        ] {
            assert_eq!(in_file_name(name).as_deref(), code, "{name}");
        }
    }
}
