//! The two layouts, as rows of text.

use std::io::Read as _;

use csv::ReaderBuilder;

use crate::formats::csv::Lines;
use crate::formats::encoding::Utf8Reader;

/// One row, texts as they stand.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) number: u64,
    pub(super) country: String,
    pub(super) plz: String,
    pub(super) place: String,
    pub(super) kreis: String,
    pub(super) lat: String,
    pub(super) lon: String,
    /// Fewer columns than the layout has.
    pub(super) cut: bool,
}

/// Neither layout.
#[derive(Debug)]
pub(super) struct NotGeonames {
    pub(super) first_line: String,
}

/// Positions of country, PLZ, place, Kreis, latitude and longitude.
struct Columns([usize; 6]);

/// country, PLZ, place, admin 1 name and code, admin 2 name and code, admin 3 name and code, latitude, longitude, accuracy.
const OFFICIAL: Columns = Columns([0, 1, 2, 8, 9, 10]);
const HEADINGS: [&str; 6] = ["country_code", "zipcode", "place", "community_code", "latitude", "longitude"];

/// `complete` says that the bytes did not break off; otherwise a last line without line break is left out.
pub(super) fn read_rows(bytes: &[u8], complete: bool, accept: &mut dyn FnMut(Row)) -> Result<(), NotGeonames> {
    let mut text = String::new();
    let mut input = bytes;
    Utf8Reader::new(&mut input, usize::MAX)
        .read_to_string(&mut text)
        .expect("a slice in memory has no read errors and comes out as UTF-8");
    if !complete {
        text.truncate(text.rfind('\n').map_or(0, |at| at + 1));
    }
    let first_line = text.lines().next().unwrap_or_default();
    let (columns, delimiter, has_heading) = if first_line.split('\t').count() >= 11 {
        (OFFICIAL, b'\t', false)
    } else {
        let delimiter = if first_line.contains(';') { b';' } else { b',' };
        let names: Vec<String> = first_line
            .split(char::from(delimiter))
            .map(|name| name.trim().trim_matches('"').to_ascii_lowercase())
            .collect();
        let positions: Vec<usize> =
            HEADINGS.iter().filter_map(|heading| names.iter().position(|name| name == heading)).collect();
        let Ok(positions) = positions.try_into() else {
            return Err(NotGeonames { first_line: first_line.chars().take(60).collect() });
        };
        (Columns(positions), delimiter, true)
    };
    let mut reader = ReaderBuilder::new()
        .delimiter(delimiter)
        // A quotation mark in a place name is no quoting in the tab-separated form.
        .quoting(has_heading)
        .has_headers(has_heading)
        .flexible(true)
        .from_reader(text.as_bytes());
    let mut record = csv::StringRecord::new();
    let mut lines = Lines::new(&text);
    // The text is UTF-8 and rows may have any length, so that no error is left that could occur.
    while reader.read_record(&mut record).unwrap_or(false) {
        let field = |index: usize| record.get(columns.0[index]).unwrap_or_default().trim().to_owned();
        let last_column = columns.0.into_iter().max().unwrap_or_default();
        accept(Row {
            number: lines.line_of(&record),
            country: field(0),
            plz: field(1),
            place: field(2),
            kreis: field(3),
            lat: field(4),
            lon: field(5),
            cut: record.len() <= last_column,
        });
    }
    Ok(())
}
