//! The layouts: workbook and CSV. Both give [`Block`]s of rows of one sheet.

use crate::formats::csv::{decode, find_separator, read_rows};
use crate::formats::xlsx::{Cell, Workbook, WorkbookError, is_compound_file};
use crate::formats::zip::{Limits, Packing, packing};
use crate::issues::{Delivery, Spot, quote};

use super::map::Mapper;
use model::issue::Severity;

/// Rows in which the headings may stand.
const HEADING_ROWS: usize = 30;

/// Why nothing (more) could be read.
#[derive(Debug)]
pub(super) enum Failure {
    Workbook(WorkbookError),
    NoCrosswalk { begins: String },
}

impl Failure {
    pub(super) fn describe(&self) -> (&'static str, String, &'static str) {
        match self {
            Self::Workbook(error) => ("CRW-001", error.message(), error.hint()),
            Self::NoCrosswalk { begins } => (
                "CRW-002",
                format!("Die Datei enthält keine Umsteigeschlüssel. Gefunden wurde {}.", quote(begins)),
                "Erwartet wird die Arbeitsmappe „Umsteigeschlüssel“ des BBSR (*.xlsx) oder eine CSV-Datei mit den Spalten year_xw, ags_xw, pop_conv, size_conv, ags20.",
            ),
        }
    }
}

/// What the columns of a sheet hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub(super) from: usize,
    pub(super) to: usize,
    pub(super) population: Option<usize>,
    pub(super) ground: Option<usize>,
    /// Column with the year before, where one sheet holds several.
    pub(super) year: Option<usize>,
    pub(super) from_year: Option<i32>,
    pub(super) to_year: Option<i32>,
}

/// One row, texts as they stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Entry {
    pub(super) row: u64,
    pub(super) from: String,
    pub(super) to: String,
    pub(super) year: Option<String>,
    pub(super) population: String,
    pub(super) ground: String,
}

/// All rows of one sheet.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) sheet: Option<String>,
    pub(super) columns: Columns,
    pub(super) entries: Vec<Entry>,
}

pub(super) fn read(bytes: Vec<u8>, delivery: &mut Delivery<'_>, mapper: &mut Mapper) -> Option<Failure> {
    if packing(&bytes) == Packing::Zip || is_compound_file(&bytes) {
        match Workbook::open(bytes, &Limits::TABLE) {
            Ok(mut workbook) => read_workbook(&mut workbook, delivery, mapper),
            Err(error) => Some(Failure::Workbook(error)),
        }
    } else {
        read_csv(&bytes, delivery, mapper)
    }
}

/// Whether the bytes of a whole workbook hold an Umsteigeschlüssel on one of the first sheets.
pub(super) fn is_crosswalk_workbook(bytes: &[u8]) -> bool {
    let Ok(mut workbook) = Workbook::open(bytes.to_vec(), &Limits::TABLE) else { return false };
    let sheets: Vec<String> = workbook.sheet_names().into_iter().take(3).collect();
    sheets.iter().any(|sheet| {
        let mut found = false;
        let mut rows = 0;
        // A damaged sheet has no headings.
        let _ = workbook.read_rows(sheet, &mut |row| {
            rows += 1;
            found = columns_of(&texts(&row.cells), sheet).is_some();
            !found && rows < HEADING_ROWS
        });
        found
    })
}

/// Whether a first line of CSV names the columns of an Umsteigeschlüssel.
pub(super) fn is_crosswalk_heading(line: &str) -> bool {
    let fields: Vec<String> = line.split([';', ',', '\t']).map(|field| field.trim_matches('"').to_owned()).collect();
    columns_of(&fields, "").is_some()
}

fn read_workbook(workbook: &mut Workbook, delivery: &mut Delivery<'_>, mapper: &mut Mapper) -> Option<Failure> {
    let sheets = workbook.sheet_names();
    let mut passed_over = Vec::new();
    for sheet in &sheets {
        let mut block: Option<Block> = None;
        let mut rows = 0;
        let result = workbook.read_rows(sheet, &mut |row| {
            rows += 1;
            let fields = texts(&row.cells);
            match &mut block {
                Some(block) => {
                    block.entries.extend(entry(&block.columns, &fields, row.number));
                    true
                }
                None => {
                    block = columns_of(&fields, sheet).map(|columns| Block {
                        sheet: Some(sheet.clone()),
                        columns,
                        entries: Vec::new(),
                    });
                    block.is_some() || rows < HEADING_ROWS
                }
            }
        });
        match block {
            Some(block) => mapper.accept(&block, delivery),
            None => passed_over.push(sheet.clone()),
        }
        if let Err(error) = result {
            return Some(Failure::Workbook(error));
        }
    }
    if mapper.weights() == 0 {
        return Some(Failure::NoCrosswalk { begins: sheets.join(", ") });
    }
    if !passed_over.is_empty() {
        let message = format!("Blätter ohne Umsteigeschlüssel wurden ausgelassen: {}.", quote(&passed_over.join(", ")));
        let hint = "Erklärungen und Titelblätter stören nicht.";
        delivery.issue("CRW-009", Severity::Note, Spot::default(), message, hint);
    }
    None
}

