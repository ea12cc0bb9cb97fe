//! The meaning: from records to a [`Table`]. Two passes: the first finds the variables and how numbers are written, the second fills.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use csv::StringRecord;
use model::issue::Severity;
use model::statistics::{AREA, Category, Cell, GERMANY, MEASURE, Members, Period, Role, TIME, TOTAL, Table, TableHead};
use model::wert::{Flags, Symbol, SymbolSet, Wert};

use super::layout::{Layout, Values};
use super::read::{read_records, separator_of, split};
use crate::catalogue::{code_of, dimension_coded, dimension_of_variable, is_total};
use crate::issues::{Delivery, Spot, quote};
use crate::statistics::areas::KeyStyle;
use crate::statistics::finish::finish;
use crate::statistics::periods::{label_of, read_period};
use crate::statistics::values::NumberStyle;
use crate::table_code::{in_file_name, report_missing};

/// Where a text came from, and what has been said about it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Origin<'o> {
    pub(super) file: &'o str,
    /// Its name in the archive.
    pub(super) entry: Option<&'o str>,
    pub(super) symbols: SymbolSet,
    /// The code that the settings give.
    pub(super) code: Option<&'o str>,
}

pub(super) fn map_text(text: &str, origin: Origin<'_>, delivery: &mut Delivery<'_>) -> Option<Table> {
    let Origin { entry, symbols, .. } = origin;
    let text = text.trim_start_matches('\u{feff}');
    let first = text.lines().next().unwrap_or_default();
    let separator = separator_of(first).unwrap_or(';');
    let names = split(first, separator);
    let layout = match Layout::of(&names) {
        Ok(layout) => layout,
        Err(missing) => {
            let message = format!("In der ersten Zeile fehlt {missing}. Die Datei beginnt mit {}.", quote(first));
            delivery.issue(
                "FFC-001",
                Severity::Fatal,
                Spot { sheet: entry, row: Some(1), ..Spot::default() },
                message,
                "Bitte laden Sie die Tabelle im Format „ffcsv“ (Flatfile) neu herunter und löschen Sie die erste Zeile nicht.",
            );
            return None;
        }
    };
    if !layout.repeated.is_empty() {
        let columns: Vec<String> = layout.repeated.iter().map(|name| quote(name)).collect();
        let message = format!(
            "In der ersten Zeile heißen mehrere Spalten gleich: {}. Gelesen wurde jeweils die erste; was in den anderen steht, fehlt.",
            columns.join(", ")
        );
        let hint = "Bitte laden Sie die Tabelle neu herunter und ändern Sie die erste Zeile nicht.";
        let spot = Spot { sheet: entry, row: Some(1), ..Spot::default() };
        delivery.issue("FFC-004", Severity::Error, spot, message, hint);
    }
    let survey = Survey::of(text, separator, &layout, symbols);
    if let Some(number) = &survey.doubtful {
        let message = format!(
            "Punkte in Zahlen wie {} wurden als Trennung von Tausendern gelesen. Nichts in der Datei sagt, ob sie das sind.",
            quote(number)
        );
        let hint = "Sind es Nachkommastellen, laden Sie die Tabelle bitte auf Deutsch herunter (mit Komma) oder unverändert auf Englisch.";
        delivery.issue("FFC-006", Severity::Warning, Spot { sheet: entry, ..Spot::default() }, message, hint);
    }
    let second: Vec<String> = text.lines().nth(1).map_or_else(Vec::new, |line| split(line, separator));
    let mut table = Table::new(head(&second, &layout, &names, &survey, origin));
    let mut filler = Filler::new(&mut table, &layout, &survey, entry);
    read_records(text, separator, &mut |line, record| filler.record(line, record, &mut table, delivery));
    filler.finish(&mut table, delivery);
    if table.is_empty() {
        delivery.issue(
            "FFC-002",
            Severity::Fatal,
            Spot { sheet: entry, ..Spot::default() },
            "In der Datei steht kein Wert.",
            "Bitte prüfen Sie, ob der Abruf für diese Gebiete und Jahre Werte geliefert hat.",
        );
        return None;
    }
    if table.head.code.is_empty() {
        report_missing(Spot { sheet: entry, ..Spot::default() }, delivery);
    }
    finish(&mut table, entry, delivery);
    Some(table)
}

