//! Lines and cells of a flat file.

use csv::{ReaderBuilder, StringRecord};

use crate::formats::csv::{Lines, SEPARATORS};

/// The separator of the first line: the one that most of it is cut by.
pub(super) fn separator_of(line: &str) -> Option<char> {
    let count = |separator: &char| line.matches(*separator).count();
    SEPARATORS.into_iter().max_by_key(count).filter(|separator| count(separator) >= 4)
}

pub(super) fn split(line: &str, separator: char) -> Vec<String> {
    line.split(separator).map(|cell| cell.trim().trim_matches('"').to_owned()).collect()
}

/// Gives every record below the first to `visit`, with the line in which it begins.
pub(super) fn read_records(text: &str, separator: char, visit: &mut dyn FnMut(u32, &StringRecord)) {
    let Ok(delimiter) = u8::try_from(separator) else { return };
    let mut reader =
        ReaderBuilder::new().delimiter(delimiter).has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut record = StringRecord::new();
    let mut lines = Lines::new(text);
    let mut first = true;
    // The text is UTF-8 and records may have any length, so that no error is left that could occur.
    while reader.read_record(&mut record).unwrap_or(false) {
        let line = lines.line_of(&record) as u32;
        if !std::mem::take(&mut first) && !record.iter().all(|cell| cell.trim().is_empty()) {
            visit(line, &record);
        }
    }
}