fn read_csv(bytes: &[u8], delivery: &mut Delivery<'_>, mapper: &mut Mapper) -> Option<Failure> {
    let text = decode(bytes, None);
    let mut block: Option<Block> = None;
    let mut rows = 0;
    read_rows(&text, find_separator(&text), &mut |row| {
        rows += 1;
        match &mut block {
            Some(block) => {
                block.entries.extend(entry(&block.columns, &row.fields, row.line));
                true
            }
            None => {
                block = columns_of(&row.fields, "").map(|columns| Block { sheet: None, columns, entries: Vec::new() });
                block.is_some() || rows < HEADING_ROWS
            }
        }
    });
    if let Some(block) = block {
        mapper.accept(&block, delivery);
    }
    (mapper.weights() == 0).then(|| Failure::NoCrosswalk { begins: text.chars().take(60).collect() })
}

/// A row with keys; titles and footnotes have none.
fn entry(columns: &Columns, fields: &[String], row: u64) -> Option<Entry> {
    let field = |index: usize| fields.get(index).map(|field| field.trim().to_owned()).unwrap_or_default();
    let entry = Entry {
        row,
        from: field(columns.from),
        to: field(columns.to),
        year: columns.year.map(field),
        population: columns.population.map(field).unwrap_or_default(),
        ground: columns.ground.map(field).unwrap_or_default(),
    };
    let has_digits = |text: &str| text.chars().any(|c| c.is_ascii_digit());
    (has_digits(&entry.from) && !entry.to.is_empty()).then_some(entry)
}

fn texts(cells: &[Cell]) -> Vec<String> {
    cells
        .iter()
        .map(|cell| match cell {
            Cell::Text(text) => text.trim().to_owned(),
            Cell::Number(number) => number.to_string(),
            Cell::Error(error) => error.clone(),
            _ => String::new(),
        })
        .collect()
}

/// The columns, where this row holds the headings of an Umsteigeschlüssel.
fn columns_of(fields: &[String], sheet: &str) -> Option<Columns> {
    let folded: Vec<String> = fields.iter().map(|field| fold(field)).collect();
    let find = |fits: &dyn Fn(&str) -> bool| folded.iter().position(|heading| fits(heading));
    // "umsteige" (before 2015 also "umrechnungs"): areas and populations stand beside the shares under similar headings.
    let is_share = |heading: &str| {
        heading.contains("umsteige")
            || heading.contains("umrechnung")
            || heading.contains("anteil")
            || heading.ends_with("conv")
    };
    let population = find(&|heading| {
        is_share(heading)
            && (heading.starts_with("bevölkerung") || heading.starts_with("pop") || heading.starts_with("einwohner"))
            || matches!(heading, "popw" | "popweight")
    });
    let ground = find(&|heading| {
        is_share(heading)
            && (heading.starts_with("fläche") || heading.starts_with("size") || heading.starts_with("area"))
            || matches!(heading, "sizew" | "areaw" | "areaweight")
    });
    if population.is_none() && ground.is_none() {
        return None;
    }
    let is_name = |heading: &str| heading.contains("name") || heading.contains("bezeichnung");
    let is_key = |heading: &str| {
        !is_name(heading)
            && !is_share(heading)
            && ["kreise", "kreis", "gemeinde", "ags", "verb", "schlüssel", "kennziffer", "rs"]
                .iter()
                .any(|word| heading.starts_with(word))
    };
    let keys: Vec<usize> = (0..folded.len()).filter(|index| is_key(&folded[*index])).collect();
    let from = keys.iter().copied().find(|index| folded[*index] == "agsxw").or(keys.first().copied())?;
    let to = keys.iter().copied().rfind(|index| *index != from)?;
    let years_of = |text: &str| -> Vec<i32> {
        let runs = text.split(|c: char| !c.is_ascii_digit());
        runs.filter(|run| run.len() == 4)
            .filter_map(|run| run.parse().ok())
            .filter(|year| (1949..2100).contains(year))
            .collect()
    };
    let in_sheet = years_of(sheet);
    // The package writes the year after into the name of its column: ags19, ags20.
    let short_year = folded[to]
        .strip_prefix("ags")
        .filter(|digits| digits.len() == 2)
        .and_then(|digits| digits.parse::<i32>().ok())
        .map(|year| if year < 50 { 2000 + year } else { 1900 + year });
    Some(Columns {
        from,
        to,
        population,
        ground,
        year: find(&|heading| matches!(heading, "yearxw" | "year" | "jahr" | "stichjahr" | "ausgangsjahr")),
        from_year: years_of(&fields[from]).first().or(in_sheet.first()).copied(),
        to_year: years_of(&fields[to]).first().copied().or(in_sheet.get(1).copied()).or(short_year),
    })
}

/// "bevölkerungs- \nproportionaler \nUmsteige- \nschlüssel" → "bevölkerungsproportionalerumsteigeschlüssel".
fn fold(heading: &str) -> String {
    heading.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}
