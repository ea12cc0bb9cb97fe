//! The layouts: fixed width and workbook. Both give [`Entry`], texts as they stand.

use std::io::Read;

use crate::formats::xlsx::{Cell, Row, Workbook, WorkbookError, is_compound_file};
use crate::formats::zip::{Limits, Packing, packing, unpack};

/// One line of the Gemeindeverzeichnis, in either layout.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) sheet: Option<String>,
    pub(super) row: u64,
    /// 10 Land, 20 Regierungsbezirk, 30 Region, 40 Kreis, 50 Gemeindeverband, 60 Gemeinde.
    pub(super) satzart: String,
    /// yyyymmdd.
    pub(super) gebietsstand: String,
    pub(super) land: String,
    pub(super) regierungsbezirk: String,
    pub(super) kreis: String,
    pub(super) verband: String,
    pub(super) gemeinde: String,
    pub(super) name: String,
    pub(super) textkennzeichen: String,
    pub(super) hectares: String,
    pub(super) population: String,
    pub(super) plz: String,
    pub(super) lat: String,
    pub(super) lon: String,
    /// The line ends before the columns that its Satzart needs.
    pub(super) cut: bool,
}

/// Why a file gave nothing, or not everything.
#[derive(Debug)]
pub(super) enum Failure {
    Workbook(WorkbookError),
    /// A table that converts keys between territorial states.
    Crosswalk {
        sheets: usize,
        first: String,
    },
    /// A workbook without the headings of the Auszug.
    OtherWorkbook {
        sheets: Vec<String>,
    },
    NothingFound,
}

const EXPECTED: &str =
    "Erwartet wird GV100AD (Textdatei mit fester Breite) oder der „Auszug aus dem Gemeindeverzeichnis“ (*.xlsx).";

impl Failure {
    /// Code, message and hint of the issue.
    pub(super) fn describe(&self) -> (&'static str, String, &'static str) {
        match self {
            Self::Workbook(error) => ("GVZ-001", error.message(), error.hint()),
            Self::NothingFound => {
                ("GVZ-002", "Die Datei enthält keine Zeile des Gemeindeverzeichnisses.".to_owned(), EXPECTED)
            }
            Self::Crosswalk { sheets, first } => (
                "GVZ-003",
                format!(
                    "Die Arbeitsmappe ist ein Umsteigeschlüssel zwischen Gebietsständen ({sheets} Blätter, das erste heißt „{first}“) und kein Gemeindeverzeichnis."
                ),
                "Umsteigeschlüssel rechnen Zahlen eines früheren Gebietsstands um; dafür gibt es die Quelle „crosswalk“. Bitte liefern Sie hier das Gemeindeverzeichnis.",
            ),
            Self::OtherWorkbook { sheets } => (
                "GVZ-002",
                format!(
                    "Kein Blatt der Arbeitsmappe hat die Spalten des Gemeindeverzeichnisses (Blätter: {}).",
                    sheets.join(", ")
                ),
                EXPECTED,
            ),
        }
    }
}

/// Reads a delivery in whatever form it comes.
pub(super) fn read_delivery(bytes: &mut dyn Read, accept: &mut dyn FnMut(Entry)) -> Result<(), Failure> {
    let unpacked = unpack(bytes, &Limits::TABLE, &rank_entry).map_err(|refusal| Failure::Workbook(refusal.into()))?;
    if packing(&unpacked.content) == Packing::Zip || is_compound_file(&unpacked.content) {
        let mut workbook = Workbook::open(unpacked.content, &Limits::TABLE).map_err(Failure::Workbook)?;
        return read_workbook(&mut workbook, accept);
    }
    read_text(&decode(&unpacked.content), unpacked.broken.is_none(), accept);
    unpacked.broken.map_or(Ok(()), |refusal| Err(Failure::Workbook(refusal.into())))
}

