//! What arrives every day in place of statistics: nothing, a web page, the error message of an interface. Said in its own words, because
//! "not recognised" helps nobody to the right file.

use std::io::Read as _;

use model::issue::Severity;
use serde_json::Value;

use crate::formats::csv::decode;
use crate::issues::{Delivery, Spot, quote};
use crate::recognise::recognise_head;
use crate::{Importer, Input, Item, Outcome};

/// Bytes that are looked at.
const LOOK: u64 = 64 * 1024;

/// Reads nothing and says why. It is chosen by [`crate::recognise_statistics`] only.
#[derive(Debug)]
pub(crate) struct Foreign;

impl Importer for Foreign {
    fn code(&self) -> &'static str {
        "fremd"
    }

    fn read(&self, input: Input<'_>, sink: &mut dyn FnMut(Item)) -> Outcome {
        let mut delivery = Delivery::new(input.file, sink);
        let mut bytes = Vec::new();
        // A file that cannot be read to its end is told by its beginning.
        let _ = input.bytes.take(LOOK).read_to_end(&mut bytes);
        let text = decode(&bytes, None);
        let (code, message, hint) = match kind(&text) {
            Some(Kind::Empty) => (
                "STA-002",
                "Die Datei ist leer.".to_owned(),
                "Bitte laden Sie die Tabelle noch einmal herunter. Große Tabellen liefert das Portal erst nach einer Anmeldung.",
            ),
            Some(Kind::Error(error)) => ("STA-020", error.message(), error.hint()),
            Some(Kind::Other) | None => (
                "STA-003",
                format!("Die Datei ist keine Tabelle einer Statistik. {}", recognise_head(text.trim_start())),
                "Bitte laden Sie die Tabelle im Portal als CSV („Download“, nicht „Seite speichern“) noch einmal herunter. Ist die Sitzung abgelaufen, melden Sie sich vorher neu an.",
            ),
        };
        delivery.issue(code, Severity::Fatal, Spot::default(), message, hint);
        delivery.finish();
        Outcome::Broken
    }
}

/// Whether a text is nothing that an importer could read and something that has a name.
pub(crate) fn is_foreign(head: &str) -> bool {
    kind(head).is_some()
}

enum Kind {
    Empty,
    Error(ServiceError),
    /// HTML, PDF.
    Other,
}

fn kind(text: &str) -> Option<Kind> {
    let text = text.trim_start_matches('\u{feff}').trim();
    if text.is_empty() {
        return Some(Kind::Empty);
    }
    if text.starts_with('{') {
        return serde_json::from_str(text).ok().as_ref().and_then(ServiceError::of).map(Kind::Error);
    }
    let begin: String = text.chars().take(20).collect::<String>().to_lowercase();
    ["<!doctype", "<html", "<head", "<?xml", "%pdf"].iter().any(|start| begin.starts_with(start)).then_some(Kind::Other)
}

/// What GENESIS answers in place of a table: `{"Status": {"Code": 98, "Content": "…", "Type": "Fehler"}}`.
struct ServiceError {
    code: Option<i64>,
    content: String,
}

impl ServiceError {
    fn of(json: &Value) -> Option<Self> {
        let status = json.get("Status").filter(|status| status.is_object()).unwrap_or(json);
        let content = status.get("Content").or_else(|| status.get("Message")).and_then(Value::as_str)?;
        let code = status.get("Code").and_then(|code| code.as_i64().or_else(|| code.as_str()?.parse().ok()));
        Some(Self { code, content: content.to_owned() })
    }

    fn message(&self) -> String {
        let code = self.code.map(|code| format!(" mit dem Code {code}")).unwrap_or_default();
        format!("Statt der Tabelle enthält die Datei eine Fehlermeldung des Portals{code}: {}.", quote(&self.content))
    }

    fn hint(&self) -> &'static str {
        match self.code {
            Some(98) => {
                "Die Tabelle ist für den direkten Abruf zu groß. Bitte wählen Sie weniger Jahre oder Gebiete, oder melden Sie sich an und rufen Sie sie als Auftrag ab."
            }
            Some(104) => "Für diese Auswahl gibt es keine Werte. Bitte prüfen Sie Gebiete und Jahre des Abrufs.",
            _ => "Bitte prüfen Sie Anmeldung und Auswahl beim Portal und laden Sie die Tabelle noch einmal herunter.",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::golden::read_all;

    #[test]
    fn what_arrives_in_place_of_a_table_is_named() {
        for (text, code, words) in [
            ("", "STA-002", "leer"),
            ("\u{feff} \n", "STA-002", "leer"),
            ("<!DOCTYPE html>\n<html><body>Sitzung abgelaufen</body></html>", "STA-003", "Web-Seite"),
            ("<?xml version=\"1.0\"?><html/>", "STA-003", "XML"),
            ("%PDF-1.7", "STA-003", "PDF"),
            (
                r#"{"Ident":{"Service":"data"},"Status":{"Code":98,"Content":"Die Tabelle ist zu gross","Type":"Fehler"}}"#,
                "STA-020",
                "Code 98: „Die Tabelle ist zu gross“",
            ),
            (r#"{"Code":"15","Content":"Kein Zugriff"}"#, "STA-020", "Code 15"),
        ] {
            assert!(is_foreign(text), "{text}");
            let (items, outcome) = read_all(&Foreign, "x.csv", text.as_bytes(), &Value::Null);
            let [Item::Issue(issue)] = &items[..] else { panic!("{items:?}") };
            assert_eq!((outcome, issue.code.as_ref()), (Outcome::Broken, code), "{text}");
            assert!(issue.message.contains(words), "{}", issue.message);
        }
        for text in ["a;b\n1;2", "{\"class\":\"dataset\"}", "CHARSET=\"ANSI\";", "{\"a\":", "GENESIS-Tabelle: 1"] {
            assert!(!is_foreign(text), "{text}");
        }
    }
}
