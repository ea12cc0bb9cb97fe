//! From rows to offers: which rows are data, and which of them belong together.

use std::collections::BTreeMap;

use chrono::NaiveDate;
use model::issue::Severity;

use super::fields::Field;
use super::read::Table;
use super::settings::Settings;
use crate::formats::text::{plain_line, plain_text};
use crate::formats::xlsx::{Cell, Row};
use crate::identity::short_hash;
use crate::issues::{Delivery, Spot, quote};

/// What all steps need: the table, the settings, the day, and where issues go.
pub(super) struct Context<'t, 'd> {
    pub(super) table: &'t Table,
    pub(super) settings: &'t Settings,
    pub(super) today: NaiveDate,
    pub(super) delivery: &'t mut Delivery<'d>,
}

impl Context<'_, '_> {
    pub(super) fn issue(
        &mut self,
        code: &'static str,
        severity: Severity,
        row: &Values,
        field: Field,
        message: String,
        hint: &str,
    ) {
        let column = self.table.column_name(field);
        let spot = Spot {
            sheet: self.table.sheet.as_deref(),
            row: Some(row.number),
            column: Some(&column),
            record: row.record.as_deref(),
        };
        self.delivery.issue(code, severity, spot, message, hint);
    }

    fn row_issue(&mut self, code: &'static str, severity: Severity, row: u64, message: String, hint: &str) {
        let spot = Spot { sheet: self.table.sheet.as_deref(), row: Some(row), ..Spot::default() };
        self.delivery.issue(code, severity, spot, message, hint);
    }
}

/// The filled cells of one row, by field.
#[derive(Debug, Clone)]
pub(super) struct Values {
    pub(super) number: u64,
    /// Id or course number, for issues.
    pub(super) record: Option<String>,
    pub(super) cells: BTreeMap<Field, Cell>,
    /// Text of the first column, where it does not tell a time.
    first_column: String,
}

impl Values {
    pub(super) fn cell(&self, field: Field) -> &Cell {
        self.cells.get(&field).unwrap_or(&Cell::Empty)
    }

    /// One line of plain text.
    pub(super) fn line(&self, field: Field) -> Option<String> {
        let text = plain_line(&print_cell(self.cell(field)));
        (!text.is_empty()).then_some(text)
    }

    /// Plain text with paragraphs.
    pub(super) fn text(&self, field: Field) -> Option<String> {
        let text = plain_text(&print_cell(self.cell(field)));
        (!text.is_empty()).then_some(text)
    }

    fn says_when_or_where(&self) -> bool {
        self.cells.keys().any(|field| field.is_about_session())
    }
}

/// A cell as a person would type it.
pub(super) fn print_cell(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Error(_) => String::new(),
        Cell::Text(text) => text.clone(),
        Cell::Number(number) => number.to_string(),
        Cell::Moment(moment) => moment.format("%d.%m.%Y").to_string(),
        Cell::DayFraction(days) => {
            let minutes = (days * 1440.0).round().clamp(0.0, 100_000.0) as u32;
            format!("{:02}:{:02}", minutes / 60, minutes % 60)
        }
        Cell::Bool(true) => "ja".to_owned(),
        Cell::Bool(false) => "nein".to_owned(),
    }
}

/// Rows of one offer.
#[derive(Debug)]
pub(super) struct Group {
    pub(super) foreign_id: String,
    /// The rows were joined by a number of the source, not by their title.
    pub(super) by_number: bool,
    pub(super) rows: Vec<Values>,
    title: String,
}

/// Sorts out rows that are no data and joins those of one offer, in the order in which offers first appear.
pub(super) fn group_rows(context: &mut Context<'_, '_>) -> Vec<Group> {
    let mut groups: Vec<Group> = Vec::new();
    let mut index_of: BTreeMap<String, usize> = BTreeMap::new();
    let table = context.table;
    for row in &table.rows {
        let Some(values) = values_of(row, context) else { continue };
        let title = values.line(Field::Title);
        let number = values.line(Field::Id).or_else(|| values.line(Field::CourseNumber));
        let known = number.as_ref().and_then(|number| index_of.get(number).copied());
        let target = match (&title, known) {
            (None, Some(index)) => Some(index),
            // A list that names the course only beside its first date.
            (None, None) if number.is_none() && values.says_when_or_where() && !groups.is_empty() => {
                Some(groups.len() - 1)
            }
            (None, None) => {
                context.row_issue(
                    "TAB-014",
                    Severity::Error,
                    row.number,
                    "Die Zeile hat keinen Titel und wurde nicht übernommen.".to_owned(),
                    "Bitte ergänzen Sie den Titel oder löschen Sie die Zeile.",
                );
                continue;
            }
            (Some(title), Some(index)) if fold(title) == fold(&groups[index].title) => Some(index),
            (Some(_), _) => None,
        };
        if let Some(index) = target {
            groups[index].rows.push(values);
            continue;
        }
        let title = title.expect("rows without title have gone one of the ways above");
        let by_number = number.is_some();
        let foreign_id = match (number, known) {
            (None, _) => {
                let provider = values.line(Field::Provider).unwrap_or_default();
                format!("t-{}", short_hash(&[&fold(&title), &fold(&provider), &fold(&values.first_column)]))
            }
            (Some(number), None) => number,
            (Some(number), Some(first)) => {
                let id = format!("{number}#{}", short_hash(&[&fold(&title)]));
                if !index_of.contains_key(&id) {
                    let message = format!(
                        "Die Nummer {} steht bei zwei verschiedenen Titeln: {} und {}. Beide sind als eigene Angebote übernommen.",
                        quote(&number),
                        quote(&groups[first].title),
                        quote(&title)
                    );
                    let hint = "Bitte geben Sie jedem Angebot eine eigene Nummer.";
                    let field = if values.cells.contains_key(&Field::Id) { Field::Id } else { Field::CourseNumber };
                    context.issue("TAB-016", Severity::Warning, &values, field, message, hint);
                }
                id
            }
        };
        let index = *index_of.entry(foreign_id.clone()).or_insert(groups.len());
        if index == groups.len() {
            groups.push(Group { foreign_id, by_number, rows: Vec::new(), title });
        }
        groups[index].rows.push(values);
    }
    for group in &mut groups {
        // The order of rows says nothing: sorted, the same rows give the same record.
        group.rows.sort_by_cached_key(|row| format!("{:?}", row.cells));
    }
    groups
}

