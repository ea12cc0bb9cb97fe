//! The saved mapping of one source, and what is wrong with it in words an office understands.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::fields::Field;

/// Settings of a `table` source. Every part may be missing; `{}` and `null` mean: recognise everything by the headings.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Settings {
    /// Sheet of a workbook, by name or by number from 1; without it, the sheet with the best headings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sheet: Option<Sheet>,
    /// Row of the headings, from 1; without it, the row among the first twenty that holds most of them. 0: there are no headings.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub header_row: Option<u64>,
    /// `;`, `,`, `tab`, `|` or `auto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub separator: Option<String>,
    /// Name of an encoding (`utf-8`, `windows-1252`, `iso-8859-15`, `utf-16le`) or `auto`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub encoding: Option<String>,
    /// Field code → where its column is. Empty: the well-known headings.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<String, Column>,
    /// Field code → value for rows in which the column is missing or empty.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub defaults: BTreeMap<String, String>,
    /// Field code → value of the source → value to read instead (e.g. a topic's code).
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub values: BTreeMap<String, BTreeMap<String, String>>,
    /// What several rows of one offer are; without it, see the data sheet in `mod.rs`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub repeated_rows: Option<RepeatedRows>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Sheet {
    Number(usize),
    Name(String),
}

/// Where a column is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Column {
    /// By its heading; `=C` means column C.
    One(String),
    /// By one of several headings, the first that is found.
    AnyOf(Vec<String>),
}