/// Head of a table whose first row of data is `second`.
fn head(second: &[String], layout: &Layout, names: &[String], survey: &Survey, origin: Origin<'_>) -> TableHead {
    let cell = |at: Option<usize>| at.and_then(|at| second.get(at)).filter(|cell| !cell.is_empty()).cloned();
    let statistics = cell(layout.statistics_code).unwrap_or_default();
    let label = cell(layout.statistics_label);
    // The file names its statistics only, which has many tables; the name under which it was downloaded holds the code of the table.
    let of_statistics = |code: &String| !statistics.is_empty() && code.starts_with(&statistics) && code.contains('-');
    let named = || [origin.entry, Some(origin.file)].into_iter().flatten().filter_map(in_file_name).find(of_statistics);
    let code = origin.code.map(str::to_owned).or_else(named).unwrap_or_default();
    let variables = survey.variables.iter().map(|(code, found)| format!("{code} ({})", found.label));
    TableHead {
        title: label.clone().unwrap_or_else(|| if code.is_empty() { statistics.clone() } else { code.clone() }),
        code,
        statistic: label,
        importer: "genesis_ffcsv".to_owned(),
        layout: names.iter().cloned().chain(variables).collect(),
        symbols: origin.symbols,
        notes: Vec::new(),
        copyright: None,
        licence: None,
        created_at: None,
    }
}

/// What the first pass has found out about a variable.
#[derive(Debug, Default)]
struct Found {
    label: String,
    /// Attributes that are keys of areas, and others.
    keys: u64,
    others: u64,
    /// Stands in a row beside a variable that means the same dimension.
    doubled: bool,
    is_area: bool,
}

/// The first pass.
struct Survey {
    variables: BTreeMap<String, Found>,
    keys: KeyStyle,
    numbers: NumberStyle,
    /// A number with a point that was taken for a separator of thousands, where nothing in the file says what points are.
    doubtful: Option<String>,
}

impl Survey {
    fn of(text: &str, separator: char, layout: &Layout, symbols: SymbolSet) -> Self {
        let mut variables: BTreeMap<String, Found> = BTreeMap::new();
        let mut attributes: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
        let mut pairs: BTreeSet<(String, String)> = BTreeSet::new();
        let mut last: Vec<String> = vec![String::new(); layout.variables.len()];
        let value_columns = layout.value_columns();
        // Only cells with a sign that may be the decimal sign say anything.
        let mut evidence: BTreeSet<String> = BTreeSet::new();
        let mut is_english = layout.is_english;
        read_records(text, separator, &mut |_, record| {
            is_english |= is_english_time(cell(record, layout.time_label)) || is_english_unit(record, layout);
            for (nth, variable) in layout.variables.iter().enumerate() {
                let code = cell(record, variable.code);
                if code.is_empty() {
                    continue;
                }
                if last[nth] != code {
                    code.clone_into(&mut last[nth]);
                    let found = variables.entry(code.to_owned()).or_default();
                    if found.label.is_empty() {
                        cell(record, variable.label).clone_into(&mut found.label);
                    }
                    for other in layout.variables[..nth].iter().map(|other| cell(record, other.code)) {
                        if !other.is_empty() {
                            pairs.insert((other.to_owned(), code.to_owned()));
                        }
                    }
                }
                let attribute = cell(record, variable.attribute_code);
                let known = attributes.entry_ref(code);
                if !attribute.is_empty() && !known.contains(attribute) {
                    known.insert(attribute.to_owned());
                }
            }
            for column in &value_columns {
                let value = record.get(*column).unwrap_or_default();
                if value.len() > 1 && evidence.len() < 1000 && value.contains([',', '.']) {
                    evidence.insert(value.to_owned());
                }
            }
        });
        let keys = KeyStyle::of(attributes.values().flatten().filter(|code| is_key(code)).map(String::as_str));
        for (code, known) in &attributes {
            let found = variables.entry(code.clone()).or_default();
            found.keys = known.iter().filter(|attribute| keys.read(attribute).is_some()).count() as u64;
            found.others = known.len() as u64 - found.keys;
            found.is_area = is_area_variable(code, found);
        }
        for (earlier, later) in &pairs {
            let same = match (dimension_of_variable(earlier), dimension_of_variable(later)) {
                (Some(one), Some(other)) => one.code == other.code,
                _ => variables[earlier].is_area && variables[later].is_area,
            };
            if same && let Some(found) = variables.get_mut(later) {
                found.doubled = true;
            }
        }
        let numbers = number_style(&evidence, is_english, symbols);
        let has_comma = evidence.iter().any(|cell| cell.contains(','));
        let is_doubtful =
            |cell: &&String| numbers.decimal == b',' && !has_comma && cell.contains(|c: char| c.is_ascii_digit());
        let doubtful = evidence.iter().find(is_doubtful).cloned();
        Self { variables, keys, numbers, doubtful }
    }
}

