//! The meaning: from sheets to [`Table`]s.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::issue::Severity;
use model::statistics::{TOTAL, Table, TableHead};
use model::wert::SymbolSet;

use super::columns::{Column, Tree, former_name};
use super::fill::Filler;
use super::read::{Block, Sheet, Stub};
use super::stub::RowMeasure;
use crate::catalogue::{Source, category_named, code_of, dimension_coded, is_unit, source_of};
use crate::issues::{Delivery, Spot, quote};
use crate::statistics::areas::KeyStyle;
use crate::statistics::finish::finish;
use crate::statistics::values::{NumberStyle, symbols_of};
use crate::table_code;

/// Reads one sheet; `None` where nothing can be told from it.
pub(super) fn map_sheet(
    sheet: &Sheet<'_>,
    file: &str,
    entry: Option<&str>,
    symbols: Option<SymbolSet>,
    delivery: &mut Delivery<'_>,
) -> Option<Table> {
    let Some(stub) = sheet.stub else {
        fatal(
            delivery,
            entry,
            "GEN-010",
            "In der Datei ist keine Zeile mit Werten: Erwartet werden Zeilen wie „2023;07235;Trier-Saarburg, Landkreis;…“.".to_owned(),
            "Bitte prüfen Sie, ob es die CSV-Datei einer Tabelle ist und ob der Abruf Werte geliefert hat.",
        );
        return None;
    };
    let of_file = || table_code::in_file_name(file);
    let code = sheet.code().map(str::to_owned).or_else(of_file).unwrap_or_default();
    let source = source_of(&code);
    let notes = sheet.footer.as_ref().map_or(&[][..], |footer| &footer.notes);
    let symbols = symbols.unwrap_or_else(|| symbols_of(notes.iter().map(|note| note.text.as_str())));
    let mut mapper = Mapper {
        sheet,
        stub,
        source,
        known: source.filter(|source| source.knows(&code)),
        entry,
        area: None,
        layouts: Vec::new(),
    };
    mapper.read_headings(delivery)?;
    mapper.settle_area(delivery)?;
    if code.is_empty() {
        mapper.report_no_code(delivery);
    }
    let mut table = Table::new(mapper.head(code, symbols));
    mapper.fill(&mut table, symbols, delivery);
    if sheet.footer.is_none() {
        delivery.issue(
            "GEN-004",
            Severity::Warning,
            mapper.spot(None, None),
            "Die Datei hat keinen Fuß (Linie „__________“, Anmerkungen, Stand). Vielleicht wurde sie beim Herunterladen abgeschnitten.",
            "Bitte vergleichen Sie die letzte Zeile mit der Tabelle im Portal und laden Sie die Datei im Zweifel neu herunter.",
        );
    }
    mapper.report_strange(delivery);
    finish(&mut table, entry, delivery);
    Some(table)
}

fn fatal(delivery: &mut Delivery<'_>, entry: Option<&str>, code: &'static str, message: String, hint: &str) {
    delivery.issue(code, Severity::Fatal, Spot { sheet: entry, ..Spot::default() }, message, hint);
}

/// The columns that hold in one block.
#[derive(Debug)]
pub(super) struct Layout {
    /// First column of values.
    pub(super) first: usize,
    pub(super) width: usize,
    pub(super) columns: Vec<Column>,
    /// Where each row says what is counted.
    pub(super) row_measure: Option<RowMeasure>,
    /// Columns of values with the column of signs about their quality.
    pub(super) quality: Vec<(usize, usize)>,
}

/// Reads one sheet.
pub(super) struct Mapper<'s, 't> {
    pub(super) sheet: &'s Sheet<'t>,
    pub(super) stub: Stub,
    pub(super) source: Option<&'static Source>,
    /// The source, where it knows all columns of this table.
    pub(super) known: Option<&'static Source>,
    pub(super) entry: Option<&'s str>,
    /// Code and name of the area of the whole table, where neither rows nor headings name areas.
    pub(super) area: Option<(String, String)>,
    /// For each block.
    pub(super) layouts: Vec<std::rc::Rc<Layout>>,
}

