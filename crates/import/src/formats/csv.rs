//! Text tables: decoding, finding the separator, rows with the line they begin in.

use std::io::Read as _;

use csv::{ReaderBuilder, StringRecord};
use encoding_rs::Encoding;

use super::encoding::Utf8Reader;

/// Characters that separate columns, in the order in which a tie is decided.
pub const SEPARATORS: [char; 4] = [';', '\t', ',', '|'];
/// Rows that are looked at to find the separator.
const SAMPLE_ROWS: usize = 20;

/// One row that is not empty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Line of the file in which the row begins, from 1.
    pub line: u64,
    pub fields: Vec<String>,
}

/// The text of a file. With `label` (e.g. `windows-1252`) it is decoded as that; without, by byte order mark, else as UTF-8, and bytes
/// that are no UTF-8 as Windows-1252. A label nobody knows is treated as none.
pub fn decode(bytes: &[u8], label: Option<&str>) -> String {
    if let Some(encoding) = label.and_then(|label| Encoding::for_label(label.trim().as_bytes())) {
        // A byte order mark knows better than a setting.
        return encoding.decode(bytes).0.into_owned();
    }
    if let Some(text) = without_mark(bytes) {
        return text;
    }
    let mut text = String::new();
    let mut input = bytes;
    Utf8Reader::new(&mut input, usize::MAX)
        .read_to_string(&mut text)
        .expect("a slice in memory has no read errors and comes out as UTF-8");
    text
}

/// UTF-16 without byte order mark: in a table of mostly ASCII every second byte is zero.
fn without_mark(bytes: &[u8]) -> Option<String> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return None;
    }
    let head = &bytes[..bytes.len().min(400) & !1];
    let zeros = |offset: usize| head.iter().skip(offset).step_by(2).filter(|byte| **byte == 0).count();
    let enough = head.len() / 4;
    let encoding = match (zeros(0), zeros(1)) {
        (0, odd) if odd > enough => encoding_rs::UTF_16LE,
        (even, 0) if even > enough => encoding_rs::UTF_16BE,
        _ => return None,
    };
    Some(encoding.decode_without_bom_handling(bytes).0.into_owned())
}

/// The separator that gives the most rows with the same number of columns, more than one; a semicolon where none does.
pub fn find_separator(text: &str) -> char {
    // Excel writes its separator into the first line when it must.
    if let Some(declared) = text.strip_prefix("sep=").and_then(|rest| rest.chars().next()) {
        return declared;
    }
    let score = |separator: char| {
        let mut widths = std::collections::BTreeMap::new();
        read_rows(text, separator, &mut |row| {
            if row.fields.len() > 1 {
                *widths.entry(row.fields.len()).or_insert(0_usize) += 1;
            }
            row.line <= SAMPLE_ROWS as u64
        });
        widths.into_iter().map(|(width, rows)| (rows, width)).max().unwrap_or_default()
    };
    let mut best = (';', (0, 0));
    for separator in SEPARATORS {
        let candidate = score(separator);
        if candidate > best.1 {
            best = (separator, candidate);
        }
    }
    best.0
}

/// Tells in which line a record begins. The reader's own count is late by one after CRLF and does not see blank lines.
#[derive(Debug)]
pub struct Lines<'t> {
    text: &'t [u8],
    at: usize,
    line: u64,
}

impl<'t> Lines<'t> {
    pub fn new(text: &'t str) -> Self {
        Self { text: text.as_bytes(), at: 0, line: 1 }
    }

    /// Line of the record that was just read; records must come in the order of the text.
    pub fn line_of(&mut self, record: &StringRecord) -> u64 {
        let start = record.position().map_or(0, |position| position.byte() as usize).min(self.text.len());
        let blank = self.text[start..].iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let begin = (start + blank).max(self.at);
        self.line += self.text[self.at..begin].iter().filter(|byte| **byte == b'\n').count() as u64;
        self.at = begin;
        self.line
    }
}

/// Gives every row that is not empty to `visit`, until it returns `false`. Quoted fields may hold separators and line breaks.
pub fn read_rows(text: &str, separator: char, visit: &mut dyn FnMut(Row) -> bool) {
    let Ok(delimiter) = u8::try_from(separator) else { return };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut lines = Lines::new(text);
    // The text is UTF-8 and rows may have any length, so that no error is left that could occur.
    while reader.read_record(&mut record).unwrap_or(false) {
        let line = lines.line_of(&record);
        let declares_separator = line == 1 && record.len() <= 2 && text.starts_with("sep=");
        if declares_separator || record.iter().all(|field| field.trim().is_empty()) {
            continue;
        }
        if !visit(Row { line, fields: record.iter().map(str::to_owned).collect() }) {
            return;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn rows(text: &str, separator: char) -> Vec<(u64, Vec<String>)> {
        let mut rows = Vec::new();
        read_rows(text, separator, &mut |row| {
            rows.push((row.line, row.fields));
            true
        });
        rows
    }

    #[test]
    fn quoted_fields_may_hold_anything() {
        assert_eq!(
            rows("a;b\r\n\"x;\n\"\"y\"\"\";2\n;;\n\r\n3;4", ';'),
            [
                (1, vec!["a".to_owned(), "b".to_owned()]),
                (2, vec!["x;\n\"y\"".to_owned(), "2".to_owned()]),
                (6, vec!["3".to_owned(), "4".to_owned()]),
            ]
        );
        assert_eq!(rows("sep=;\na;b", ';').len(), 1);
    }

    #[test]
    fn the_separator_is_found_by_even_rows() {
        for (text, separator) in [
            ("Titel;Preis\nBeispiel, der Kurs;12,50\nNoch einer, ja;3,00\n", ';'),
            ("Titel,Preis\n\"Beispiel; Kurs\",12.50\n", ','),
            ("Titel\tPreis\nA, B; C\t12,50\n", '\t'),
            ("Titel|Preis\nA|1\n", '|'),
            ("sep=|\nTitel;x|Preis\n", '|'),
            ("nur eine Spalte\nx\n", ';'),
            ("", ';'),
            // A title line above the table does not count.
            ("Kurse, Frühjahr, alle\n\nTitel;Ort\nA;B\nC;D\n", ';'),
        ] {
            assert_eq!(find_separator(text), separator, "{text}");
        }
    }

    #[test]
    fn encodings_are_told_by_the_bytes() {
        let text = "Titel;Ort\nTöpfern – für alle;Köln 5 €\n";
        let utf16 = |bytes: fn(u16) -> [u8; 2]| text.encode_utf16().flat_map(bytes).collect::<Vec<u8>>();
        let windows = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let with_mark = [&[0xff, 0xfe], utf16(u16::to_le_bytes).as_slice()].concat();
        for bytes in [
            text.as_bytes().to_vec(),
            [&[0xef, 0xbb, 0xbf], text.as_bytes()].concat(),
            windows.clone(),
            with_mark,
            utf16(u16::to_le_bytes),
            utf16(u16::to_be_bytes),
        ] {
            assert_eq!(decode(&bytes, None), text);
        }
        assert_eq!(decode(&windows, Some("windows-1252")), text);
        assert_eq!(decode(text.as_bytes(), Some("kaiserlich")), text);
    }

    proptest! {
        #[test]
        fn any_bytes_are_rows(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
            let text = decode(&bytes, None);
            rows(&text, find_separator(&text));
        }
    }
}