impl Column {
    /// The headings or `=C` letters, in order.
    pub fn alternatives(&self) -> &[String] {
        match self {
            Self::One(name) => std::slice::from_ref(name),
            Self::AnyOf(names) => names,
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum RepeatedRows {
    /// Meetings of one run.
    Meetings,
    /// Runs that are booked apart.
    Sessions,
}

/// One thing that is wrong with the settings.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    pub message: String,
    pub hint: String,
}

impl Settings {
    /// Reads settings as saved. All mistakes at once: an editor corrects them in one go.
    pub fn from_json(json: &Value) -> Result<Self, Vec<Mistake>> {
        if json.is_null() {
            return Ok(Self::default());
        }
        let mut mistakes = Vec::new();
        let mut mistake = |message: String, hint: String| mistakes.push(Mistake { message, hint });
        let Value::Object(object) = json else {
            mistake(
                format!("Die Einstellungen müssen ein Objekt sein, sind aber {}.", kind_of(json)),
                "Beispiel: {\"columns\": {\"title\": \"Kurstitel\"}}".to_owned(),
            );
            return Err(mistakes);
        };
        const PARTS: [&str; 8] =
            ["sheet", "header_row", "separator", "encoding", "columns", "defaults", "values", "repeated_rows"];
        for (part, value) in object {
            let expected = match part.as_str() {
                "sheet" => (!(value.is_string() || value.as_u64().is_some_and(|number| number > 0)))
                    .then_some("ein Name oder eine Nummer ab 1"),
                "header_row" => value.as_u64().is_none().then_some("eine Zahl ab 0"),
                "separator" => (!value.as_str().is_some_and(|text| text == "auto" || separator_of(text).is_some()))
                    .then_some("eines der Zeichen ; , | oder „tab“ oder „auto“"),
                "encoding" => (!value.as_str().is_some_and(|label| {
                    label == "auto" || encoding_rs::Encoding::for_label(label.as_bytes()).is_some()
                }))
                .then_some("„auto“, „utf-8“, „windows-1252“, „iso-8859-15“ oder „utf-16le“"),
                "repeated_rows" => {
                    (!matches!(value.as_str(), Some("meetings" | "sessions"))).then_some("„meetings“ oder „sessions“")
                }
                "columns" | "defaults" | "values" => (!value.is_object()).then_some("ein Objekt mit Feldnamen"),
                _ => {
                    mistake(
                        format!("Die Einstellung „{part}“ gibt es nicht."),
                        format!("Möglich sind: {}.", PARTS.join(", ")),
                    );
                    continue;
                }
            };
            if let Some(expected) = expected {
                mistake(
                    format!("Die Einstellung „{part}“ hat einen ungültigen Wert: {}.", short(value)),
                    format!("Erwartet wird {expected}."),
                );
                continue;
            }
            let Value::Object(fields) = value else { continue };
            for (code, entry) in fields {
                if Field::from_code(code).is_none() {
                    let known: Vec<_> = Field::ALL.iter().map(|field| field.code()).collect();
                    mistake(
                        format!("Das Feld „{code}“ unter „{part}“ gibt es nicht."),
                        format!("Möglich sind: {}.", known.join(", ")),
                    );
                    continue;
                }
                let problem = match part.as_str() {
                    "columns" => column_problem(entry),
                    "defaults" => (!entry.is_string()).then_some("Erwartet wird ein Text."),
                    _ => (!entry.as_object().is_some_and(|map| map.values().all(Value::is_string)))
                        .then_some("Erwartet wird ein Objekt: Wert der Quelle → Wert, der gelten soll."),
                };
                if let Some(hint) = problem {
                    mistake(
                        format!("„{code}“ unter „{part}“ hat einen ungültigen Wert: {}.", short(entry)),
                        hint.to_owned(),
                    );
                }
            }
        }
        if !mistakes.is_empty() {
            return Err(mistakes);
        }
        let settings: Self = serde_json::from_value(json.clone()).map_err(|error| {
            let message = format!("Die Einstellungen lassen sich nicht lesen: {}.", crate::issues::json_defect(&error));
            vec![Mistake { message, hint: "Bitte speichern Sie die Zuordnung der Spalten neu.".to_owned() }]
        })?;
        let has_title = settings.columns.is_empty()
            || settings.columns.contains_key(Field::Title.code())
            || settings.defaults.contains_key(Field::Title.code());
        if has_title {
            Ok(settings)
        } else {
            Err(vec![Mistake {
                message: "Die Zuordnung nennt keine Spalte für den Titel.".to_owned(),
                hint: "Bitte ordnen Sie dem Feld „title“ eine Spalte zu; ohne Titel gibt es kein Angebot.".to_owned(),
            }])
        }
    }

    /// The separator, or `None` to find it.
    pub fn separator(&self) -> Option<char> {
        self.separator.as_deref().and_then(separator_of)
    }

    /// The label of the encoding, or `None` to find it.
    pub fn encoding(&self) -> Option<&str> {
        self.encoding.as_deref().filter(|label| *label != "auto")
    }

    /// What the settings make of a value of the source.
    pub fn translate<'s>(&'s self, field: Field, value: &'s str) -> &'s str {
        let wanted = value.trim().to_lowercase();
        let found = self
            .values
            .get(field.code())
            .and_then(|map| map.iter().find(|(from, _)| from.trim().to_lowercase() == wanted));
        found.map_or(value, |(_, to)| to)
    }
}

/// The character that a saved separator stands for.
fn separator_of(text: &str) -> Option<char> {
    match text {
        "tab" | "\t" => Some('\t'),
        ";" => Some(';'),
        "," => Some(','),
        "|" => Some('|'),
        _ => None,
    }
}

fn column_problem(entry: &Value) -> Option<&'static str> {
    const HINT: &str = "Erwartet wird eine Überschrift („Kurstitel“), eine Spalte („=C“) oder eine Liste davon.";
    let names: Vec<&Value> = match entry {
        Value::Array(names) if !names.is_empty() => names.iter().collect(),
        Value::String(_) => vec![entry],
        _ => return Some(HINT),
    };
    let is_good = |name: &&Value| match name.as_str() {
        Some(name) => match name.strip_prefix('=') {
            Some(letters) => column_of_letters(letters).is_some(),
            None => !name.trim().is_empty(),
        },
        None => false,
    };
    (!names.iter().all(is_good)).then_some(HINT)
}

/// `A` → 0, `AB` → 27.
pub fn column_of_letters(letters: &str) -> Option<usize> {
    if letters.is_empty() || letters.len() > 3 {
        return None;
    }
    let mut column = 0;
    for letter in letters.bytes() {
        if !letter.is_ascii_alphabetic() {
            return None;
        }
        column = column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1;
    }
    Some(column - 1)
}

/// 0 → `A`, 27 → `AB`.
pub fn letters_of_column(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(char::from(b'A' + (rest % 26) as u8));
        rest /= 26;
    }
    letters.iter().rev().collect()
}