/// The decimal sign. A flat file separates no thousands: in an English one a point is the decimal sign, also where three digits follow it
/// (`1.582` children per woman). A comma shows that the file is written the German way, whatever its words are.
fn number_style(cells: &BTreeSet<String>, is_english: bool, symbols: SymbolSet) -> NumberStyle {
    let has_comma = cells.iter().any(|cell| cell.contains(',') && cell.contains(|c: char| c.is_ascii_digit()));
    if is_english && !has_comma {
        return NumberStyle { decimal: b'.', symbols };
    }
    // A plus before a change says nothing about the decimal sign.
    NumberStyle::find(cells.iter().map(|cell| cell.trim().trim_start_matches('+')), symbols)
}

/// The names of the new layout are English in every file; what kind of time it has is said in its own language.
fn is_english_time(label: &str) -> bool {
    const WORDS: [&str; 8] =
        ["year", "years", "reference date", "school year", "month", "months", "quarter", "academic year"];
    WORDS.contains(&label.to_lowercase().as_str())
}

fn is_english_unit(record: &StringRecord, layout: &Layout) -> bool {
    match &layout.values {
        Values::Long(long) => cell(record, long.unit) == "number",
        Values::Wide(measures) => measures.iter().any(|measure| measure.unit == "number"),
    }
}

/// `entry` without a `String` for keys that are there already.
trait EntryRef {
    fn entry_ref(&mut self, key: &str) -> &mut BTreeSet<String>;
}

impl EntryRef for BTreeMap<String, BTreeSet<String>> {
    fn entry_ref(&mut self, key: &str) -> &mut BTreeSet<String> {
        if !self.contains_key(key) {
            self.insert(key.to_owned(), BTreeSet::new());
        }
        self.get_mut(key).expect("it was just inserted")
    }
}

fn is_key(text: &str) -> bool {
    crate::statistics::areas::looks_like_key(text)
}

/// A variable of areas: its attributes are keys, and its name says so; or it is one of the names for Germany as a whole.
fn is_area_variable(code: &str, found: &Found) -> bool {
    let label = found.label.to_lowercase();
    let words = [
        "kreis",
        "länder",
        "laender",
        "land",
        "gemeinde",
        "region",
        "bezirk",
        "gebiet",
        "stadt",
        "städte",
        "verband",
        "states",
        "districts",
        "municipalit",
        "germany",
        "area",
    ];
    let named = words.iter().any(|word| label.contains(word)) || code.starts_with("GEO") || code.starts_with("KREIS");
    // A key that nobody knows among thousands does not change what the variable is.
    named && found.keys > 0 && found.others * 20 <= found.keys
}

fn cell(record: &StringRecord, at: Option<usize>) -> &str {
    at.and_then(|at| record.get(at)).map_or("", str::trim)
}

/// What a variable is in the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Meaning {
    Area(usize),
    Class(usize),
    /// Months or quarters beside a year.
    Time,
}

/// Measures as the file tells them apart: code, unit, label.
type MeasureKey = (String, String, String);

struct Filler<'l> {
    layout: &'l Layout,
    survey: &'l Survey,
    entry: Option<&'l str>,
    time: usize,
    measure: usize,
    meanings: HashMap<&'l str, Meaning>,
    members: Vec<Members>,
    /// For each dimension, what stands in a cell to its category.
    known: Vec<HashMap<String, Option<u32>>>,
    periods: HashMap<String, Option<u32>>,
    measures: Vec<MeasureKey>,
    buffer: Vec<u32>,
    repaired: u64,
    blank: u64,
}

