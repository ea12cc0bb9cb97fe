//! GLOSSARY.md and the German names in `model` agree: every German type has a row, every row names something that exists.

use std::collections::BTreeSet;

use super::{Finding, Tree};

const GLOSSARY: &str = "GLOSSARY.md";

/// Parts of German words as they occur in names of types and variants. A name with one of them needs a row.
const GERMAN: &[&str] = &[
    "Abend",
    "Abgelaufen",
    "Anbieter",
    "Angebot",
    "Anfrage",
    "Ausbildung",
    "Bereich",
    "Beruf",
    "Bildung",
    "Eingereicht",
    "Entwurf",
    "Erwerb",
    "Familie",
    "Fern",
    "Foerder",
    "Frei",
    "Ganztag",
    "Gebaerden",
    "Gebiet",
    "Gemeinde",
    "Gesellschaft",
    "Gesperrt",
    "Gestalten",
    "Gesund",
    "Gruppe",
    "Hochschul",
    "Jahr",
    "Kategorie",
    "Keine",
    "Kennzahl",
    "Kindheit",
    "Kldb",
    "Kommune",
    "Kreis",
    "Kultur",
    "Kurs",
    "Land",
    "Leicht",
    "Nachmittag",
    "Phase",
    "Plz",
    "Praesenz",
    "Schluessel",
    "Schrift",
    "Schul",
    "Selbst",
    "Sprach",
    "Stichtag",
    "Stufenlos",
    "Traeger",
    "Uebergang",
    "Uebergreif",
    "Verband",
    "Voraussetzung",
    "Vormittag",
    "Weiterbildung",
    "Zielgruppe",
    "Zurueck",
    "Zugang",
];

/// English names that contain a German part.
const ENGLISH: &[&str] = &["LifePhase", "ManageKommunen"];

/// Names that would be second names for something that has one.
const BANNED: &[(&str, &str)] =
    &[("Course", "Offer"), ("Kurs", "Offer"), ("Angebot", "Offer"), ("Anbieter", "Provider"), ("Tenant", "Kommune")];

pub(super) fn check(tree: &Tree) -> Vec<Finding> {
    let Some(glossary) = tree.text(GLOSSARY) else {
        return vec![Finding::new(GLOSSARY, 0, "is missing")];
    };
    let rows = rows(glossary);
    let mut findings = Vec::new();
    let mut words = BTreeSet::new();
    for (path, text) in tree.files("crates/model/src/", ".rs") {
        words.extend(identifiers(text));
        for (name, variants, line) in types(text) {
            if let Some((_, instead)) = BANNED.iter().find(|(banned, _)| *banned == name) {
                findings.push(Finding::new(path, line, format!("{name}: the word for this is {instead}")));
            }
            let german = is_german(&name) || variants.iter().any(|variant| is_german(variant));
            if german && !rows.iter().any(|(row, _)| *row == name) {
                findings.push(Finding::new(path, line, format!("{name} has no row in {GLOSSARY}")));
            }
        }
    }
    for (name, line) in &rows {
        if !words.contains(name.as_str()) {
            findings.push(Finding::new(GLOSSARY, *line, format!("{name} does not exist in crates/model")));
        }
    }
    findings
}

/// Names in backticks in the first column of tables, with their lines.
fn rows(glossary: &str) -> Vec<(String, usize)> {
    let mut rows = Vec::new();
    for (number, line) in glossary.lines().enumerate() {
        let Some(cell) = line.strip_prefix('|').and_then(|line| line.split('|').next()) else {
            continue;
        };
        // Text and names alternate: a `b` c.
        rows.extend(cell.split('`').skip(1).step_by(2).map(|name| (name.to_owned(), number + 1)));
    }
    rows
}

fn is_german(name: &str) -> bool {
    !ENGLISH.contains(&name) && GERMAN.iter().any(|part| name.contains(part))
}

fn identifiers(text: &str) -> impl Iterator<Item = String> {
    text.split(|c: char| !c.is_alphanumeric() && c != '_').filter(|word| !word.is_empty()).map(str::to_owned)
}

