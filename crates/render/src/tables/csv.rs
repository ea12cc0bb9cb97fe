//! CSV for spreadsheets: UTF-8 with byte order mark, semicolons, decimal comma; one row per observation.
//!
//! Columns: code and label of each dimension, unit, value, official sign where there is no plain number, marks.

use model::statistics::Table;
use model::wert::Symbol;

use super::{headings, marks, unit};

/// The table as text. Rows end with CRLF (RFC 4180).
pub fn csv(table: &Table) -> String {
    let mut text = String::from('\u{feff}');
    push_row(&mut text, headings(table).iter().map(|heading| guarded(heading)));
    for observation in 0..table.len() {
        let value = table.value(observation);
        let mut row: Vec<String> = Vec::with_capacity(2 * table.dimensions.len() + 4);
        for dimension in 0..table.dimensions.len() {
            let category = table.category(dimension, observation);
            row.push(guarded(&category.code));
            row.push(guarded(&category.label));
        }
        row.push(guarded(unit(table, observation)));
        row.push(value.value().map(|number| number.to_string().replace('.', ",")).unwrap_or_default());
        row.push(sign(value.symbol).to_owned());
        row.push(marks(value.flags));
        push_row(&mut text, row.into_iter());
    }
    text
}

/// Signs stand as they are: alone in a cell none of them begins a formula.
fn sign(symbol: Symbol) -> &'static str {
    symbol.sign()
}

/// A text that a spreadsheet would calculate (`=…`, `+…`, `-…`, `@…`) begins with an apostrophe, which makes it text (OWASP, CSV
/// Injection). Dashes alone (`-`) are no formula.
fn guarded(text: &str) -> String {
    let is_formula = text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) && text.chars().count() > 1;
    if is_formula { format!("'{text}") } else { text.to_owned() }
}

fn push_row(text: &mut String, fields: impl Iterator<Item = String>) {
    for (position, field) in fields.enumerate() {
        if position > 0 {
            text.push(';');
        }
        if field.contains([';', '"', '\n', '\r']) {
            text.push('"');
            text.push_str(&field.replace('"', "\"\""));
            text.push('"');
        } else {
            text.push_str(&field);
        }
    }
    text.push_str("\r\n");
}