impl<'l> Filler<'l> {
    fn new(table: &mut Table, layout: &'l Layout, survey: &'l Survey, entry: Option<&'l str>) -> Self {
        let area = table.add_dimension(AREA, "Gebiet", Role::Area);
        let time = table.add_dimension(TIME, "Zeit", Role::Time);
        let measure = table.add_dimension(MEASURE, "Wert", Role::Measure);
        let mut meanings = HashMap::new();
        for (code, found) in &survey.variables {
            let meaning = if found.is_area && !found.doubled {
                Meaning::Area(area)
            } else if found.is_area {
                Meaning::Area(table.add_dimension(code, &found.label, Role::Area))
            } else if code.starts_with("MONAT") || code.starts_with("QUARTG") {
                Meaning::Time
            } else {
                let known = dimension_of_variable(code).filter(|_| !found.doubled);
                let (code, label) = known
                    .map_or((code.as_str(), found.label.as_str()), |known| (known.code.as_str(), known.label.as_str()));
                Meaning::Class(table.dimension(code).unwrap_or_else(|| table.add_dimension(code, label, Role::Class)))
            };
            meanings.insert(code.as_str(), meaning);
        }
        let dimensions = table.dimensions.len();
        Self {
            layout,
            survey,
            entry,
            time,
            measure,
            meanings,
            members: (0..dimensions).map(|_| Members::default()).collect(),
            known: vec![HashMap::new(); dimensions],
            periods: HashMap::new(),
            measures: Vec::new(),
            buffer: Vec::new(),
            repaired: 0,
            blank: 0,
        }
    }