/// Of several files in an archive, the one that looks like the data and not like its description.
fn rank_entry(name: &str) -> Option<u8> {
    let lower = name.to_lowercase();
    let stem = lower.rsplit('/').next().unwrap_or(&lower);
    match stem {
        _ if stem.starts_with("gv100ad") && (stem.ends_with(".txt") || stem.ends_with(".asc")) => Some(0),
        _ if stem.ends_with(".asc") => Some(1),
        _ if stem.ends_with(".txt") => Some(2),
        _ if stem.ends_with(".xlsx") => Some(3),
        _ => None,
    }
}

/// The text of a fixed-width file. UTF-8 where the bytes are valid; otherwise CP 850 when bytes occur that are control characters in
/// ISO-8859-1 (there ä, ö, ü have their place in CP 850), else ISO-8859-1.
pub(crate) fn decode(bytes: &[u8]) -> String {
    let bytes = bytes.strip_prefix(&[0xef, 0xbb, 0xbf]).unwrap_or(bytes);
    if let Ok(text) = std::str::from_utf8(bytes) {
        return text.to_owned();
    }
    let is_cp850 = bytes.iter().any(|byte| (0x80..=0x9f).contains(byte));
    bytes.iter().map(|byte| if is_cp850 { cp850(*byte) } else { char::from(*byte) }).collect()
}

fn cp850(byte: u8) -> char {
    /// Code page 850, 0x80 to 0xFF.
    const UPPER: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{ad}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
    match byte.checked_sub(0x80) {
        None => char::from(byte),
        Some(index) => UPPER.chars().nth(usize::from(index)).unwrap_or(char::REPLACEMENT_CHARACTER),
    }
}

/// Reads a fixed-width file. `complete` says that the bytes did not break off: then the last line need not end with a line break.
fn read_text(text: &str, complete: bool, accept: &mut dyn FnMut(Entry)) {
    let mut lines = text.split_inclusive('\n').enumerate().peekable();
    while let Some((index, line)) = lines.next() {
        // A line that a break has cut is no line.
        if !complete && lines.peek().is_none() && !line.ends_with('\n') {
            return;
        }
        let line = line.trim_end_matches(['\n', '\r', '\u{1a}']);
        if !line.trim().is_empty() {
            accept(entry_of_line(index as u64 + 1, line));
        }
    }
}

fn entry_of_line(row: u64, line: &str) -> Entry {
    let characters: Vec<char> = line.chars().collect();
    // 1-based and inclusive, as the official description of the layout counts.
    let columns = |from: usize, to: usize| -> String {
        let end = to.min(characters.len());
        characters.get(from - 1..end).unwrap_or_default().iter().collect::<String>().trim().to_owned()
    };
    let satzart = columns(1, 2);
    let needed = if satzart == "60" { 170 } else { 23 };
    Entry {
        sheet: None,
        row,
        gebietsstand: columns(3, 10),
        land: columns(11, 12),
        regierungsbezirk: columns(13, 13),
        kreis: columns(14, 15),
        gemeinde: columns(16, 18),
        verband: columns(19, 22),
        name: columns(23, 72),
        textkennzeichen: columns(123, 124),
        hectares: columns(129, 139),
        population: columns(140, 150),
        plz: columns(166, 170),
        lat: String::new(),
        lon: String::new(),
        cut: characters.len() < needed,
        satzart,
    }
}

/// The columns of the Auszug by their headings: (heading without hyphens, spaces, digits and case; setter).
type Setter = fn(&mut Entry, String);
const HEADINGS: [(&str, Setter); 12] = [
    ("satzart", |entry, text| entry.satzart = text),
    ("textkennzeichen", |entry, text| entry.textkennzeichen = text),
    ("land", |entry, text| entry.land = text),
    ("rb", |entry, text| entry.regierungsbezirk = text),
    ("kreis", |entry, text| entry.kreis = text),
    ("vb", |entry, text| entry.verband = text),
    ("gem", |entry, text| entry.gemeinde = text),
    ("gemeindename", |entry, text| entry.name = text),
    ("insgesamt", |entry, text| entry.population = text),
    ("postleitzahl", |entry, text| entry.plz = text),
    ("längengrad", |entry, text| entry.lon = text),
    ("breitengrad", |entry, text| entry.lat = text),
];
/// The area stands in square kilometres and is read apart from the others.
const AREA_HEADING: &str = "flächekm";
const HEADING_ROWS: u64 = 12;