/// Public types with their variants and lines: `pub struct Name`, `pub enum Name { … }`, and those in `coded_enum!`, `text_code!`, `id!`.
fn types(text: &str) -> Vec<(String, Vec<String>, usize)> {
    let mut types: Vec<(String, Vec<String>, usize)> = Vec::new();
    let mut inside = None;
    for (number, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if line.starts_with("#[cfg(test)]") {
            break;
        }
        if trimmed.starts_with("//") || trimmed.starts_with('#') && !trimmed.contains("pub ") {
            continue;
        }
        let declared = line.strip_prefix("pub struct ").or_else(|| line.strip_prefix("pub enum "));
        if let Some(rest) = declared {
            let name = identifiers(rest).next().unwrap_or_default();
            let body = rest.split_once('{').map_or("", |(_, body)| body);
            types.push((name, variants(body), number + 1));
            inside = (line.starts_with("pub enum ") && !rest.contains('}')).then_some("}");
        } else if ["coded_enum! {", "text_code! {", "id! {"].contains(&trimmed) {
            inside = Some("macro");
        } else if line == "}" {
            inside = None;
        } else if let Some(kind) = inside {
            let name = identifiers(trimmed).next().unwrap_or_default();
            let capital = name.chars().next().is_some_and(char::is_uppercase);
            let body = trimmed.split_once('{').map_or("", |(_, body)| body);
            let opens_type = kind == "macro" && line.starts_with("    ") && !line.starts_with("     ");
            if capital && opens_type {
                types.push((name, variants(body), number + 1));
            } else if capital && let Some((_, known, _)) = types.last_mut() {
                known.extend(variants(trimmed));
            }
        }
    }
    types
}

/// `Ja = "ja", Nein = "nein"` or `Keine,`: the capitalised words before `=`, `,`, `(` or `{`.
fn variants(body: &str) -> Vec<String> {
    body.split(',')
        .filter_map(|part| identifiers(part.split('=').next().unwrap_or(part)).next())
        .filter(|name| name.chars().next().is_some_and(char::is_uppercase))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "| in code | Deutsch |\n|---|---|\n";

    #[track_caller]
    fn check(rows: &str, model: &str, expected: &[&str]) {
        let glossary = format!("{HEAD}{rows}");
        let tree = Tree::of(&[(GLOSSARY, &glossary), ("crates/model/src/a.rs", model)]);
        let messages: Vec<String> = super::check(&tree).into_iter().map(|finding| finding.message).collect();
        assert_eq!(messages, expected);
    }

    #[test]
    fn a_german_type_without_a_row_is_found() {
        let model = "/// Doc.\npub struct Zugangsvoraussetzungen {\n    a: u8,\n}\npub struct Offer;\n";
        check("", model, &["Zugangsvoraussetzungen has no row in GLOSSARY.md"]);
        check("| `Zugangsvoraussetzungen` | x |\n", model, &[]);
    }

    #[test]
    fn german_variants_need_a_row_for_their_list() {
        let coded = "coded_enum! {\n    /// Doc.\n    Status {\n        Entwurf = \"entwurf\",\n    }\n}\n";
        check("", coded, &["Status has no row in GLOSSARY.md"]);
        let one_line = "coded_enum! {\n    Level { Land = \"land\", Other = \"o\" }\n}\n";
        check("", one_line, &["Level has no row in GLOSSARY.md"]);
        let plain = "pub enum Answer {\n    Unknown,\n    Keine,\n}\n";
        check("", plain, &["Answer has no row in GLOSSARY.md"]);
        check("", "pub enum Answer {\n    Yes,\n    No,\n}\n", &[]);
    }

    #[test]
    fn a_row_without_a_type_is_found() {
        check("| `Schulart`, `Offer` | x |\n", "pub struct Offer;\n", &["Schulart does not exist in crates/model"]);
    }

    #[test]
    fn a_second_name_is_found() {
        check("", "pub struct Course;\n", &["Course: the word for this is Offer"]);
    }
}