    fn spot(&self, line: u32) -> Spot<'l> {
        Spot { sheet: self.entry, row: Some(u64::from(line)), ..Spot::default() }
    }

    fn record(&mut self, line: u32, record: &StringRecord, table: &mut Table, delivery: &mut Delivery<'_>) {
        let surplus = (self.layout.width..record.len()).any(|at| !record[at].trim().is_empty());
        if record.len() < self.layout.width || surplus {
            let message = format!(
                "Zeile {line} hat {} Zellen statt {}. Die Zeile wurde nicht übernommen.",
                record.len(),
                self.layout.width
            );
            delivery.issue("FFC-003", Severity::Error, self.spot(line), message, "Bitte laden Sie die Datei neu herunter. Steht die Zeile am Ende, wurde die Übertragung vermutlich abgebrochen.");
            return;
        }
        self.buffer.clear();
        self.buffer.resize(table.dimensions.len(), u32::MAX);
        let mut part_of_year = None;
        for variable in &self.layout.variables {
            let code = cell(record, variable.code);
            let Some(meaning) = self.meanings.get(code).copied() else { continue };
            let attribute = cell(record, variable.attribute_code);
            let label = cell(record, variable.attribute_label);
            match meaning {
                Meaning::Time => part_of_year = Some(attribute),
                Meaning::Area(dimension) => match self.area_member(dimension, attribute, label, table) {
                    Some(member) => self.buffer[dimension] = member,
                    None => {
                        let message = format!(
                            "{} in Zeile {line} ({}) ist kein amtlicher Gebietsschlüssel. Die Zeile wurde nicht übernommen.",
                            quote(attribute),
                            quote(label)
                        );
                        delivery.issue("STA-011", Severity::Error, self.spot(line), message, "Bitte laden Sie die Datei neu herunter und bearbeiten Sie sie nicht in einer Tabellenkalkulation.");
                        return;
                    }
                },
                Meaning::Class(dimension) => {
                    self.buffer[dimension] = self.class_member(dimension, attribute, label, table);
                }
            }
        }
        let time = record.get(self.layout.time).map_or("", str::trim);
        let Some(period) = self.period_member(time, part_of_year, table) else {
            let message =
                format!("{} in Zeile {line} ist kein Zeitraum. Die Zeile wurde nicht übernommen.", quote(time));
            delivery.issue(
                "STA-013",
                Severity::Error,
                self.spot(line),
                message,
                "Erwartet wird ein Jahr (2023), ein Stichtag (2023-12-31) oder ein Semester (2023-10P6M).",
            );
            return;
        };
        self.buffer[self.time] = period;
        self.complete(table);
        self.values(line, record, table, delivery);
    }

    /// Dimensions that the row does not name: its total, or Germany.
    fn complete(&mut self, table: &mut Table) {
        for dimension in 0..self.buffer.len() {
            if self.buffer[dimension] != u32::MAX || dimension == self.measure {
                continue;
            }
            self.buffer[dimension] = if table.dimensions[dimension].role == Role::Area {
                self.area_member(dimension, GERMANY, "Deutschland", table).unwrap_or_default()
            } else {
                self.class_member(dimension, TOTAL, "Insgesamt", table)
            };
        }
    }

    fn values(&mut self, line: u32, record: &StringRecord, table: &mut Table, delivery: &mut Delivery<'_>) {
        match &self.layout.values {
            Values::Long(long) => {
                let measure = self.measure_member(
                    cell(record, Some(long.code)),
                    cell(record, long.unit),
                    cell(record, long.label),
                    table,
                );
                self.value(line, (long.value, long.quality, measure), record, table, delivery);
            }
            Values::Wide(measures) => {
                for measure in measures {
                    let member = self.measure_member(&measure.code, &measure.unit, &measure.label, table);
                    self.value(line, (measure.value, measure.quality, member), record, table, delivery);
                }
            }
        }
    }

    fn value(
        &mut self,
        line: u32,
        (column, quality, measure): (usize, Option<usize>, u32),
        record: &StringRecord,
        table: &mut Table,
        delivery: &mut Delivery<'_>,
    ) {
        let text = record.get(column).unwrap_or_default();
        let value = self.survey.numbers.read(text).unwrap_or_else(|| {
            let message = format!("{} in Zeile {line} ist weder eine Zahl noch ein Zeichen der amtlichen Statistik. Der Wert gilt als fehlend.", quote(text));
            delivery.issue("STA-010", Severity::Warning, self.spot(line), message, "Bitte laden Sie die Datei neu herunter und bearbeiten Sie sie nicht in einer Tabellenkalkulation.");
            self.blank -= u64::from(self.blank > 0);
            Wert::symbol(Symbol::Missing)
        });
        self.blank += u64::from(value.symbol == Symbol::Missing);
        self.buffer[self.measure] = measure;
        let value = value.with(quality_flags(cell(record, quality)));
        table.push(&self.buffer, value, Cell { row: line, column: (column + 1).try_into().unwrap_or(u16::MAX) });
    }

    fn area_member(&mut self, dimension: usize, attribute: &str, label: &str, table: &mut Table) -> Option<u32> {
        if let Some(known) = self.known[dimension].get(attribute) {
            return *known;
        }
        // Without a code stands the total of all areas.
        let read = match attribute {
            "" | TOTAL => Some((GERMANY.to_owned(), false)),
            _ => self.survey.keys.read(attribute).map(|read| (read.code, read.repaired)),
        };
        let member = read.map(|(code, repaired)| {
            self.repaired += u64::from(repaired);
            let category = || Category { code: code.clone(), label: label.to_owned(), ..Category::default() };
            self.members[dimension].position(&mut table.dimensions[dimension], &code, category)
        });
        self.known[dimension].insert(attribute.to_owned(), member);
        member
    }

    fn class_member(&mut self, dimension: usize, attribute: &str, label: &str, table: &mut Table) -> u32 {
        let key = if attribute.is_empty() { label } else { attribute };
        if let Some(known) = self.known[dimension].get(key).copied().flatten() {
            return known;
        }
        let mut is_part = false;
        let code = if attribute == TOTAL || (attribute.is_empty() && (label.is_empty() || is_total(label))) {
            TOTAL.to_owned()
        } else if attribute.is_empty() {
            let known = dimension_coded(&table.dimensions[dimension].code).and_then(|known| known.category(label));
            is_part = known.as_ref().is_some_and(|known| known.is_part);
            known.map_or_else(|| code_of(label), |known| known.code)
        } else {
            attribute.to_owned()
        };
        let label = if label.is_empty() { if code == TOTAL { "Insgesamt" } else { attribute } } else { label };
        let category = || Category { code: code.clone(), label: label.to_owned(), is_part, ..Category::default() };
        let member = self.members[dimension].position(&mut table.dimensions[dimension], &code, category);
        self.known[dimension].insert(key.to_owned(), Some(member));
        member
    }

    fn period_member(&mut self, time: &str, part_of_year: Option<&str>, table: &mut Table) -> Option<u32> {
        let key = match part_of_year {
            Some(part) => std::borrow::Cow::Owned(format!("{time} {part}")),
            None => std::borrow::Cow::Borrowed(time),
        };
        if let Some(known) = self.periods.get(key.as_ref()) {
            return *known;
        }
        let period = read_period(time).and_then(|period| with_part(period, part_of_year));
        let member = period.map(|period| {
            let code = period.to_string();
            let label = label_of(period);
            let category = || Category { code: code.clone(), label, ..Category::default() };
            self.members[self.time].position(&mut table.dimensions[self.time], &code, category)
        });
        self.periods.insert(key.into_owned(), member);
        member
    }

    fn measure_member(&mut self, code: &str, unit: &str, label: &str, table: &mut Table) -> u32 {
        // A file has a handful of measures.
        let same = |known: &MeasureKey| known.0 == code && known.1 == unit && known.2 == label;
        if let Some(at) = self.measures.iter().position(same) {
            return at as u32;
        }
        self.measures.push((code.to_owned(), unit.to_owned(), label.to_owned()));
        table.dimensions[self.measure].categories.push(Category {
            code: code.to_owned(),
            label: label.to_owned(),
            unit: (!unit.is_empty()).then(|| unit.to_owned()),
            ..Category::default()
        });
        self.measures.len() as u32 - 1
    }

    fn finish(self, table: &mut Table, delivery: &mut Delivery<'_>) {
        for (at, (code, unit, label)) in self.measures.iter().enumerate() {
            let others =
                || self.measures.iter().enumerate().filter(move |(other, _)| *other != at).map(|(_, other)| other);
            let mut name = code.clone();
            if others().any(|other| other.0 == *code && other.1 != *unit) {
                name = format!("{name}_{}", unit_code(unit));
            }
            if others().any(|other| other.0 == *code && other.1 == *unit) {
                name = format!("{name}_{}", code_of(label));
            }
            table.dimensions[self.measure].categories[at].code = name;
        }
        let spot = Spot { sheet: self.entry, ..Spot::default() };
        if self.repaired > 0 {
            let message = format!(
                "Gebietsschlüssel ohne führende Null: {}. Sie wurde ergänzt (zum Beispiel 7235 zu 07235).",
                self.repaired
            );
            delivery.issue("STA-012", Severity::Note, spot.clone(), message, "Das geschieht, wenn eine CSV-Datei in Excel geöffnet und gespeichert wird. Bitte liefern Sie die Datei unverändert.");
        }
        if self.blank > 0 {
            let message = format!("Leere Zellen: {}. Sie gelten als fehlend, nicht als null.", self.blank);
            delivery.issue("STA-017", Severity::Note, spot, message, "Amtliche Tabellen haben für jeden Wert eine Zahl oder ein Zeichen. Bitte prüfen Sie, ob Werte gelöscht wurden.");
        }
    }
}

