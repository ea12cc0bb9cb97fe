//! The table CSV of GENESIS and Regionalstatistik ("datencsv"): windows-1252, `;`, LF.
//!
//! `GENESIS-Tabelle: CODE`; the title over several lines, the statistics and the measure, each padded with `;` to the width of the table;
//! header rows that begin with as many empty fields as there are columns in front (Vorspalte), a merged head repeated over its columns;
//! rows; `__________`; footnotes in one quoted field, copyright in another; `Stand: 13.03.2025 / 16:40:08`. The first and the last lines
//! are not padded.

use std::fmt::Write as _;

use chrono::NaiveDate;
use encoding_rs::WINDOWS_1252;

use super::Delivery;

/// What stands in a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Cell {
    Number(i64),
    /// Tenths, written with one decimal.
    Tenths(i64),
    /// `.`: unknown or secret.
    Secret,
    /// `x`: makes no sense.
    Blocked,
    /// `-`: nothing, and where the table has no such value in this year.
    Nothing,
}

/// How an exact zero is written: `-` as the legend says; the school tables until 2015 wrote `0`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Zero {
    Dash,
    Digit,
}

pub(super) struct Sheet {
    code: &'static str,
    lines: Vec<String>,
    header: Vec<Vec<String>>,
    front: usize,
    width: usize,
    zero: Zero,
    body: String,
    notes: Vec<Note>,
}

struct Note {
    about: String,
    text: String,
}

/// The first footnote of every file.
const EXAMPLE: &str = "Beispieldaten: Die Werte sind erfunden und von keinem statistischen Amt. Namen und Schlüssel der Gebiete und der \
                       Aufbau der Tabelle sind echt.";
/// Whose the invented tables are.
pub const COPYRIGHT: &str = "© Beispieldaten, erzeugt für die Vorführung von Bildungsraum";

impl Sheet {
    /// `lines`: title, statistics and measure as they stand below the first line. `front`: number of columns before the values.
    pub(super) fn new(code: &'static str, lines: &[&str], front: usize, header: &[&[&str]]) -> Self {
        let header: Vec<Vec<String>> =
            header.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        Self::with_header(code, lines, front, header)
    }

    pub(super) fn with_header(code: &'static str, lines: &[&str], front: usize, header: Vec<Vec<String>>) -> Self {
        let width = front + header.iter().map(Vec::len).max().unwrap_or_default();
        Self {
            code,
            lines: lines.iter().map(|line| (*line).to_owned()).collect(),
            header,
            front,
            width,
            zero: Zero::Dash,
            body: String::new(),
            notes: vec![Note { about: "gesamte Tabelle".to_owned(), text: EXAMPLE.to_owned() }],
        }
    }

    #[must_use]
    pub(super) fn zero(self, zero: Zero) -> Self {
        Self { zero, ..self }
    }

    /// A line of its own below the measure: the year of a table that has only one.
    #[must_use]
    pub(super) fn line(mut self, line: String) -> Self {
        self.lines.push(line);
        self
    }

    /// A footnote; those about the same thing follow each other under one head.
    #[must_use]
    pub(super) fn note(mut self, about: &str, text: &str) -> Self {
        match self.notes.iter_mut().find(|note| note.about == about) {
            Some(note) => {
                note.text.push('\n');
                note.text.push_str(text);
            }
            None => self.notes.push(Note { about: about.to_owned(), text: text.to_owned() }),
        }
        self
    }

    pub(super) fn row(&mut self, front: &[&str], cells: &[Cell]) {
        debug_assert_eq!(front.len(), self.front, "{}", self.code);
        debug_assert_eq!(front.len() + cells.len(), self.width, "{}", self.code);
        self.body.push_str(&front.join(";"));
        for cell in cells {
            self.body.push(';');
            // Writing into a string does not fail.
            let _ = match cell {
                Cell::Number(0) if self.zero == Zero::Dash => write!(self.body, "-"),
                Cell::Number(number) => write!(self.body, "{number}"),
                Cell::Tenths(tenths) => write!(self.body, "{},{}", tenths / 10, tenths % 10),
                Cell::Secret => write!(self.body, "."),
                Cell::Blocked => write!(self.body, "x"),
                Cell::Nothing => write!(self.body, "-"),
            };
        }
        self.body.push('\n');
    }

