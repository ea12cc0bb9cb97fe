//! XLSX: the observations on sheet "Daten", source, licence, signs and footnotes on sheet "Hinweise".
//!
//! Codes are text, so that a key keeps its leading zero; values are numbers; signs have a column of their own.

use std::collections::BTreeSet;

use chrono::{Datelike, Timelike};
use model::statistics::Table;
use model::wert::Symbol;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};

use super::{ExportError, Origin, explanation, headings, mark_explanation, marks, unit};

/// Rows of a sheet, the heading included.
const MAX_ROWS: u64 = 1_048_576;
/// Characters of a cell.
const LONGEST: usize = 32_767;

/// The table as a workbook.
pub fn xlsx(table: &Table, origin: &Origin) -> Result<Vec<u8>, ExportError> {
    let rows = table.len() as u64 + 1;
    if rows > MAX_ROWS {
        return Err(ExportError::TooLarge { cells: rows, limit: MAX_ROWS });
    }
    let mut workbook = Workbook::new();
    // The crate would take the time from the clock.
    let moment = origin.created_at;
    let created = ExcelDateTime::from_ymd(
        u16::try_from(moment.year()).unwrap_or(1900).max(1900),
        moment.month() as u8,
        moment.day() as u8,
    )?
    .and_hms(moment.hour() as u16, moment.minute() as u8, moment.second() as f64)?;
    let properties = DocProperties::new().set_title(cut(&table.head.title)).set_comment(cut(&origin.source_line));
    workbook.set_properties(&properties.set_creation_datetime(&created));
    write_data(workbook.add_worksheet(), table)?;
    write_notes(workbook.add_worksheet(), table, origin)?;
    Ok(workbook.save_to_buffer()?)
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST.min(255)).collect()
}

fn write_data(sheet: &mut Worksheet, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name("Daten")?;
    let bold = Format::new().set_bold().set_text_wrap().set_align(FormatAlign::Top);
    let text = Format::new().set_num_format("@");
    let headings = headings(table);
    for (column, heading) in headings.iter().enumerate() {
        let column = column as u16;
        sheet.write_string_with_format(0, column, shortened(heading), &bold)?;
        sheet.set_column_width(column, (heading.chars().count() as f64 + 2.0).clamp(10.0, 40.0))?;
    }
    for observation in 0..table.len() {
        let row = observation as u32 + 1;
        let value = table.value(observation);
        let mut column = 0_u16;
        for dimension in 0..table.dimensions.len() {
            let category = table.category(dimension, observation);
            sheet.write_string_with_format(row, column, shortened(&category.code), &text)?;
            sheet.write_string(row, column + 1, shortened(&category.label))?;
            column += 2;
        }
        sheet.write_string(row, column, shortened(unit(table, observation)))?;
        if let Some(number) = value.value() {
            sheet.write_number(row, column + 1, number)?;
        }
        let texts = [value.symbol.sign().to_owned(), marks(value.flags)];
        for (at, text) in texts.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
            sheet.write_string(row, column + 2 + at as u16, text)?;
        }
    }
    sheet.set_freeze_panes(1, 0)?;
    sheet.autofilter(0, 0, table.len() as u32, headings.len() as u16 - 1)?;
    Ok(())
}

fn write_notes(sheet: &mut Worksheet, table: &Table, origin: &Origin) -> Result<(), XlsxError> {
    sheet.set_name("Hinweise")?;
    let bold = Format::new().set_bold();
    let wrapped = Format::new().set_text_wrap().set_align(FormatAlign::Top);
    sheet.set_column_width(0, 28)?;
    sheet.set_column_width(1, 100)?;
    for (row, (name, text)) in notes(table, origin).iter().enumerate() {
        sheet.write_string_with_format(row as u32, 0, shortened(name), &bold)?;
        sheet.write_string_with_format(row as u32, 1, shortened(text), &wrapped)?;
    }
    Ok(())
}

/// What must be known about the figures: name and text of each line.
pub fn notes(table: &Table, origin: &Origin) -> Vec<(String, String)> {
    let mut lines: Vec<(&str, String)> = vec![
        ("Titel", table.head.title.clone()),
        ("Tabelle", table.head.code.clone()),
        ("Statistik", table.head.statistic.clone().unwrap_or_default()),
        ("Quelle", origin.source_line.clone()),
        ("Lizenz", origin.licence.clone().unwrap_or_default()),
        ("Stand der Quelle", table.head.created_at.map(|at| at.format("%d.%m.%Y").to_string()).unwrap_or_default()),
        ("Abgerufen am", origin.retrieved.map(|day| day.format("%d.%m.%Y").to_string()).unwrap_or_default()),
        ("Datei erstellt am", origin.created_at.format("%d.%m.%Y %H:%M").to_string()),
    ];
    lines.retain(|(_, text)| !text.trim().is_empty());
    let symbols: BTreeSet<Symbol> = table.symbols.iter().copied().filter(|symbol| *symbol != Symbol::Number).collect();
    let mut lines: Vec<(String, String)> = lines.into_iter().map(|(name, text)| (name.to_owned(), text)).collect();
    for symbol in symbols {
        let sign = if symbol.sign().is_empty() { "leer" } else { symbol.sign() };
        lines.push((format!("Zeichen {sign}"), explanation(symbol).to_owned()));
    }
    let codes: BTreeSet<&str> = table.flags.iter().flat_map(|flags| flags.codes()).collect();
    for code in codes {
        lines.push((format!("Kennzeichen {code}"), mark_explanation(code).to_owned()));
    }
    lines.extend(table.head.notes.iter().map(|note| (note.about.clone(), note.text.clone())));
    lines
}

fn shortened(text: &str) -> String {
    text.chars().take(LONGEST).collect()
}
