//! The meaning: rows below the headings become observations.

use std::collections::{BTreeMap, HashSet};

use model::issue::Severity;
use model::statistics::{
    AREA, Category, Cell as Place, MEASURE, Members, Note, Period, Role, TIME, TOTAL, Table, TableHead,
};
use model::wert::{Symbol, Wert};

use super::columns::Column;
use super::grid::{Grid, label_of};
use super::numbers::{read_value, zero_or_number};
use super::settings::{ColumnRole, Empty, MappedMeasure, Mapping, SchoolYear};
use super::sums;
use crate::figures::areas::{key_without_zero, official_key};
use crate::figures::periods::read_period;
use crate::figures::{code_of_label, is_part_label, is_total_label};
use crate::formats::xlsx::{Cell, Row};
use crate::issues::{Delivery, Spot, quote};
use crate::table::settings::letters_of_column;

/// Rows read under one mapping.
pub(super) struct Reader<'r, 'd, 's> {
    mapping: &'r Mapping,
    grid: &'r Grid,
    columns: &'r [Column<'r>],
    delivery: &'r mut Delivery<'d>,
    spot: Spot<'s>,
    table: Table,
    members: Vec<Members>,
    seen: HashSet<Vec<u32>>,
    /// Text of each stub column in the row above, for cells left blank below it.
    above: Vec<Option<String>>,
    section: Option<String>,
    /// Class dimension → where its category of this row stands.
    places: BTreeMap<String, String>,
    /// Areas without official key.
    strange: Vec<String>,
    /// Keys that lost their leading zero.
    repaired: Vec<String>,
    /// Per measure: largest number, and whether one has decimals.
    largest: BTreeMap<String, (f64, bool)>,
    said: HashSet<(&'static str, u64)>,
}