/// `MONAT06`, `QUART2` beside a year.
fn with_part(period: Period, part: Option<&str>) -> Option<Period> {
    let Some(part) = part else { return Some(period) };
    let Period::Year(year) = period else { return Some(period) };
    let number = |word: &str| part.strip_prefix(word)?.parse::<u32>().ok();
    if let Some(month) = number("MONAT") {
        return (1..=12).contains(&month).then_some(Period::Month { year, month });
    }
    if let Some(quarter) = number("QUART") {
        return (1..=4).contains(&quarter).then_some(Period::Quarter { year, quarter });
    }
    // The year as a whole beside its parts.
    (part.is_empty() || part == TOTAL).then_some(period)
}

fn unit_code(unit: &str) -> String {
    if unit.trim() == "%" { "PROZENT".to_owned() } else { code_of(unit) }
}

/// Marks of the column of quality.
fn quality_flags(text: &str) -> Flags {
    text.chars().fold(Flags::NONE, |flags, mark| {
        flags
            | match mark {
                'p' => Flags::PROVISIONAL,
                'r' => Flags::REVISED,
                's' => Flags::ESTIMATED,
                'e' => Flags::FINAL,
                'D' => Flags::MEAN,
                '(' => Flags::UNCERTAIN,
                _ => Flags::NONE,
            }
    })
}
