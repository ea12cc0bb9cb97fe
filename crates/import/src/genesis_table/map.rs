//! The meaning: from sheets to [`Table`]s.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::issue::Severity;
use model::statistics::{AREA, Category, Cell, MEASURE, Members, Period, Role, TIME, TOTAL, Table, TableHead};
use model::wert::{Symbol, SymbolSet, Wert};

use super::columns::{Class, Column, Tree, former_name, strip_part, tidy};
use super::read::{Block, Row, Sheet, Stub};
use crate::catalogue::{Dimension, Source, category_named, code_of, dimension_coded, is_total, source_of};
use crate::issues::{Delivery, Spot, quote};
use crate::statistics::areas::KeyStyle;
use crate::statistics::finish::finish;
use crate::statistics::periods::{label_of, read_period};
use crate::statistics::values::{NumberStyle, symbols_of};

/// Rows that are looked at to tell columns of classes from columns of values.
const SAMPLE: usize = 300;

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
    let code = sheet.code.clone().unwrap_or_else(|| code_of_file(file));
    let source = source_of(&code);
    let notes = sheet.footer.as_ref().map_or(&[][..], |footer| &footer.notes);
    let symbols = symbols.unwrap_or_else(|| symbols_of(notes.iter().map(|note| note.text.as_str())));
    let mut mapper =
        Mapper { sheet, stub, source, known: source.filter(|source| source.knows(&code)), entry, layouts: Vec::new() };
    mapper.read_headings(delivery)?;
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
    for row in &sheet.strange {
        let text = row.cells.join(";");
        let message =
            format!("Zeile {} steht zwischen den Werten, ist aber keine Zeile mit Werten: {}.", row.line, quote(&text));
        delivery.issue(
            "GEN-009",
            Severity::Warning,
            mapper.spot(Some(row.line), None),
            message,
            "Bitte löschen Sie die Zeile, wenn sie nicht zur Tabelle gehört, oder laden Sie die Tabelle neu herunter.",
        );
    }
    finish(&mut table, entry, delivery);
    Some(table)
}

/// For a file that does not name its table: the name up to the first underscore or dot.
fn code_of_file(file: &str) -> String {
    let stem = file.rsplit('/').next().unwrap_or(file);
    stem.split(['_', '.']).next().unwrap_or(stem).to_owned()
}

fn fatal(delivery: &mut Delivery<'_>, entry: Option<&str>, code: &'static str, message: String, hint: &str) {
    delivery.issue(code, Severity::Fatal, Spot { sheet: entry, ..Spot::default() }, message, hint);
}

/// The columns that hold in one block.
#[derive(Debug)]
struct Layout {
    /// First column of values.
    first: usize,
    width: usize,
    columns: Vec<Column>,
}

struct Mapper<'s, 't> {
    sheet: &'s Sheet<'t>,
    stub: Stub,
    source: Option<&'static Source>,
    /// The source, where it knows all columns of this table.
    known: Option<&'static Source>,
    entry: Option<&'s str>,
    /// For each block.
    layouts: Vec<std::rc::Rc<Layout>>,
}

/// A dimension of classes that stand in a column before the values.
struct StubClass {
    column: usize,
    code: String,
    label: String,
    dimension: Option<&'static Dimension>,
}

