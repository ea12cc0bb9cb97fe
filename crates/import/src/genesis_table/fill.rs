//! The rows: every cell with its members into the [`Table`], and what is wrong with rows and cells.

use std::collections::{BTreeMap, HashMap};

use model::issue::Severity;
use model::statistics::{AREA, Category, Cell, GERMANY, MEASURE, Members, Period, Role, TIME, TOTAL, Table};
use model::wert::{Symbol, Wert};

use super::columns::{Class, strip_part, tidy};
use super::map::{Layout, Mapper};
use super::read::Row;
use super::stub::{RowMeasure, StubClass};
use crate::catalogue::{category_named, code_of, is_total};
use crate::issues::{Delivery, Spot, quote};
use crate::statistics::areas::{KeyStyle, is_group_of_laender};
use crate::statistics::periods::{PartOfYear, label_of, read_period};
use crate::statistics::repeated::Repeated;
use crate::statistics::values::{NumberStyle, quality_flags};

/// The members of a column, complete but for what stands in the row.
pub(super) struct Template {
    column: usize,
    members: Vec<u32>,
    has_period: bool,
    has_area: bool,
    /// Column of the sign that says how good its values are.
    quality: Option<usize>,
}

/// Fills the table row by row.
pub(super) struct Filler<'m, 's, 't> {
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
    /// Rows of groups of Länder, with the line of the first.
    without_key: Vec<(u32, String)>,
    /// Rows "Insgesamt" among Länder.
    germany_by_total: Option<u32>,
    without_period: Repeated,
    unreadable_period: Repeated,
}

impl<'m, 's, 't> Filler<'m, 's, 't> {
    pub(super) fn new(
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
            without_key: Vec::new(),
            germany_by_total: None,
            without_period: Repeated::default(),
            unreadable_period: Repeated::default(),
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
        let category = || Category {
            code: class.code.clone(),
            label: class.label.clone(),
            is_part: class.is_part,
            ..Category::default()
        };
        (dimension, self.member(table, dimension, &class.code, category))
    }

    fn area(&mut self, table: &mut Table, code: &str, label: &str) -> u32 {
        let category = || Category { code: code.to_owned(), label: label.to_owned(), ..Category::default() };
        self.member(table, self.area, code, category)
    }