    pub(super) fn delivery(self, name: &str, delivered_on: NaiveDate) -> Delivery {
        let mut text = format!("GENESIS-Tabelle: {}\n", self.code);
        let padding = ";".repeat(self.width - 1);
        for line in &self.lines {
            text += &format!("{line}{padding}\n");
        }
        for row in &self.header {
            text += &format!("{}{}\n", ";".repeat(self.front), row.join(";"));
        }
        text += &self.body;
        text += "__________\n\"";
        let notes: Vec<String> = self.notes.iter().map(Note::lines).collect();
        text += &notes.join("\n \n");
        // The time of day is of no use to anybody, but it stands there; it follows from the code of the table.
        let second = self.code.bytes().fold(7, |sum: u32, byte| sum.wrapping_mul(31).wrapping_add(byte.into()));
        text += &format!("\"\n\"{COPYRIGHT}\"\n");
        text += &format!(
            "Stand: {} / {:02}:{:02}:{:02}\n",
            delivered_on.format("%d.%m.%Y"),
            8 + second % 9,
            second % 60,
            second % 53
        );
        Delivery::new(name, WINDOWS_1252.encode(&text).0.into_owned(), "genesis_table", delivered_on)
    }
}

impl Note {
    /// As it stands inside the quoted field: quotes doubled, broken at sixty characters.
    fn lines(&self) -> String {
        let mut lines = format!("zu \"\"{}\"\":", self.about);
        for paragraph in self.text.split('\n') {
            let mut length = usize::MAX;
            for word in paragraph.split(' ') {
                let characters = word.chars().count();
                if length.saturating_add(characters + 1) > 60 {
                    lines.push('\n');
                    length = characters;
                } else {
                    lines.push(' ');
                    length += characters + 1;
                }
                lines.push_str(&word.replace('"', "\"\""));
            }
        }
        lines
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sheet_has_the_layout_of_the_source() {
        let mut sheet =
            Sheet::new("12612-01-01-4", &["Geburten", "Lebendgeborene (Anzahl)"], 3, &[&["Insgesamt", "weiblich"]])
                .note("gesamte Tabelle", "Rheinland-Pfalz (2016): \"eingeschränkt\"")
                .note("weiblich", "eine Anmerkung, die so lang ist, dass sie nach sechzig Zeichen umbrochen wird");
        sheet.row(&["2015", "07", "  Rheinland-Pfalz"], &[Cell::Number(12), Cell::Number(0)]);
        sheet.row(&["2015", "07211", "      Trier"], &[Cell::Tenths(57), Cell::Secret]);
        let delivery = sheet.delivery("x.csv", NaiveDate::from_ymd_opt(2024, 3, 13).unwrap());
        let (text, _, failed) = WINDOWS_1252.decode(&delivery.bytes);
        assert!(!failed);
        let lines: Vec<&str> = text.lines().collect();
        assert_eq!(
            lines[..6],
            [
                "GENESIS-Tabelle: 12612-01-01-4",
                "Geburten;;;;",
                "Lebendgeborene (Anzahl);;;;",
                ";;;Insgesamt;weiblich",
                "2015;07;  Rheinland-Pfalz;12;-",
                "2015;07211;      Trier;5,7;.",
            ]
        );
        assert_eq!(lines[6], "__________");
        assert_eq!(lines[7], "\"zu \"\"gesamte Tabelle\"\":");
        assert!(lines[8].starts_with("Beispieldaten"));
        assert!(lines[8..].iter().all(|line| line.chars().count() <= 64), "{lines:?}");
        assert!(
            text.contains("Rheinland-Pfalz (2016): \"\"eingeschränkt\"\"\n \nzu \"\"weiblich\"\":\neine Anmerkung")
        );
        assert_eq!(lines[lines.len() - 2], format!("\"{COPYRIGHT}\""));
        assert!(lines[lines.len() - 1].starts_with("Stand: 13.03.2024 / "));
    }
}
