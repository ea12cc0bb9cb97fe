//! What is wrong with data, said so that an editor can repair it *in the source*.

use std::borrow::Cow;
use std::fmt;

use serde::{Deserialize, Serialize};

/// One defect found while reading a delivery. Issues are collected, stored and shown in the office; never logged where found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Issue {
    /// Stable code such as `OVH-012`: three capitals for the importer, three digits for the class of defect.
    pub code: Cow<'static, str>,
    pub severity: Severity,
    pub place: Place,
    /// What is wrong, in German, with the offending value quoted „so“.
    pub message: String,
    /// How to repair it in the source, in German.
    pub hint: String,
}

impl Issue {
    pub fn new(
        code: &'static str,
        severity: Severity,
        place: Place,
        message: impl Into<String>,
        hint: impl Into<String>,
    ) -> Self {
        Self { code: Cow::Borrowed(code), severity, place, message: message.into(), hint: hint.into() }
    }
}

/// How much is lost by the defect.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// Nothing is lost; something was read in a way the editor should know.
    Note,
    /// One value could not be used; the rest of the record is kept.
    Warning,
    /// A record could not be used.
    Error,
    /// The rest of the file could not be read; what came before is kept.
    Fatal,
}

impl Severity {
    pub fn code(self) -> &'static str {
        match self {
            Self::Note => "note",
            Self::Warning => "warning",
            Self::Error => "error",
            Self::Fatal => "fatal",
        }
    }
}

/// Where in the delivery. Rows and columns are 1-based as a person counts them; in XML `row` is the line.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Place {
    pub file: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sheet: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub row: Option<u64>,
    /// Column letter or heading of a table, element path in XML, property in iCalendar.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<String>,
    /// The source's own id of the record (guid, PRODUCT_ID, UID, number).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub record: Option<String>,
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.file)?;
        if let Some(sheet) = &self.sheet {
            write!(f, ", Blatt „{sheet}“")?;
        }
        if let Some(row) = self.row {
            write!(f, ", Zeile {row}")?;
        }
        if let Some(column) = &self.column {
            write!(f, ", {column}")?;
        }
        match self.record.as_deref().map(str::trim) {
            None | Some("") => Ok(()),
            // A title is no number.
            Some(title) if title.contains(char::is_whitespace) => write!(f, " („{title}“)"),
            Some(number) => write!(f, " (Nr. {number})"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_place_names_what_is_known_of_it() {
        let place = |row: Option<u64>, record: Option<&str>| {
            Place { file: "a.csv".to_owned(), row, record: record.map(str::to_owned), ..Place::default() }.to_string()
        };
        for (row, record, expected) in [
            (None, None, "a.csv"),
            (Some(3), Some("07211"), "a.csv, Zeile 3 (Nr. 07211)"),
            (None, Some(""), "a.csv"),
            (None, Some("Schüler nach Alter"), "a.csv („Schüler nach Alter“)"),
        ] {
            assert_eq!(place(row, record), expected);
        }
    }
}