impl<'s> Mapper<'s, '_> {
    pub(super) fn spot(&self, line: Option<u32>, column: Option<&'s str>) -> Spot<'s> {
        Spot { sheet: self.entry, row: line.map(u64::from), column, record: None }
    }

    /// Reads the headings of all blocks. `None` when the values have no meaning.
    fn read_headings(&mut self, delivery: &mut Delivery<'_>) -> Option<()> {
        let mut unknown: BTreeMap<String, (u32, usize)> = BTreeMap::new();
        for block in &self.sheet.blocks {
            if block.headings.is_empty() {
                if let Some(before) = self.layouts.last().cloned() {
                    self.layouts.push(before);
                    continue;
                }
                fatal(
                    delivery,
                    self.entry,
                    "GEN-001",
                    "Über den Werten stehen keine Überschriften. Ohne sie ist nicht bekannt, was gezählt wurde."
                        .to_owned(),
                    "Bitte laden Sie die Tabelle neu herunter und löschen Sie keine Zeilen im Kopf.",
                );
                return None;
            }
            let layout = self.read_block(block, &mut unknown, delivery)?;
            self.layouts.push(std::rc::Rc::new(layout));
        }
        let columns: Vec<Column> = self.layouts.iter().flat_map(|layout| layout.columns.iter().cloned()).collect();
        if let Some(source) = self.known {
            self.report_unknown(source, &unknown, &columns, delivery);
            self.report_missing(source, &columns, delivery);
        } else {
            let code = self.sheet.code().unwrap_or("ohne Nummer");
            let message = format!(
                "Die Tabelle {} ist nicht im Katalog. Sie wurde nach den allgemeinen Regeln gelesen; die Kennzeichen der Merkmale sind aus den Überschriften gebildet.",
                quote(code)
            );
            delivery.issue(
                "GEN-008",
                Severity::Note,
                self.spot(None, None),
                message,
                "Für Kennzahlen über mehrere Jahre sollte die Tabelle in catalog/sources aufgenommen werden.",
            );
        }
        if columns.is_empty() {
            fatal(
                delivery,
                self.entry,
                "GEN-001",
                "Keine Spalte hat eine eindeutige Überschrift; es wurden keine Werte übernommen. Vermutlich fehlt eine Kopfzeile.".to_owned(),
                "Bitte laden Sie die Tabelle neu herunter und löschen Sie keine Zeilen im Kopf.",
            );
            return None;
        }
        Some(())
    }

    fn read_block(
        &self,
        block: &Block<'_>,
        unknown: &mut BTreeMap<String, (u32, usize)>,
        delivery: &mut Delivery<'_>,
    ) -> Option<Layout> {
        let width = block.headings.iter().map(|row| row.cells.len()).max().unwrap_or_default();
        // Most rows decide; a single row that is too long is that row's own mistake.
        let mut widths: HashMap<usize, usize> = HashMap::new();
        for row in &block.rows {
            let filled = row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
            *widths.entry(filled.max(width.min(row.cells.len()))).or_default() += 1;
        }
        if let Some((usual, _)) = widths.into_iter().max_by_key(|(usual, rows)| (*rows, *usual))
            && usual != width
        {
            let line = block.headings.last().map(|row| row.line);
            let message = format!(
                "Der Kopf hat {width} Spalten, die Zeilen mit Werten haben {usual}. Welche Überschrift zu welchem Wert gehört, ist nicht sicher; es wurde nichts übernommen."
            );
            delivery.issue(
                "GEN-001",
                Severity::Fatal,
                self.spot(line, None),
                message,
                "Vermutlich wurde eine Spalte eingefügt oder gelöscht. Bitte laden Sie die Tabelle neu herunter.",
            );
            return None;
        }
        let (first, nameless) = self.first_value_column(block, width);
        if let Some(column) = nameless {
            self.report_nameless(column, block, delivery);
        }
        let tree = Tree::new(&block.headings, first, width, self.stub.area.is_none());
        let mut found = tree.columns(self.source, self.sheet.measure.as_ref());
        self.report_units(&tree, delivery);
        if !found.without_key.is_empty() {
            self.report_without_key(&found.without_key, block.headings.first().map(|row| row.line), delivery);
        }
        for (line, column, text) in found.unknown {
            unknown.entry(text).or_insert((line, column));
        }
        let is_nameless = found.columns.iter().all(|column| column.measure.is_none());
        let row_measure = is_nameless.then(|| self.find_row_measure(block, first)).flatten();
        if row_measure.is_none() {
            self.name_missing_measures(&mut found.columns, block, delivery);
        }
        let quality = self.quality_columns(&found.columns, block, (first, width), delivery);
        let columns = self.drop_equal(found.columns, block, delivery);
        self.report_blank_columns(&columns, block, delivery);
        Some(Layout { first, width, columns, row_measure, quality })
    }

    /// A column whose headings name no measure: from the statistics, unless the catalogue knows better.
    fn name_missing_measures(&self, columns: &mut Vec<Column>, block: &Block<'_>, delivery: &mut Delivery<'_>) {
        let nameless = columns.iter().filter(|column| column.measure.is_none()).count();
        if nameless == 0 {
            return;
        }
        let has_name = self.sheet.statistic.is_some() || !self.sheet.title.is_empty();
        if nameless == columns.len() && self.known.is_none() && has_name {
            let label = self.sheet.statistic.clone().unwrap_or_else(|| self.sheet.title.clone());
            let bracket = label.strip_suffix(')').and_then(|rest| rest.rsplit_once('('));
            let (label, unit) = match bracket.filter(|(_, unit)| is_unit(unit)) {
                Some((name, unit)) => (name.trim().to_owned(), Some(unit.trim().to_owned())),
                None => (label, None),
            };
            for column in columns.iter_mut() {
                column.measure =
                    Some(super::columns::Measure { code: code_of(&label), label: label.clone(), is_part: false });
                column.unit = column.unit.take().or_else(|| unit.clone());
            }
            return;
        }
        let line = block.headings.first().map(|row| row.line);
        let names: Vec<String> = columns
            .iter()
            .filter(|column| column.measure.is_none())
            .map(|column| quote(&column.path.join(" / ")))
            .take(3)
            .collect();
        let message = format!(
            "Bei {nameless} Spalten nennt keine Überschrift, was gezählt wurde (zum Beispiel {}). Diese Spalten wurden nicht übernommen; vermutlich fehlt eine Kopfzeile.",
            names.join(", ")
        );
        delivery.issue(
            "GEN-001",
            Severity::Error,
            self.spot(line, None),
            message,
            "Bitte laden Sie die Tabelle neu herunter und löschen Sie keine Zeilen im Kopf.",
        );
        columns.retain(|column| column.measure.is_some());
    }

    /// Columns that mean the same cannot be told apart: none of them is taken.
    fn drop_equal(&self, columns: Vec<Column>, block: &Block<'_>, delivery: &mut Delivery<'_>) -> Vec<Column> {
        let mut equal = BTreeSet::new();
        for (at, column) in columns.iter().enumerate() {
            for (other, earlier) in columns.iter().enumerate().take(at) {
                if column.means_the_same(earlier) {
                    equal.extend([at, other]);
                }
            }
        }
        if let Some(first) = equal.first() {
            let line = block.headings.last().map(|row| row.line);
            let numbers: Vec<String> = equal.iter().take(8).map(|at| (columns[*at].at + 1).to_string()).collect();
            let message = format!(
                "Die Spalten {} haben dieselben Überschriften ({}). Sie wurden nicht übernommen, weil ihre Werte nicht zu unterscheiden sind; vermutlich fehlt eine Kopfzeile.",
                numbers.join(", "),
                quote(&columns[*first].path.join(" / "))
            );
            delivery.issue(
                "GEN-002",
                Severity::Error,
                self.spot(line, None),
                message,
                "Bitte laden Sie die Tabelle neu herunter und löschen Sie keine Zeilen im Kopf.",
            );
        }
        columns.into_iter().enumerate().filter(|(at, _)| !equal.contains(at)).map(|(_, column)| column).collect()
    }

    /// Official tables have a sign where they have no number. A column that is blank from top to bottom has come in from outside, and
    /// what stands right of it belongs one column further left.
    fn report_blank_columns(&self, columns: &[Column], block: &Block<'_>, delivery: &mut Delivery<'_>) {
        let is_blank = |column: &&Column| block.rows.iter().all(|row| row.cell(column.at).trim().is_empty());
        for column in columns.iter().filter(is_blank).filter(|_| !block.rows.is_empty()) {
            let line = block.headings.last().map(|row| row.line);
            let message = format!(
                "Spalte {} ({}) ist in allen Zeilen leer. Vermutlich wurde eine leere Spalte eingefügt: Dann stehen alle Werte rechts davon unter der falschen Überschrift.",
                column.at + 1,
                quote(&column.path.join(" / "))
            );
            let hint = "Bitte vergleichen Sie die Werte dieser und der folgenden Spalten mit der Tabelle im Portal und laden Sie sie im Zweifel neu herunter.";
            delivery.issue("GEN-011", Severity::Error, self.spot(line, None), message, hint);
        }
    }

    fn report_unknown(
        &self,
        source: &Source,
        unknown: &BTreeMap<String, (u32, usize)>,
        columns: &[Column],
        delivery: &mut Delivery<'_>,
    ) {
        for (text, (line, column)) in unknown {
            let before = former_name(text, source, columns)
                .map_or_else(String::new, |name| format!(" Vermutlich hieß sie früher {}.", quote(&name)));
            let message = format!(
                "Die Überschrift {} in Spalte {} kennt der Katalog nicht.{before} Ihre Werte sind übernommen, gehören aber zu keiner früheren Reihe.",
                quote(text),
                column + 1
            );
            let spot = Spot { sheet: self.entry, row: Some(u64::from(*line)), column: Some(text), record: None };
            delivery.issue("GEN-005", Severity::Warning, spot, message, "Bitte prüfen Sie im Portal, ob die Spalte nur umbenannt wurde. Dann gehört der neue Name in den Katalog (catalog/sources oder catalog/dimensions).");
        }
    }

    /// Measures that the table always had, and totals beside the categories of a dimension.
    fn report_missing(&self, source: &Source, columns: &[Column], delivery: &mut Delivery<'_>) {
        let measures: BTreeSet<&str> =
            columns.iter().filter_map(|column| Some(column.measure.as_ref()?.code.as_str())).collect();
        let mut reported = BTreeSet::new();
        for header in &source.headers {
            let Some(code) = header.measure.as_deref().filter(|code| !measures.contains(code)) else { continue };
            if reported.insert(code) {
                let message = format!("Die Spalte {} fehlt, die diese Tabelle sonst hat.", quote(&header.names[0]));
                delivery.issue(
                    "GEN-006",
                    Severity::Warning,
                    self.spot(None, None),
                    message,
                    "Bitte prüfen Sie, ob beim Abruf ein Merkmal abgewählt oder eine Spalte gelöscht wurde.",
                );
            }
        }
        for code in &source.totals {
            let rest = |column: &Column| {
                let others: BTreeSet<(String, String)> = column
                    .classes
                    .iter()
                    .filter(|class| class.dimension != *code)
                    .map(|class| (class.dimension.clone(), class.code.clone()))
                    .collect();
                (
                    column.period.map(|period| period.to_string()),
                    column.measure.as_ref().map(|measure| measure.code.clone()),
                    others,
                )
            };
            let divided =
                |column: &Column| column.classes.iter().any(|class| class.dimension == *code && class.code != TOTAL);
            let totals: BTreeSet<_> = columns.iter().filter(|column| !divided(column)).map(rest).collect();
            let mut missing = BTreeSet::new();
            for column in columns.iter().filter(|column| divided(column)) {
                if !totals.contains(&rest(column)) {
                    missing.insert(
                        column
                            .path
                            .iter()
                            .filter(|text| category_named(text).is_none_or(|known| known.dimension != *code))
                            .cloned()
                            .collect::<Vec<_>>()
                            .join(" / "),
                    );
                }
            }
            let label = dimension_coded(code).map_or(code.as_str(), |dimension| dimension.label.as_str());
            for place in missing {
                let of = if place.is_empty() { String::new() } else { format!(" bei {}", quote(&place)) };
                let message =
                    format!("Zu {} fehlt{of} die Spalte „Insgesamt“, die diese Tabelle sonst hat.", quote(label));
                delivery.issue("GEN-007", Severity::Warning, self.spot(None, None), message, "Bitte prüfen Sie, ob eine Spalte gelöscht oder umbenannt wurde, und laden Sie die Tabelle neu herunter.");
            }
        }
    }

    fn head(&self, code: String, symbols: SymbolSet) -> TableHead {
        let footer = self.sheet.footer.as_ref();
        TableHead {
            code,
            title: self.sheet.title.clone(),
            statistic: self.sheet.statistic.clone(),
            importer: "genesis_table".to_owned(),
            layout: self.layout(),
            symbols,
            notes: footer.map_or_else(Vec::new, |footer| footer.notes.clone()),
            copyright: footer.and_then(|footer| footer.copyright.clone()),
            licence: footer.and_then(|footer| footer.licence.clone()),
            created_at: footer.and_then(|footer| footer.created_at),
        }
    }

    /// Stub columns and paths of headings, each once, without periods: a further year does not change the layout.
    fn layout(&self) -> Vec<String> {
        let mut layout = Vec::new();
        layout.push(match self.stub.period {
            Some(0) => "Zeitraum in der ersten Spalte".to_owned(),
            Some(column) => format!("Zeitraum in Spalte {}", column + 1),
            None => "Zeitraum im Kopf".to_owned(),
        });
        if let Some((name, unit)) = &self.sheet.measure {
            layout.push(format!("{name} ({unit})"));
        }
        let mut seen = BTreeSet::new();
        for block in &self.layouts {
            let stubs = (0..block.first).filter(|column| !self.stub.uses(*column)).count();
            for line in
                std::iter::once(format!("{stubs} Spalten mit Merkmalen")).chain(block.columns.iter().map(|column| {
                    let unit = column
                        .unit
                        .as_deref()
                        .filter(|_| self.sheet.measure.is_none())
                        .map_or_else(String::new, |unit| format!(" [{unit}]"));
                    format!("{}{unit}", column.path.join(" / "))
                }))
            {
                if seen.insert(line.clone()) {
                    layout.push(line);
                }
            }
        }
        layout
    }

    fn fill(&self, table: &mut Table, symbols: SymbolSet, delivery: &mut Delivery<'_>) {
        let rows = || {
            self.sheet
                .blocks
                .iter()
                .zip(&self.layouts)
                .flat_map(|(block, layout)| block.rows.iter().map(move |row| (row, layout)))
        };
        let cells = rows().flat_map(|(row, layout)| row.cells.iter().skip(layout.first).map(AsRef::as_ref));
        let (numbers, is_ambiguous) = NumberStyle::decide(cells, symbols, self.sheet.is_english());
        if is_ambiguous {
            self.report_ambiguous(delivery);
        }
        let keys = KeyStyle::of(rows().filter_map(|(row, _)| self.stub.area.map(|area| row.cell(area))));
        let stubs = self.stub_classes();
        let mut filler = Filler::new(table, &stubs, self, keys, numbers);
        for (block, layout) in self.sheet.blocks.iter().zip(&self.layouts) {
            let templates = filler.templates(layout, block.period, table);
            for row in &block.rows {
                filler.row(row, block.period, layout, &templates, table, delivery);
            }
        }
        filler.finish(table, delivery);
    }
}