/// The mapped cells of a row with defaults; `None` for rows that are no data.
fn values_of(row: &Row, context: &mut Context<'_, '_>) -> Option<Values> {
    let table = context.table;
    let mut cells = BTreeMap::new();
    let mut errors = Vec::new();
    for (field, column) in &table.columns {
        match row.cells.get(*column) {
            None | Some(Cell::Empty) => {}
            Some(Cell::Error(error)) => errors.push((*field, error.clone())),
            Some(Cell::Text(text)) => {
                let translated = context.settings.translate(*field, text);
                if !translated.trim().is_empty() {
                    cells.insert(*field, Cell::Text(translated.to_owned()));
                }
            }
            Some(cell) => {
                let printed = print_cell(cell);
                let translated = context.settings.translate(*field, &printed);
                let cell = if translated == printed { cell.clone() } else { Cell::Text(translated.to_owned()) };
                cells.insert(*field, cell);
            }
        }
    }
    if cells.is_empty() && errors.is_empty() {
        // Only columns that nobody mapped are filled.
        return None;
    }
    if is_leftover(row, &cells, context) {
        return None;
    }
    for (code, value) in &context.settings.defaults {
        if let Some(field) = Field::from_code(code).filter(|_| !value.trim().is_empty()) {
            cells.entry(field).or_insert_with(|| Cell::Text(value.clone()));
        }
    }
    let about_time = table.columns.iter().any(|(field, column)| *column == 0 && field.is_about_session());
    let first_column = if about_time { String::new() } else { row.cells.first().map(print_cell).unwrap_or_default() };
    let mut values = Values { number: row.number, record: None, cells, first_column };
    values.record = values.line(Field::Id).or_else(|| values.line(Field::CourseNumber));
    for (field, error) in errors {
        context.issue(
            "TAB-015",
            Severity::Warning,
            &values,
            field,
            format!("Die Zelle enthält den Formelfehler {}; sie gilt als leer.", quote(&error)),
            "Bitte berichtigen Sie die Formel in der Tabelle.",
        );
    }
    Some(values)
}

/// Sums, dates of printing and headings between groups.
fn is_leftover(row: &Row, cells: &BTreeMap<Field, Cell>, context: &mut Context<'_, '_>) -> bool {
    const FOOTERS: [&str; 15] = [
        "summe",
        "gesamt",
        "gesamtsumme",
        "stand",
        "quelle",
        "anzahl",
        "seite",
        "erstellt",
        "druckdatum",
        "legende",
        "ende der",
        "alle angaben",
        "änderungen vorbehalten",
        "gedruckt",
        "zwischensumme",
    ];
    let filled: Vec<String> =
        row.cells.iter().map(print_cell).map(|text| text.trim().to_owned()).filter(|text| !text.is_empty()).collect();
    let Some(first) = filled.first() else { return false };
    let lower = first.to_lowercase();
    let is_footer_word = FOOTERS
        .iter()
        .any(|word| lower.strip_prefix(word).is_some_and(|rest| !rest.starts_with(|c: char| c.is_alphanumeric())));
    let says_more = cells.keys().any(|field| field.is_about_time() || *field == Field::Description);
    if is_footer_word && filled.len() <= 3 && !says_more {
        let message = format!("Die Zeile {} ist eine Fußzeile und kein Angebot.", quote(&filled.join(" ")));
        context.row_issue("TAB-012", Severity::Note, row.number, message, "Es ist nichts zu tun.");
        return true;
    }
    // In a wide table, a single cell is a heading of what follows or a remark.
    let is_continuation = cells.keys().next().is_some_and(|field| field.is_about_time());
    if filled.len() == 1 && context.table.columns.len() >= 4 && !is_continuation {
        let message =
            format!("In der Zeile steht nur {}. Sie gilt als Zwischenüberschrift und nicht als Angebot.", quote(first));
        let hint = "Ist es doch ein Angebot, ergänzen Sie bitte weitere Angaben, zum Beispiel Datum oder Ort.";
        context.row_issue("TAB-013", Severity::Note, row.number, message, hint);
        return true;
    }
    false
}

fn fold(text: &str) -> String {
    text.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect()
}