impl<'r, 'd, 's> Reader<'r, 'd, 's> {
    pub(super) fn new(
        mapping: &'r Mapping,
        grid: &'r Grid,
        columns: &'r [Column<'r>],
        spot: Spot<'s>,
        delivery: &'r mut Delivery<'d>,
    ) -> Self {
        let title = mapping.title.clone().unwrap_or_else(|| grid.title(mapping.header_rows[0]));
        let mut layout: Vec<String> = columns.iter().map(|column| column.mapped.heading.clone()).collect();
        layout.dedup();
        let mut table = Table::new(TableHead {
            code: mapping.code.clone(),
            title,
            statistic: mapping.statistic.clone(),
            importer: "office_table".to_owned(),
            layout,
            symbols: mapping.symbols.set(),
            notes: Vec::new(),
            copyright: mapping.copyright.clone(),
            licence: mapping.licence.clone(),
            created_at: None,
        });
        let label = |code: &str, otherwise: &str| {
            let known = mapping.dimensions.iter().find(|dimension| dimension.code == code);
            known.map_or_else(|| otherwise.to_owned(), |dimension| dimension.label.clone())
        };
        table.add_dimension(AREA, &label(AREA, "Gebiet"), Role::Area);
        table.add_dimension(TIME, &label(TIME, "Zeit"), Role::Time);
        for dimension in
            mapping.dimensions.iter().filter(|dimension| mapping.role_of(&dimension.code) == Some(Role::Class))
        {
            table.add_dimension(&dimension.code, &dimension.label, Role::Class);
        }
        table.add_dimension(MEASURE, &label(MEASURE, "Merkmal"), Role::Measure);
        let members = table.dimensions.iter().map(|_| Members::default()).collect();
        let above = vec![None; columns.len()];
        Self {
            mapping,
            grid,
            columns,
            delivery,
            spot,
            table,
            members,
            seen: HashSet::new(),
            above,
            section: None,
            places: BTreeMap::new(),
            strange: Vec::new(),
            repaired: Vec::new(),
            largest: BTreeMap::new(),
            said: HashSet::new(),
        }
    }

    fn issue(
        &mut self,
        code: &'static str,
        severity: Severity,
        row: u64,
        column: Option<&str>,
        message: String,
        hint: &str,
    ) {
        // What holds for a whole row is said once for it.
        if matches!(code, "OFT-012" | "OFT-013") && !self.said.insert((code, row)) {
            return;
        }
        let spot = Spot { row: Some(row), column, ..self.spot.clone() };
        self.delivery.issue(code, severity, spot, message, hint);
    }

    /// Reads all rows; the table may be empty.
    pub(super) fn read(mut self) -> Table {
        let grid = self.grid;
        let last = self.mapping.last_row.unwrap_or(u64::MAX);
        let data: Vec<&Row> = grid.rows.iter().filter(|row| row.number > self.mapping.header_rows[1]).collect();
        let has_values = |row: &Row| {
            self.columns.iter().any(|column| {
                column.mapped.role == ColumnRole::Value
                    && row.cells.get(column.index).is_some_and(|cell| self.could_be_value(cell))
            })
        };
        let end = data.iter().rposition(|row| row.number <= last && has_values(row)).map_or(0, |at| at + 1);
        let with_values: Vec<bool> = data.iter().map(|row| has_values(row)).collect();
        for (at, row) in data.iter().enumerate() {
            if at >= end {
                self.note(row);
            } else if with_values[at] || self.has_stub(row) {
                self.row(row, with_values[at]);
            } else {
                self.lone(row);
            }
        }
        self.finish()
    }

    fn could_be_value(&self, cell: &Cell) -> bool {
        match cell {
            Cell::Number(_) => true,
            Cell::Text(text) => read_value(text, self.mapping.decimal, self.mapping.symbols).is_some(),
            _ => false,
        }
    }

    /// Whether a row without values names an area or class all the same, and is no heading between rows: all its stub columns are filled.
    fn has_stub(&self, row: &Row) -> bool {
        let mut stubs = self
            .columns
            .iter()
            .filter(|column| matches!(column.mapped.role, ColumnRole::Key | ColumnRole::Label))
            .peekable();
        let several = self.columns.iter().filter(|column| column.mapped.role != ColumnRole::Value).count() > 1;
        several
            && stubs.peek().is_some()
            && stubs.all(|column| row.cells.get(column.index).is_some_and(|cell| *cell != Cell::Empty))
    }

    fn note(&mut self, row: &Row) {
        let texts = row.cells.iter().filter_map(|cell| match cell {
            Cell::Text(text) => Some(text.split_whitespace().collect::<Vec<_>>().join(" ")),
            _ => None,
        });
        let text = texts.collect::<Vec<_>>().join(" ");
        if !text.chars().any(char::is_alphanumeric) {
            return;
        }
        if let Some(source) = text.strip_prefix("Quelle:").filter(|_| self.table.head.copyright.is_none()) {
            self.table.head.copyright = Some(source.trim().to_owned());
            return;
        }
        let about = text
            .split_once(')')
            .filter(|(mark, _)| (1..=2).contains(&mark.len()) && mark.bytes().all(|byte| byte.is_ascii_digit()))
            .map_or_else(|| "gesamte Tabelle".to_owned(), |(mark, _)| format!("Fußnote {mark})"));
        self.table.head.notes.push(Note { about, text });
    }

    /// A row between the data that has no values.
    fn lone(&mut self, row: &Row) {
        let text = row.cells.iter().map(label_of).find(|text| !text.is_empty()).unwrap_or_default();
        if self.mapping.section.is_some() {
            self.section = Some(text.trim_end_matches(':').to_owned());
            return;
        }
        let message = format!("Die Zeile mit {} hat keine Werte und wurde übergangen.", quote(&text));
        let hint = "Gilt sie für die Zeilen darunter, legen Sie bitte in der Zuordnung fest, was solche Zwischenüberschriften nennen.";
        self.issue("OFT-011", Severity::Note, row.number, None, message, hint);
    }

    fn row(&mut self, row: &Row, has_values: bool) {
        let columns = self.columns;
        // Key and label by dimension, as the stub columns give them.
        let mut stubs: BTreeMap<&str, (Option<String>, Option<String>)> = BTreeMap::new();
        let filled = |column: &Column<'_>| row.cells.get(column.index).is_some_and(|cell| *cell != Cell::Empty);
        let is_stub = |column: &Column<'_>| matches!(column.mapped.role, ColumnRole::Key | ColumnRole::Label);
        for (at, column) in columns.iter().enumerate().filter(|(_, column)| is_stub(column)) {
            let Some(dimension) = column.mapped.dimension.as_deref() else { continue };
            // A name without its key is another area, not the one above.
            let is_named = columns
                .iter()
                .any(|other| is_stub(other) && other.mapped.dimension.as_deref() == Some(dimension) && filled(other));
            let own = row.cells.get(column.index).map(label_of).filter(|text| !text.is_empty());
            // Blank under a filled cell, with more to its right: the text above counts on.
            let continues = columns[at + 1..].iter().any(|other| is_stub(other) && filled(other));
            let text = match own {
                Some(text) => {
                    for other in &mut self.above[at + 1..] {
                        *other = None;
                    }
                    self.above[at] = Some(text.clone());
                    Some(text)
                }
                None if continues && !is_named => self.above[at].clone(),
                None => None,
            };
            let entry = stubs.entry(dimension).or_default();
            if column.mapped.role == ColumnRole::Key { entry.0 = text } else { entry.1 = text }
        }
        if !has_values && self.mapping.empty == Empty::Absent {
            return;
        }
        self.places = columns
            .iter()
            .filter(|column| column.mapped.role == ColumnRole::StandsIn)
            .filter_map(|column| {
                let key = row.cells.get(column.index).map(label_of).filter(|text| !text.is_empty())?;
                Some((column.mapped.dimension.clone()?, key_without_zero(&key).unwrap_or(key)))
            })
            .collect();
        for column in columns.iter().filter(|column| column.mapped.role == ColumnRole::Value) {
            self.cell(row, column, &stubs);
        }
    }

    fn cell(&mut self, row: &Row, column: &Column<'_>, stubs: &BTreeMap<&str, (Option<String>, Option<String>)>) {
        let measure = self.measure_of(column, stubs);
        let Some(value) = self.value(row, column, &measure) else { return };
        let mut position = Vec::with_capacity(self.table.dimensions.len());
        for dimension in 0..self.table.dimensions.len() {
            let code = self.table.dimensions[dimension].code.clone();
            let (key, label) = self.texts_of(&code, column, stubs);
            let category = match self.table.dimensions[dimension].role {
                Role::Area => self.area(row.number, &column.heading, key, label),
                Role::Time => self.period(row.number, &column.heading, key, label),
                Role::Measure => Some(Category {
                    code: measure.code.clone(),
                    label: measure.label.clone(),
                    unit: measure.unit.clone(),
                    ..Category::default()
                }),
                Role::Class => Some(self.class(&code, key, label)),
            };
            let Some(category) = category else { return };
            let members = &mut self.members[dimension];
            position.push(members.position(&mut self.table.dimensions[dimension], &category.code.clone(), || category));
        }
        if !self.seen.insert(position.clone()) {
            let message =
                format!("Für dieselbe Stelle gibt es mehrere Werte; der in Zeile {} wurde übergangen.", row.number);
            let hint = "Bitte prüfen Sie, ob eine Zeile oder Spalte doppelt ist oder ob eine Gliederung in der Zuordnung fehlt.";
            self.issue("OFT-015", Severity::Error, row.number, Some(&column.heading), message, hint);
            return;
        }
        if let Some(number) = value.value() {
            let known = self.largest.entry(measure.code.clone()).or_insert((0.0, false));
            *known = (known.0.max(number.abs()), known.1 || number.fract() != 0.0);
        }
        let place = Place {
            row: u32::try_from(row.number).unwrap_or(u32::MAX),
            column: u16::try_from(column.index + 1).unwrap_or(u16::MAX),
        };
        self.table.push(&position, value, place);
    }

    /// Key and label of a dimension for one cell: its column, its row, the heading between rows, what holds for the whole table.
    fn texts_of(
        &self,
        code: &str,
        column: &Column<'_>,
        stubs: &BTreeMap<&str, (Option<String>, Option<String>)>,
    ) -> (Option<String>, Option<String>) {
        if let Some((_, text)) = column.captured.iter().find(|(dimension, _)| *dimension == code) {
            return (None, Some(text.clone()));
        }
        if let Some(text) = column.mapped.categories.get(code) {
            return (None, Some(text.clone()));
        }
        if let Some((key, label)) = stubs.get(code) {
            return (key.clone(), label.clone());
        }
        if self.mapping.section.as_deref() == Some(code) {
            return (None, self.section.clone());
        }
        match self.mapping.fixed.get(code) {
            Some(fixed) => (Some(fixed.code.clone()), Some(fixed.label.clone()).filter(|label| !label.is_empty())),
            None => (None, None),
        }
    }

    fn measure_of(
        &self,
        column: &Column<'_>,
        stubs: &BTreeMap<&str, (Option<String>, Option<String>)>,
    ) -> MappedMeasure {
        let by_code = |code: &str| self.mapping.measures.iter().find(|measure| measure.code == code).cloned();
        if let Some(measure) = column.mapped.measure.as_deref().and_then(by_code) {
            return measure;
        }
        let (key, label) = self.texts_of(MEASURE, column, stubs);
        match key.as_deref().or(label.as_deref()) {
            Some(text) => by_code(text)
                .or_else(|| {
                    self.mapping.measures.iter().find(|measure| label.as_deref() == Some(&measure.label)).cloned()
                })
                .unwrap_or_else(|| MappedMeasure {
                    code: key.clone().unwrap_or_else(|| code_of_label(text)),
                    label: label.clone().unwrap_or_else(|| text.to_owned()),
                    ..MappedMeasure::default()
                }),
            None => self.mapping.measures.first().cloned().unwrap_or_default(),
        }
    }

    fn value(&mut self, row: &Row, column: &Column<'_>, measure: &MappedMeasure) -> Option<Wert> {
        let hundred = if measure.share { 100.0 } else { 1.0 };
        let wrong = match row.cells.get(column.index).unwrap_or(&Cell::Empty) {
            Cell::Empty => {
                return match self.mapping.empty {
                    Empty::Missing => Some(Wert::symbol(Symbol::Missing)),
                    Empty::Zero => Some(Wert::number(0.0)),
                    Empty::Absent => None,
                };
            }
            Cell::Number(number) => {
                return Some(
                    zero_or_number(*number, self.mapping.symbols).map(|number| rounded(number * hundred, hundred)),
                );
            }
            Cell::Text(text) => match read_value(text, self.mapping.decimal, self.mapping.symbols) {
                // A percent sign says that the number is not a share of one.
                Some(value) if text.contains('%') => return Some(value),
                Some(value) => return Some(value.map(|number| rounded(number * hundred, hundred))),
                None => text.clone(),
            },
            Cell::Error(error) => error.clone(),
            Cell::Moment(moment) => format!("{} (ein Datum)", moment.format("%d.%m.%Y")),
            Cell::DayFraction(days) => format!("{days} (eine Uhrzeit)"),
            Cell::Bool(truth) => if *truth { "WAHR" } else { "FALSCH" }.to_owned(),
        };
        let letter = letters_of_column(column.index);
        let message = format!("{} in Spalte {letter} ist keine Zahl und kein bekanntes Zeichen.", quote(&wrong));
        let hint =
            "Der Wert gilt als fehlend. Bitte schreiben Sie eine Zahl oder eines der Zeichen - . ... / x in die Zelle.";
        self.issue("OFT-009", Severity::Warning, row.number, Some(&column.heading), message, hint);
        Some(Wert::symbol(Symbol::Missing))
    }

    fn named(&self, dimension: &str, text: Option<&str>) -> Option<Category> {
        let text = text?.trim().to_lowercase();
        let known = self.mapping.dimensions.iter().find(|known| known.code == dimension)?;
        let found = known.categories.iter().find(|category| category.label.trim().to_lowercase() == text)?;
        let stands_in = found.stands_in.clone().or_else(|| self.places.get(dimension).cloned());
        Some(Category { code: found.code.clone(), label: found.label.clone(), stands_in, ..Category::default() })
    }

    fn class(&self, dimension: &str, key: Option<String>, label: Option<String>) -> Category {
        if let Some(category) = self.named(dimension, label.as_deref()) {
            return category;
        }
        let label = label.or_else(|| key.clone()).unwrap_or_else(|| "Insgesamt".to_owned());
        let code = match key {
            _ if is_total_label(&label) => TOTAL.to_owned(),
            Some(key) => key,
            None => Some(code_of_label(&label)).filter(|code| !code.is_empty()).unwrap_or_else(|| label.clone()),
        };
        let is_part = is_part_label(&label);
        Category { code, label, is_part, stands_in: self.places.get(dimension).cloned(), ..Category::default() }
    }

    fn area(&mut self, row: u64, column: &str, key: Option<String>, label: Option<String>) -> Option<Category> {
        if let Some(category) = self.named(AREA, label.as_deref()) {
            return Some(category);
        }
        // `07235 Trier-Saarburg` in one cell.
        let (key, label) = match (key, label) {
            (None, Some(text)) => match text.split_once([' ', '\u{a0}']) {
                Some((first, rest)) if first.len() >= 5 && official_key(first).is_some() => {
                    (Some(first.to_owned()), Some(rest.trim_matches([' ', '-', '–', ',']).to_owned()))
                }
                _ => (None, Some(text)),
            },
            both => both,
        };
        let Some(text) = label.clone().or_else(|| key.clone()) else {
            let message = "In der Zeile stehen Werte, aber kein Gebiet.".to_owned();
            let hint = "Die Werte wurden übergangen. Bitte ergänzen Sie das Gebiet in der Zeile.";
            self.issue("OFT-013", Severity::Error, row, Some(column), message, hint);
            return None;
        };
        let fixed = self.mapping.fixed.get(AREA).is_some_and(|fixed| Some(&fixed.code) == key.as_ref());
        let code = match &key {
            Some(key) if official_key(key).is_some() || fixed => key.trim().to_owned(),
            Some(key) => match key_without_zero(key) {
                Some(repaired) => {
                    if !self.repaired.contains(key) {
                        self.repaired.push(key.clone());
                    }
                    repaired
                }
                None => {
                    self.strange(&text);
                    key.trim().to_owned()
                }
            },
            None if is_total_label(&text) => {
                let message = format!(
                    "Die Summenzeile {} wurde übergangen: Für welches Gebiet sie gilt, ist nicht gesagt.",
                    quote(&text)
                );
                let hint =
                    "Soll sie gelesen werden, ordnen Sie dem Wort in der Zuordnung den Schlüssel des Gebiets zu.";
                self.issue("OFT-012", Severity::Note, row, Some(column), message, hint);
                return None;
            }
            None => {
                self.strange(&text);
                code_of_label(&text)
            }
        };
        Some(Category { code, label: text, ..Category::default() })
    }

    fn strange(&mut self, label: &str) {
        if !self.strange.iter().any(|known| known == label) {
            self.strange.push(label.to_owned());
        }
    }

    fn period(&mut self, row: u64, column: &str, key: Option<String>, label: Option<String>) -> Option<Category> {
        if let Some(category) = self.named(TIME, label.as_deref()) {
            return Some(category);
        }
        let text = key.clone().or_else(|| label.clone()).unwrap_or_default();
        let Some(period) = read_period(&text).or_else(|| read_period(label.as_deref().unwrap_or_default())) else {
            let message = format!("{} ist kein Zeitraum.", quote(&text));
            let hint = "Der Wert wurde übergangen. Bitte schreiben Sie ein Jahr (2023), einen Stichtag (31.12.2023) oder ein Schuljahr (2023/24).";
            self.issue("OFT-014", Severity::Error, row, Some(column), message, hint);
            return None;
        };
        let is_school_year = text.contains('/');
        let period = match period {
            Period::Year(year) if is_school_year && self.mapping.school_year == SchoolYear::End => {
                Period::Year(year + 1)
            }
            period => period,
        };
        let label = label.unwrap_or(text);
        Some(Category { code: period.to_string(), label, ..Category::default() })
    }

    fn finish(self) -> Table {
        if let Some(first) = self.repaired.first() {
            let message = format!(
                "Bei {} Gebietsschlüsseln fehlt die führende Null, zuerst bei {}. Sie wurde ergänzt.",
                self.repaired.len(),
                quote(first)
            );
            let hint = "Bitte formatieren Sie die Spalte in der Tabelle als Text, dann bleibt die Null stehen.";
            self.delivery.issue("OFT-010", Severity::Note, self.spot.clone(), message, hint);
        }
        if let Some(first) = self.strange.first() {
            let message = format!(
                "{} Gebiete haben keinen amtlichen Schlüssel, das erste ist {}. Sie erscheinen nicht auf der Karte.",
                self.strange.len(),
                quote(first)
            );
            let hint = "Bitte nehmen Sie eine Spalte mit dem Gemeindeschlüssel auf oder nennen Sie die Schlüssel in der Zuordnung.";
            self.delivery.issue("OFT-019", Severity::Note, self.spot.clone(), message, hint);
        }
        for measure in &self.mapping.measures {
            let Some((largest, decimals)) = self.largest.get(&measure.code) else { continue };
            let is_percent =
                measure.unit.as_deref().is_some_and(|unit| unit.contains('%') || unit.starts_with("Prozent"));
            let (message, hint) = if measure.share && *largest > 150.0 {
                (
                    "stehen nach der Zuordnung als Anteile von 1 in der Datei, sind aber zu groß dafür",
                    "Vermutlich stehen sie diesmal als Prozent da.",
                )
            } else if !measure.share && is_percent && *largest <= 1.0 && *decimals {
                ("sind Prozent, aber alle höchstens 1", "Vermutlich stehen sie diesmal als Anteile von 1 da.")
            } else {
                continue;
            };
            let message = format!("Die Werte von „{}“ {message}.", measure.label);
            let hint = format!("{hint} Bitte prüfen Sie die Tabelle und passen Sie die Zuordnung an.");
            self.delivery.issue("OFT-016", Severity::Warning, self.spot.clone(), message, hint);
        }
        for (dimension, category) in sums::hidden_totals(&self.table) {
            let message = format!(
                "{} in der Gliederung {} ist überall die Summe der anderen Ausprägungen. Wird alles zusammengezählt, zählt es doppelt.",
                quote(&self.table.dimensions[dimension].categories[category].label),
                quote(&self.table.dimensions[dimension].label)
            );
            let hint = "Ist es die Summe, geben Sie dieser Ausprägung in der Zuordnung bitte das Kürzel „INSGESAMT“.";
            self.delivery.issue("OFT-017", Severity::Warning, self.spot.clone(), message, hint);
        }
        self.table
    }
}

/// 0.07 * 100 is 7.000000000000001: the product of a share is rounded to what a share can say.
fn rounded(number: f64, factor: f64) -> f64 {
    if factor > 1.0 { (number * 1e10).round() / 1e10 } else { number }
}