impl<'s> Mapper<'s, '_> {
    fn spot(&self, line: Option<u32>, column: Option<&'s str>) -> Spot<'s> {
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
            let code = self.sheet.code.as_deref().unwrap_or("ohne Nummer");
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
        let first = self.first_value_column(block, width);
        let tree = Tree::new(&block.headings, first, width);
        let mut found = tree.columns(self.source, self.sheet.measure.as_ref());
        for (line, column, text) in found.unknown {
            unknown.entry(text).or_insert((line, column));
        }
        self.name_missing_measures(&mut found.columns, block, delivery);
        let columns = self.drop_equal(found.columns, block, delivery);
        Some(Layout { first, width, columns })
    }

    /// Where the values begin: as many columns as all headings leave blank, corrected by what stands in the rows.
    fn first_value_column(&self, block: &Block<'_>, width: usize) -> usize {
        let label = self.stub.label();
        let blank = |row: &Row<'_>| row.cells.iter().take_while(|cell| cell.trim().is_empty()).count();
        let by_headings = block.headings.iter().map(blank).filter(|count| *count > label).min();
        let is_value = |column: usize| {
            let mut cells = block
                .rows
                .iter()
                .take(SAMPLE)
                .map(|row| row.cell(column).trim())
                .filter(|cell| !cell.is_empty())
                .peekable();
            cells.peek().is_some() && cells.all(|cell| NumberStyle::GERMAN.read(cell).is_some())
        };
        let limit = by_headings.unwrap_or(width);
        (label + 1..limit).find(|column| is_value(*column)).unwrap_or(if limit == width { label + 1 } else { limit })
    }

    /// A column whose headings name no measure: from the statistics, unless the catalogue knows better.
    fn name_missing_measures(&self, columns: &mut Vec<Column>, block: &Block<'_>, delivery: &mut Delivery<'_>) {
        let nameless = columns.iter().filter(|column| column.measure.is_none()).count();
        if nameless == 0 {
            return;
        }
        if nameless == columns.len() && self.known.is_none() {
            let label = self.sheet.statistic.clone().unwrap_or_else(|| self.sheet.title.clone());
            let (label, unit) = match label.strip_suffix(')').and_then(|rest| rest.rsplit_once('(')) {
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
        let in_rows = self.stub.period.is_some();
        layout.push(if in_rows { "Zeitraum in der ersten Spalte" } else { "Zeitraum im Kopf" }.to_owned());
        if let Some((name, unit)) = &self.sheet.measure {
            layout.push(format!("{name} ({unit})"));
        }
        let mut seen = BTreeSet::new();
        for block in &self.layouts {
            let stubs = block.first.saturating_sub(self.stub.label() + 1);
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

    /// The dimensions that stand in columns before the values.
    fn stub_classes(&self) -> Vec<StubClass> {
        let Some(first) = self.layouts.iter().map(|layout| layout.first).max() else { return Vec::new() };
        (self.stub.label() + 1..first)
            .enumerate()
            .map(|(nth, column)| {
                let by_catalogue =
                    self.source.and_then(|source| source.stubs.get(nth)).and_then(|code| dimension_coded(code));
                let dimension = by_catalogue.or_else(|| self.guess_stub(column)).or_else(|| self.stub_in_title());
                let (code, label) = match dimension {
                    Some(dimension) => (dimension.code.clone(), dimension.label.clone()),
                    None => (format!("GLIEDERUNG{}", nth + 1), format!("Gliederung {}", nth + 1)),
                };
                StubClass { column, code, label, dimension }
            })
            .collect()
    }

    /// By what stands in the column: the dimension that knows most of the names.
    fn guess_stub(&self, column: usize) -> Option<&'static Dimension> {
        let names: BTreeSet<String> = self
            .sheet
            .blocks
            .iter()
            .flat_map(|block| &block.rows)
            .map(|row| tidy(row.cell(column)))
            .filter(|name| !is_total(name))
            .collect();
        let mut votes: BTreeMap<String, usize> = BTreeMap::new();
        for known in names.iter().filter_map(|name| category_named(strip_part(name).0)) {
            *votes.entry(known.dimension).or_default() += 1;
        }
        let (code, count) = votes.into_iter().max_by_key(|(_, count)| *count)?;
        dimension_coded(&code).filter(|_| count * 2 > names.len())
    }

    /// By the title of the table: "… nach Schularten".
    fn stub_in_title(&self) -> Option<&'static Dimension> {
        let (_, after) = self.sheet.title.split_once(" nach ")?;
        after.split([',', ' ', '-']).find_map(crate::catalogue::dimension_titled)
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
        let numbers = NumberStyle::find(cells, symbols);
        let keys = KeyStyle::of(rows().map(|(row, _)| row.cell(self.stub.area)));
        let stubs = self.stub_classes();
        let mut filler = Filler::new(table, &stubs, self, keys, numbers);
        for (block, layout) in self.sheet.blocks.iter().zip(&self.layouts) {
            let templates = filler.templates(&layout.columns, block.period, table);
            for row in &block.rows {
                filler.row(row, block.period, layout, &templates, table, delivery);
            }
        }
        filler.finish(table, delivery);
    }
}

/// Fills the table row by row.
struct Filler<'m, 's, 't> {
    mapper: &'m Mapper<'s, 't>,
    stubs: &'m [StubClass],
    keys: KeyStyle,
    numbers: NumberStyle,
    area: usize,
    time: usize,
    measure: usize,
    /// Code of a class dimension to its position.
    classes: HashMap<String, usize>,
    members: Vec<Members>,
    /// What stands in a cell to its category.
    areas: HashMap<String, Option<u32>>,
    names: Vec<HashMap<String, u32>>,
    repaired: u64,
    blank: u64,
    /// Per dimension of label columns: groups of rows with and without their total.
    groups: Vec<BTreeMap<(u32, u32), (u32, bool)>>,
    unknown: BTreeMap<(usize, String), u32>,
}

impl<'m, 's, 't> Filler<'m, 's, 't> {
    fn new(
        table: &mut Table,
        stubs: &'m [StubClass],
        mapper: &'m Mapper<'s, 't>,
        keys: KeyStyle,
        numbers: NumberStyle,
    ) -> Self {
        let area = table.add_dimension(AREA, "Gebiet", Role::Area);
        let time = table.add_dimension(TIME, "Zeit", Role::Time);
        let measure = table.add_dimension(MEASURE, "Wert", Role::Measure);
        let mut classes = HashMap::new();
        let headings = mapper.layouts.iter().flat_map(|layout| &layout.columns).flat_map(|column| &column.classes);
        for (code, label) in headings
            .map(|class| (&class.dimension, &class.dimension_label))
            .chain(stubs.iter().map(|stub| (&stub.code, &stub.label)))
        {
            if !classes.contains_key(code.as_str()) {
                classes.insert(code.clone(), table.add_dimension(code, label, Role::Class));
            }
        }
        let members = (0..table.dimensions.len()).map(|_| Members::default()).collect();
        Self {
            mapper,
            stubs,
            keys,
            numbers,
            area,
            time,
            measure,
            classes,
            members,
            areas: HashMap::new(),
            names: vec![HashMap::new(); stubs.len()],
            repaired: 0,
            blank: 0,
            groups: vec![BTreeMap::new(); stubs.len()],
            unknown: BTreeMap::new(),
        }
    }

    fn member(&mut self, table: &mut Table, dimension: usize, code: &str, category: impl FnOnce() -> Category) -> u32 {
        self.members[dimension].position(&mut table.dimensions[dimension], code, category)
    }

    fn period(&mut self, table: &mut Table, period: Period) -> u32 {
        let code = period.to_string();
        let label = label_of(period);
        self.member(table, self.time, &code, || Category { code: code.clone(), label, ..Category::default() })
    }

    fn class(&mut self, table: &mut Table, class: &Class) -> (usize, u32) {
        let dimension = self.classes[&class.dimension];
        let category =
            || Category { code: class.code.clone(), label: class.label.clone(), unit: None, is_part: class.is_part };
        (dimension, self.member(table, dimension, &class.code, category))
    }

    /// The members of each column, complete but for area, period of the row and classes of the row.
    fn templates(
        &mut self,
        columns: &[Column],
        period: Option<Period>,
        table: &mut Table,
    ) -> Vec<(usize, Vec<u32>, bool)> {
        let mut templates = Vec::with_capacity(columns.len());
        for column in columns {
            let mut members = vec![u32::MAX; table.dimensions.len()];
            if let Some(measure) = &column.measure {
                let category = || Category {
                    code: measure.code.clone(),
                    label: measure.label.clone(),
                    unit: column.unit.clone(),
                    is_part: measure.is_part,
                };
                members[self.measure] = self.member(table, self.measure, &measure.code, category);
            }
            for class in &column.classes {
                let (dimension, member) = self.class(table, class);
                members[dimension] = member;
            }
            let own = column.period.or(period);
            if let Some(period) = own {
                members[self.time] = self.period(table, period);
            }
            for dimension in self.classes.values().copied().collect::<Vec<_>>() {
                if members[dimension] == u32::MAX
                    && !self.stubs.iter().any(|stub| self.classes[&stub.code] == dimension)
                {
                    members[dimension] = self.member(table, dimension, TOTAL, total);
                }
            }
            templates.push((column.at, members, own.is_some()));
        }
        templates
    }

    fn row(
        &mut self,
        row: &Row<'_>,
        period: Option<Period>,
        layout: &Layout,
        templates: &[(usize, Vec<u32>, bool)],
        table: &mut Table,
        delivery: &mut Delivery<'_>,
    ) {
        if !self.fits(row, layout.width, delivery) {
            return;
        }
        let Some(area) = self.area_of(row, table, delivery) else { return };
        let own = match self.mapper.stub.period {
            None => period,
            Some(column) => match read_period(row.cell(column)) {
                Some(period) => Some(period),
                None => {
                    let message = format!(
                        "{} in Zeile {} ist kein Jahr und kein Stichtag. Die Zeile wurde nicht übernommen.",
                        quote(row.cell(column)),
                        row.line
                    );
                    delivery.issue(
                        "STA-013",
                        Severity::Error,
                        self.mapper.spot(Some(row.line), None),
                        message,
                        "Bitte schreiben Sie das Jahr vierstellig oder den Stichtag als Tag.Monat.Jahr.",
                    );
                    return;
                }
            },
        };
        let time = own.map(|period| self.period(table, period));
        let mut classes = Vec::with_capacity(self.stubs.len());
        for nth in 0..self.stubs.len() {
            let member = self.stub_member(nth, row, table);
            classes.push((self.classes[&self.stubs[nth].code], member));
            if let Some(time) = time {
                let group = self.groups[nth].entry((area, time)).or_insert((row.line, false));
                group.1 |= table.dimensions[classes[nth].0].categories[member as usize].code == TOTAL;
            }
        }
        let mut members = Vec::new();
        for (column, template, has_period) in templates {
            members.clone_from(template);
            members[self.area] = area;
            for (dimension, member) in &classes {
                // A class of the column is finer than the total of the row.
                let of_row = &table.dimensions[*dimension].categories[*member as usize].code;
                if members[*dimension] == u32::MAX || of_row != TOTAL {
                    members[*dimension] = *member;
                }
            }
            if !has_period {
                let Some(time) = time else {
                    let message = format!(
                        "Zeile {} gehört zu keinem Jahr: Weder in der Zeile noch im Kopf steht ein Zeitraum. Sie wurde nicht übernommen.",
                        row.line
                    );
                    delivery.issue(
                        "STA-013",
                        Severity::Error,
                        self.mapper.spot(Some(row.line), None),
                        message,
                        "Bitte laden Sie die Tabelle neu herunter und löschen Sie keine Zeilen im Kopf.",
                    );
                    return;
                };
                members[self.time] = time;
            }
            let value = self.value(row, *column, delivery);
            let cell = Cell { row: row.line, column: (*column + 1).try_into().unwrap_or(u16::MAX) };
            table.push(&members, value, cell);
        }
    }

    fn fits(&self, row: &Row<'_>, width: usize, delivery: &mut Delivery<'_>) -> bool {
        let filled = row.cells.iter().rposition(|cell| !cell.trim().is_empty()).map_or(0, |last| last + 1);
        if filled <= width && row.cells.len() >= width {
            return true;
        }
        let count = if filled > width { filled } else { row.cells.len() };
        let than = if count > width { "zu viele" } else { "zu wenige" };
        let message = format!(
            "Zeile {} ({}) hat {count} Zellen statt {width}, also {than}. Vermutlich ist eine Spalte verschoben; die Zeile wurde nicht übernommen.",
            row.line,
            quote(row.cell(self.mapper.stub.label()).trim())
        );
        delivery.issue("GEN-003", Severity::Error, self.mapper.spot(Some(row.line), None), message, "Bitte vergleichen Sie die Zeile mit der Tabelle im Portal: Fehlt ein Wert oder ein Semikolon, oder steht eines zu viel?");
        false
    }

    fn area_of(&mut self, row: &Row<'_>, table: &mut Table, delivery: &mut Delivery<'_>) -> Option<u32> {
        let text = row.cell(self.mapper.stub.area);
        if let Some(known) = self.areas.get(text).copied().flatten() {
            return Some(known);
        }
        let label = row.cell(self.mapper.stub.label()).trim();
        let member = self.keys.read(text).map(|read| {
            self.repaired += u64::from(read.repaired);
            let category = || Category { code: read.code.clone(), label: label.to_owned(), ..Category::default() };
            self.member(table, self.area, &read.code, category)
        });
        if member.is_none() {
            let message = format!(
                "{} in Zeile {} ({}) ist kein amtlicher Gebietsschlüssel. Die Zeile wurde nicht übernommen.",
                quote(text.trim()),
                row.line,
                quote(label)
            );
            delivery.issue("STA-011", Severity::Error, self.mapper.spot(Some(row.line), None), message, "Bitte tragen Sie den Schlüssel ein: DG, 2 Ziffern für ein Land, 5 für einen Kreis, 8 für eine Gemeinde.");
        }
        self.areas.insert(text.to_owned(), member);
        member
    }

    fn stub_member(&mut self, nth: usize, row: &Row<'_>, table: &mut Table) -> u32 {
        let stub = &self.stubs[nth];
        let text = row.cell(stub.column);
        if let Some(known) = self.names[nth].get(text) {
            return *known;
        }
        let label = tidy(text);
        let (name, mut is_part) = strip_part(&label);
        let known = stub
            .dimension
            .and_then(|dimension| dimension.category(name))
            .or_else(|| category_named(name).filter(|known| known.dimension == stub.code));
        let code = if is_total(name) || name.is_empty() {
            TOTAL.to_owned()
        } else if let Some(known) = known {
            is_part |= known.is_part;
            known.code
        } else {
            if stub.dimension.is_some() {
                self.unknown.insert((stub.column, label.clone()), row.line);
            }
            code_of(name)
        };
        let dimension = self.classes[&stub.code];
        let category = || Category {
            code: code.clone(),
            label: if label.is_empty() { "Insgesamt".to_owned() } else { label.clone() },
            unit: None,
            is_part,
        };
        let member = self.member(table, dimension, &code, category);
        self.names[nth].insert(text.to_owned(), member);
        member
    }

    fn value(&mut self, row: &Row<'_>, column: usize, delivery: &mut Delivery<'_>) -> Wert {
        let cell = row.cell(column);
        if let Some(value) = self.numbers.read(cell) {
            self.blank += u64::from(value.symbol == Symbol::Missing);
            return value;
        }
        let message = format!(
            "{} in Zeile {}, Spalte {} ist weder eine Zahl noch ein Zeichen der amtlichen Statistik. Der Wert gilt als fehlend.",
            quote(cell.trim()),
            row.line,
            column + 1
        );
        let position = format!("Spalte {}", column + 1);
        let spot =
            Spot { sheet: self.mapper.entry, row: Some(u64::from(row.line)), column: Some(&position), record: None };
        delivery.issue(
            "STA-010",
            Severity::Warning,
            spot,
            message,
            "Bitte vergleichen Sie die Zelle mit der Tabelle im Portal. Zahlen haben ein Komma als Dezimalzeichen.",
        );
        Wert::symbol(Symbol::Missing)
    }

    fn finish(self, table: &Table, delivery: &mut Delivery<'_>) {
        let spot = || self.mapper.spot(None, None);
        if self.repaired > 0 {
            let message = format!(
                "Bei {} Gebietsschlüsseln fehlte die führende Null; sie wurde ergänzt (zum Beispiel 7235 zu 07235).",
                self.repaired
            );
            delivery.issue("STA-012", Severity::Note, spot(), message, "Das geschieht, wenn eine CSV-Datei in Excel geöffnet und gespeichert wird. Bitte liefern Sie die Datei unverändert.");
        }
        if self.blank > 0 {
            let message = format!("{} Zellen sind leer. Sie gelten als fehlend, nicht als null.", self.blank);
            delivery.issue("STA-017", Severity::Note, spot(), message, "Amtliche Tabellen haben in jeder Zelle eine Zahl oder ein Zeichen. Bitte prüfen Sie, ob Werte gelöscht wurden.");
        }
        for ((column, label), line) in &self.unknown {
            let stub = self.stubs.iter().find(|stub| stub.column == *column);
            let names: Vec<&str> =
                stub.and_then(|stub| stub.dimension).map_or_else(Vec::new, |dimension| dimension.names().collect());
            let before = crate::catalogue::nearest(label, names.into_iter())
                .map_or_else(String::new, |name| format!(" Vermutlich hieß sie früher {}.", quote(name)));
            let message = format!(
                "Die Zeile {} (zuerst Zeile {line}) kennt der Katalog nicht.{before} Ihre Werte sind übernommen, gehören aber zu keiner früheren Reihe.",
                quote(label)
            );
            delivery.issue("GEN-005", Severity::Warning, self.mapper.spot(Some(*line), None), message, "Bitte prüfen Sie im Portal, ob die Zeile nur umbenannt wurde. Dann gehört der neue Name in den Katalog (catalog/dimensions).");
        }
        for (stub, groups) in self.stubs.iter().zip(&self.groups) {
            self.report_missing_totals(stub, groups, table, delivery);
        }
    }

    /// A row "Insgesamt" that is there for most areas, or always was, and is missing for some.
    fn report_missing_totals(
        &self,
        stub: &StubClass,
        groups: &BTreeMap<(u32, u32), (u32, bool)>,
        table: &Table,
        delivery: &mut Delivery<'_>,
    ) {
        let with = groups.values().filter(|(_, has)| *has).count();
        let expected = self.mapper.known.is_some_and(|source| source.totals.contains(&stub.code));
        if with == groups.len() || (with * 2 < groups.len() && !expected) {
            return;
        }
        let hint =
            "Bitte prüfen Sie, ob Zeilen gelöscht oder umbenannt wurden, und laden Sie die Tabelle neu herunter.";
        if with == 0 {
            let message = format!(
                "Zu {} fehlt die Zeile „Insgesamt“ in der ganzen Tabelle, die diese Tabelle sonst hat.",
                quote(&stub.label)
            );
            delivery.issue("GEN-007", Severity::Warning, self.mapper.spot(None, None), message, hint);
            return;
        }
        for ((area, time), (line, _)) in groups.iter().filter(|(_, (_, has))| !has) {
            let area = &table.dimensions[self.area].categories[*area as usize];
            let time = &table.dimensions[self.time].categories[*time as usize];
            let message = format!(
                "Für {} {}, {} fehlt zu {} die Zeile „Insgesamt“.",
                area.code,
                area.label,
                time.label,
                quote(&stub.label)
            );
            delivery.issue("GEN-007", Severity::Warning, self.mapper.spot(Some(*line), None), message, hint);
        }
    }
}

fn total() -> Category {
    Category { code: TOTAL.to_owned(), label: "Insgesamt".to_owned(), ..Category::default() }
}