fn kind_of(json: &Value) -> &'static str {
    match json {
        Value::Null => "leer",
        Value::Bool(_) => "ein Wahrheitswert",
        Value::Number(_) => "eine Zahl",
        Value::String(_) => "ein Text",
        Value::Array(_) => "eine Liste",
        Value::Object(_) => "ein Objekt",
    }
}

fn short(value: &Value) -> String {
    let text = value.to_string();
    text.chars().take(60).collect()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    #[test]
    fn saved_settings_are_read_back() {
        let json = json!({
            "sheet": 2, "header_row": 4, "separator": "tab", "encoding": "windows-1252",
            "columns": {"title": ["Kurs", "=C"], "price": "Gebühr"},
            "defaults": {"city": "Konz"},
            "values": {"topic": {"Sprachen": "fremdsprachen"}},
            "repeated_rows": "sessions"
        });
        let settings = Settings::from_json(&json).unwrap();
        assert_eq!(serde_json::to_value(&settings).unwrap(), json);
        assert_eq!(settings.separator(), Some('\t'));
        assert_eq!(settings.translate(Field::Topic, " sprachen"), "fremdsprachen");
        assert_eq!(settings.translate(Field::Topic, "Kunst"), "Kunst");
        assert_eq!(Settings::from_json(&Value::Null), Ok(Settings::default()));
        assert_eq!(Settings::from_json(&json!({})), Ok(Settings::default()));
    }

    #[test]
    fn every_mistake_is_named() {
        let json = json!({
            "blatt": 1, "sheet": 0, "header_row": "drei", "separator": "/", "encoding": "kaiserlich",
            "columns": {"titel": "Kurs", "price": 3, "title": [], "city": "=C4"},
            "defaults": {"city": 1}, "values": {"topic": ["x"]}, "repeated_rows": "alle"
        });
        let mistakes = Settings::from_json(&json).unwrap_err();
        let messages: Vec<_> = mistakes.iter().map(|mistake| mistake.message.as_str()).collect();
        expect_test::expect![[r#"
            Die Einstellung „blatt“ gibt es nicht.
            „city“ unter „columns“ hat einen ungültigen Wert: "=C4".
            „price“ unter „columns“ hat einen ungültigen Wert: 3.
            Das Feld „titel“ unter „columns“ gibt es nicht.
            „title“ unter „columns“ hat einen ungültigen Wert: [].
            „city“ unter „defaults“ hat einen ungültigen Wert: 1.
            Die Einstellung „encoding“ hat einen ungültigen Wert: "kaiserlich".
            Die Einstellung „header_row“ hat einen ungültigen Wert: "drei".
            Die Einstellung „repeated_rows“ hat einen ungültigen Wert: "alle".
            Die Einstellung „separator“ hat einen ungültigen Wert: "/".
            Die Einstellung „sheet“ hat einen ungültigen Wert: 0.
            „topic“ unter „values“ hat einen ungültigen Wert: ["x"]."#]]
        .assert_eq(&messages.join("\n"));
        for wrong in [json!([]), json!("x"), json!({"columns": {"price": "Preis"}})] {
            assert_eq!(Settings::from_json(&wrong).unwrap_err().len(), 1, "{wrong}");
        }
    }

    #[test]
    fn columns_have_letters() {
        for (letters, column) in [("A", 0), ("z", 25), ("AA", 26), ("AB", 27), ("XFD", 16_383)] {
            assert_eq!(column_of_letters(letters), Some(column));
            assert_eq!(letters_of_column(column), letters.to_uppercase());
        }
        for wrong in ["", "A1", "Ä", "AAAA"] {
            assert_eq!(column_of_letters(wrong), None);
        }
    }
}