fn read_workbook(workbook: &mut Workbook, accept: &mut dyn FnMut(Entry)) -> Result<(), Failure> {
    let sheets = workbook.sheet_names();
    for sheet in &sheets {
        let mut columns: Vec<Option<usize>> = vec![None; HEADINGS.len()];
        let mut area_column = None;
        let mut gebietsstand = String::new();
        let mut found = false;
        let result = workbook.read_rows(sheet, &mut |row| {
            if row.number <= HEADING_ROWS && !is_data(&row) {
                for (column, cell) in row.cells.iter().enumerate() {
                    let Cell::Text(text) = cell else { continue };
                    let heading = fold_heading(text);
                    for (index, (name, _)) in HEADINGS.iter().enumerate() {
                        if heading == *name && columns[index].is_none() {
                            columns[index] = Some(column);
                        }
                    }
                    if heading.starts_with(AREA_HEADING) {
                        area_column.get_or_insert(column);
                    }
                    if gebietsstand.is_empty() && text.contains("Gebietsstand") {
                        gebietsstand = find_date(text).unwrap_or_default();
                    }
                }
                return true;
            }
            if columns.iter().any(Option::is_none) {
                // Not the sheet with the data (a table of contents, notes).
                return false;
            }
            found = true;
            if !is_data(&row) {
                // Footnotes after the last area.
                return true;
            }
            let mut entry = Entry {
                sheet: Some(sheet.clone()),
                row: row.number,
                gebietsstand: gebietsstand.clone(),
                ..Entry::default()
            };
            for (index, (_, set)) in HEADINGS.iter().enumerate() {
                set(&mut entry, columns[index].map_or_else(String::new, |column| text_of(row.cells.get(column))));
            }
            entry.hectares = area_column.map_or_else(String::new, |column| hectares_of(row.cells.get(column)));
            accept(entry);
            true
        });
        result.map_err(Failure::Workbook)?;
        if found {
            return Ok(());
        }
    }
    let is_span = |name: &String| {
        let years: Vec<&str> = name.split('-').collect();
        years.len() == 2 && years.iter().all(|year| year.len() == 4 && year.bytes().all(|byte| byte.is_ascii_digit()))
    };
    match sheets.first() {
        Some(first) if sheets.iter().any(is_span) => {
            Err(Failure::Crosswalk { sheets: sheets.len(), first: first.clone() })
        }
        _ => Err(Failure::OtherWorkbook { sheets }),
    }
}

/// A row of data begins with a Satzart.
fn is_data(row: &Row) -> bool {
    matches!(text_of(row.cells.first()).as_str(), "10" | "20" | "30" | "40" | "50" | "60")
}

fn fold_heading(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphabetic()).collect()
}

fn text_of(cell: Option<&Cell>) -> String {
    match cell {
        Some(Cell::Text(text)) => text.trim().to_owned(),
        Some(Cell::Number(number)) => number.to_string(),
        Some(Cell::Error(error)) => error.clone(),
        _ => String::new(),
    }
}

/// `56.73` square kilometres are `5673` hectares; what is no number stays as it is and is reported where numbers are read.
fn hectares_of(cell: Option<&Cell>) -> String {
    let text = text_of(cell);
    match text.replace(',', ".").parse::<f64>() {
        Ok(square_kilometres) => (square_kilometres * 100.0).round().to_string(),
        Err(_) => text,
    }
}

/// The first `dd.mm.yyyy` of a text as `yyyymmdd`.
fn find_date(text: &str) -> Option<String> {
    text.split(|c: char| !c.is_ascii_digit() && c != '.').find_map(|word| {
        let parts: Vec<&str> = word.split('.').collect();
        match parts[..] {
            [day, month, year] if day.len() == 2 && month.len() == 2 && year.len() == 4 => {
                Some(format!("{year}{month}{day}"))
            }
            _ => None,
        }
    })
}