    /// The members of each column, complete but for area, period of the row and classes of the row.
    pub(super) fn templates(&mut self, layout: &Layout, period: Option<Period>, table: &mut Table) -> Vec<Template> {
        let mut templates = Vec::with_capacity(layout.columns.len());
        for column in &layout.columns {
            let mut members = vec![u32::MAX; table.dimensions.len()];
            if let Some(measure) = &column.measure {
                let category = || Category {
                    code: measure.code.clone(),
                    label: measure.label.clone(),
                    unit: column.unit.clone(),
                    is_part: measure.is_part,
                    ..Category::default()
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
            let of_column = column.area.as_ref().or(self.mapper.area.as_ref());
            if let Some((code, label)) = of_column {
                members[self.area] = self.area(table, code, label);
            }
            for dimension in self.classes.values().copied().collect::<Vec<_>>() {
                if members[dimension] == u32::MAX
                    && !self.stubs.iter().any(|stub| self.classes[&stub.code] == dimension)
                {
                    members[dimension] = self.member(table, dimension, TOTAL, total);
                }
            }
            let quality = layout.quality.iter().find(|(value, _)| *value == column.at).map(|(_, quality)| *quality);
            let (has_period, has_area) = (own.is_some(), of_column.is_some());
            templates.push(Template { column: column.at, members, has_period, has_area, quality });
        }
        templates
    }

    pub(super) fn row(
        &mut self,
        row: &Row<'_>,
        period: Option<Period>,
        layout: &Layout,
        templates: &[Template],
        table: &mut Table,
        delivery: &mut Delivery<'_>,
    ) {
        if !self.fits(row, layout.width, delivery) {
            return;
        }
        let area = match self.mapper.stub.area {
            None => None,
            Some(column) => match self.area_of(row, column, table, delivery) {
                None => return,
                found => found,
            },
        };
        let own = match self.period_of(row, period) {
            Ok(period) => period,
            Err(message) => {
                self.unreadable_period.add(row.line, message);
                return;
            }
        };
        let time = own.map(|period| self.period(table, period));
        let mut classes = Vec::with_capacity(self.stubs.len());
        for nth in 0..self.stubs.len() {
            let member = self.stub_member(nth, row, table);
            classes.push((self.classes[&self.stubs[nth].code], member));
            if let (Some(area), Some(time)) = (area, time) {
                let group = self.groups[nth].entry((area, time)).or_insert((row.line, false));
                group.1 |= table.dimensions[classes[nth].0].categories[member as usize].code == TOTAL;
            }
        }
        let measure = layout.row_measure.map(|columns| self.row_measure(row, columns, table));
        let mut members = Vec::new();
        for template in templates {
            members.clone_from(&template.members);
            if let Some(area) = area {
                members[self.area] = area;
            }
            if let Some(measure) = measure {
                members[self.measure] = measure;
            }
            for (dimension, member) in &classes {
                // A class of the column is finer than the total of the row.
                let of_row = &table.dimensions[*dimension].categories[*member as usize].code;
                if members[*dimension] == u32::MAX || of_row != TOTAL {
                    members[*dimension] = *member;
                }
            }
            if !template.has_period {
                let Some(time) = time else {
                    let message = format!(
                        "Zeile {} gehört zu keinem Jahr: Weder in der Zeile noch im Kopf steht ein Zeitraum. Sie wurde nicht übernommen.",
                        row.line
                    );
                    self.without_period.add(row.line, message);
                    return;
                };
                members[self.time] = time;
            }
            if area.is_none() && !template.has_area {
                continue;
            }
            let mut value = self.value(row, template.column, delivery);
            if let Some(flags) = template.quality.and_then(|quality| quality_flags(row.cell(quality))) {
                value = value.with(flags);
            }
            let column = (template.column + 1).try_into().unwrap_or(u16::MAX);
            table.push(&members, value, Cell { row: row.line, column });
        }
    }

    /// The period of a row, none where the headings have it; else what is wrong with it.
    fn period_of(&self, row: &Row<'_>, of_block: Option<Period>) -> Result<Option<Period>, String> {
        let Some(column) = self.mapper.stub.period else { return Ok(of_block) };
        let year = read_period(row.cell(column));
        let found = match self.mapper.stub.part {
            // A whole year stands beside its months with a blank cell or "Insgesamt".
            Some(part) if !row.cell(part).trim().is_empty() && !is_total(row.cell(part)) => {
                year.and_then(|year| PartOfYear::read(row.cell(part))?.of(year))
            }
            _ => year,
        };
        found.map(Some).ok_or_else(|| {
            let part = self.mapper.stub.part.map_or("", |part| row.cell(part));
            format!(
                "{} in Zeile {} ist kein Jahr und kein Stichtag. Die Zeile wurde nicht übernommen.",
                quote(format!("{} {part}", row.cell(column)).trim()),
                row.line
            )
        })
    }

    /// What the row says is counted in it.
    fn row_measure(&mut self, row: &Row<'_>, columns: RowMeasure, table: &mut Table) -> u32 {
        let label = tidy(row.cell(columns.name));
        let known =
            self.mapper.source.and_then(|source| source.header(&label)).and_then(|header| header.measure.clone());
        let code = known.unwrap_or_else(|| code_of(&label));
        let unit = row.cell(columns.unit).trim();
        let others = &table.dimensions[self.measure].categories;
        // The same name in another unit is another measure: persons, and their share.
        let is_taken = others.iter().any(|other| other.code == code && other.unit.as_deref() != Some(unit));
        let code = if is_taken {
            format!("{code}{}", if unit == "%" { "PROZENT".to_owned() } else { code_of(unit) })
        } else {
            code
        };
        let category = || Category { code: code.clone(), label, unit: Some(unit.to_owned()), ..Category::default() };
        self.member(table, self.measure, &code, category)
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
            quote(row.cell(self.mapper.stub.label.unwrap_or(0)).trim())
        );
        delivery.issue("GEN-003", Severity::Error, self.mapper.spot(Some(row.line), None), message, "Bitte vergleichen Sie die Zeile mit der Tabelle im Portal: Fehlt ein Wert oder ein Semikolon, oder steht eines zu viel?");
        false
    }

    fn area_of(&mut self, row: &Row<'_>, column: usize, table: &mut Table, delivery: &mut Delivery<'_>) -> Option<u32> {
        let text = row.cell(column);
        if let Some(known) = self.areas.get(text).copied().flatten() {
            return Some(known);
        }
        let label = self.mapper.stub.label.map_or("", |label| row.cell(label)).trim();
        if self.mapper.stub.is_by_name() {
            let name = tidy(text);
            if is_group_of_laender(&name) {
                if !self.without_key.iter().any(|(_, known)| *known == name) {
                    self.without_key.push((row.line, name));
                }
                return None;
            }
            if is_total(&name) {
                self.germany_by_total.get_or_insert(row.line);
                let member = self.area(table, GERMANY, "Deutschland");
                self.areas.insert(text.to_owned(), Some(member));
                return Some(member);
            }
        }
        let label = if self.mapper.stub.is_by_name() { tidy(label) } else { label.to_owned() };
        let member = self.keys.read(text).map(|read| {
            self.repaired += u64::from(read.repaired);
            self.area(table, &read.code, &label)
        });
        if member.is_none() {
            let message = format!(
                "{} in Zeile {} ({}) ist kein amtlicher Gebietsschlüssel. Die Zeile wurde nicht übernommen.",
                quote(text.trim()),
                row.line,
                quote(&label)
            );
            delivery.issue("STA-011", Severity::Error, self.mapper.spot(Some(row.line), None), message, "Bitte tragen Sie den Schlüssel ein: DG, 2 Ziffern für ein Land, 5 für einen Kreis, 8 für eine Gemeinde.");
        }
        self.areas.insert(text.to_owned(), member);
        member
    }

    fn stub_member(&mut self, nth: usize, row: &Row<'_>, table: &mut Table) -> u32 {
        let stub = &self.stubs[nth];
        // Of a code and its name the code: two classes may have the same name.
        let text = row.cell(stub.code_column.unwrap_or(stub.column));
        if let Some(known) = self.names[nth].get(text) {
            return *known;
        }
        let label = tidy(row.cell(stub.column));
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
            code_of(if stub.code_column.is_some() { text.trim() } else { name })
        };
        let dimension = self.classes[&stub.code];
        let category = || Category {
            code: code.clone(),
            label: if label.is_empty() { "Insgesamt".to_owned() } else { label.clone() },
            is_part,
            ..Category::default()
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

    pub(super) fn finish(mut self, table: &Table, delivery: &mut Delivery<'_>) {
        let sheet = self.mapper.entry;
        let hint = "Bitte laden Sie die Tabelle neu herunter und löschen Sie keine Zeilen im Kopf.";
        std::mem::take(&mut self.without_period).tell("STA-013", Severity::Error, sheet, hint, delivery);
        let hint = "Bitte schreiben Sie das Jahr vierstellig oder den Stichtag als Tag.Monat.Jahr.";
        std::mem::take(&mut self.unreadable_period).tell("STA-013", Severity::Error, sheet, hint, delivery);
        if let Some((line, _)) = self.without_key.first() {
            let names: Vec<String> = self.without_key.iter().map(|(_, name)| name.clone()).collect();
            self.mapper.report_without_key(&names, Some(*line), delivery);
        }
        if let Some(line) = self.germany_by_total {
            let message =
                format!("Die Zeile „Insgesamt“ unter den Ländern (Zeile {line}) wurde als Deutschland übernommen.");
            let hint = "Bitte prüfen Sie, ob die Tabelle alle Länder hat.";
            delivery.issue("GEN-017", Severity::Note, self.mapper.spot(Some(line), None), message, hint);
        }
        let spot = || self.mapper.spot(None, None);
        if self.repaired > 0 {
            let message = format!(
                "Gebietsschlüssel ohne führende Null: {}. Sie wurde ergänzt (zum Beispiel 7235 zu 07235).",
                self.repaired
            );
            delivery.issue("STA-012", Severity::Note, spot(), message, "Das geschieht, wenn eine CSV-Datei in Excel geöffnet und gespeichert wird. Bitte liefern Sie die Datei unverändert.");
        }
        if self.blank > 0 {
            let message = format!("Leere Zellen: {}. Sie gelten als fehlend, nicht als null.", self.blank);
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
        let mut missing = Repeated::default();
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
            missing.add(*line, message);
        }
        missing.tell("GEN-007", Severity::Warning, self.mapper.entry, hint, delivery);
    }
}

fn total() -> Category {
    Category { code: TOTAL.to_owned(), label: "Insgesamt".to_owned(), ..Category::default() }
}
