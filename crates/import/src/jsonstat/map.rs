//! The meaning: dimensions become variables, values and status become observations.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{DateTime, NaiveDate, NaiveDateTime, NaiveTime};
use model::issue::Severity;
use model::statistics::{Category, Cell, Note, Role, TableHead};
use model::wert::{Flags, Symbol, SymbolSet, Wert};
use serde_json::Value;

use super::read::{Dataset, category_codes};
use crate::Item;
use crate::figures::code_of_label;
use crate::figures::frame::{Frame, Variable, frame};
use crate::figures::settings::CubeSettings;
use crate::figures::signs::{mark_of_letter, mark_of_words, symbol_of_sign, symbol_of_words};
use crate::formats::xlsx::MAX_CELLS;
use crate::issues::{Delivery, Spot, quote};
use crate::table_code;

/// Reads one dataset and delivers it. `false`: values are missing at the end.
pub(super) fn read_table(
    dataset: &Dataset<'_>,
    code: String,
    settings: &CubeSettings,
    delivery: &mut Delivery<'_>,
) -> bool {
    let title = dataset.text("label").or(dataset.name).unwrap_or("ohne Titel");
    let spot = Spot { record: Some(title), ..Spot::default() };
    let variables = match variables(dataset) {
        Ok(variables) => variables,
        Err(missing) => {
            let message = format!("Dem Datensatz {} fehlt eine notwendige Angabe: {missing}.", quote(title));
            let hint = "Bitte erzeugen Sie die Datei neu; nötig sind id, size, dimension mit category und value.";
            delivery.issue("JST-003", Severity::Error, spot, message, hint);
            return true;
        }
    };
    let measure = Category { label: title.to_owned(), unit: unit_of_all(dataset), ..Category::default() };
    let head = head(dataset, &variables, title, code);
    let mut frame = frame(head, variables, measure, settings, delivery);
    let mut values = Values::new(dataset, settings);
    let complete = values.read(&mut frame, spot, delivery);
    for status in &values.unknown {
        let message = format!(
            "Was {} beim Datensatz {} bedeutet, ist nicht klar; es wurde übergangen.",
            quote(status),
            quote(title)
        );
        let hint = "Bitte legen Sie die Bedeutung in den Einstellungen der Quelle fest, zum Beispiel {\"symbols\": {\"c\": \"secret\"}}.";
        delivery.issue("JST-007", Severity::Note, Spot::default(), message, hint);
    }
    if frame.can_be_shown(values.unreadable, delivery) {
        delivery.item(Item::Table(Box::new(frame.table)));
    }
    complete
}

/// A code for each dataset, all different; empty where nobody has given one.
pub(super) fn codes(
    datasets: &[Dataset<'_>],
    settings: &CubeSettings,
    file: &str,
    delivery: &mut Delivery<'_>,
) -> Vec<String> {
    let title = |dataset: &Dataset<'_>| dataset.text("label").or(dataset.name).unwrap_or("ohne Titel").to_owned();
    if let [dataset] = datasets {
        let code = settings.code.clone().or_else(|| own_code(dataset)).or_else(|| table_code::in_file_name(file));
        if code.is_none() {
            let title = title(dataset);
            table_code::report_missing(Spot { record: Some(&title), ..Spot::default() }, delivery);
        }
        return vec![code.unwrap_or_default()];
    }
    let mut taken = BTreeSet::new();
    let mut codes = Vec::with_capacity(datasets.len());
    for dataset in datasets {
        let own = own_code(dataset).filter(|code| !taken.contains(code));
        let is_own = own.is_some();
        let titled = || {
            let begin = own_code(dataset).map(|code| code + "_").unwrap_or_default();
            let slug = dataset.text("label").map(code_of_label).filter(|slug| !slug.is_empty())?;
            Some(begin + &slug.chars().take(60).collect::<String>())
        };
        let code = own.or_else(titled).filter(|code| taken.insert(code.clone()));
        let title = title(dataset);
        let spot = Spot { record: Some(&title), ..Spot::default() };
        match &code {
            None => table_code::report_missing(spot, delivery),
            Some(code) if !is_own => {
                let message = format!(
                    "Der Datensatz {} hat kein eigenes Kürzel; aus seinem Titel wurde {} gebildet.",
                    quote(&title),
                    quote(code)
                );
                let hint = "Ändert sich der Titel, gilt er als andere Tabelle. Bitte rufen Sie ihn als eigene Datei ab, wenn er ein anderes Kürzel haben soll.";
                delivery.issue("DIM-008", Severity::Warning, spot, message, hint);
            }
            Some(_) => {}
        }
        codes.push(code.unwrap_or_default());
    }
    codes
}

/// The code that a dataset has of itself.
fn own_code(dataset: &Dataset<'_>) -> Option<String> {
    let extension = |part: &str| dataset.extension(part)?.as_str();
    let px = |part: &str| dataset.extension("px")?.get(part)?.as_str();
    let candidates = [extension("code"), extension("id"), px("tableid"), px("matrix"), dataset.name];
    candidates.into_iter().flatten().find_map(table_code::own)
}

fn variables(dataset: &Dataset<'_>) -> Result<Vec<Variable>, String> {
    let (ids, sizes) = (dataset.ids(), dataset.sizes());
    if ids.is_empty() || ids.len() != sizes.len() {
        return Err("id und size".to_owned());
    }
    let single = |role: &str| dataset.role(role).first().copied();
    let (area, time, measure) = (single("geo"), single("time"), single("metric"));
    let mut variables = Vec::with_capacity(ids.len());
    for (id, size) in ids.into_iter().zip(sizes) {
        let dimension = dataset.dimension(id).ok_or_else(|| format!("dimension „{id}“"))?;
        let category = dimension.get("category").ok_or_else(|| format!("category von „{id}“"))?;
        let codes = category_codes(category);
        if codes.len() as u64 != size || size == 0 {
            return Err(format!("„{id}“ hat {} Ausprägungen statt {size}", codes.len()));
        }
        let role = match Some(id) {
            id if id == area => Some(Role::Area),
            id if id == time => Some(Role::Time),
            id if id == measure => Some(Role::Measure),
            _ => None,
        };
        let label_of = |code: &str| category.get("label").and_then(|labels| labels.get(code)).and_then(Value::as_str);
        let categories = codes.iter().map(|code| Category {
            code: (*code).to_owned(),
            label: label_of(code).unwrap_or(code).trim().to_owned(),
            unit: category.get("unit").and_then(|units| units.get(code)).and_then(unit),
            ..Category::default()
        });
        variables.push(Variable {
            code: Some(id.to_owned()),
            label: dimension.get("label").and_then(Value::as_str).unwrap_or(id).trim().to_owned(),
            role,
            categories: categories.collect(),
            total: total(category, &codes),
            periods: Vec::new(),
        });
    }
    Ok(variables)
}

/// A category that names all others as its children contains them.
fn total(category: &Value, codes: &[&str]) -> Option<usize> {
    let children = category.get("child")?.as_object()?;
    let parent = children.iter().find(|(_, list)| list.as_array().is_some_and(|list| list.len() + 1 == codes.len()))?.0;
    codes.iter().position(|code| code == parent).filter(|_| codes.len() > 2)
}

/// `{"label": "Personen", "symbol": "%", "base": "2020=100", "multiplier": 3}`: the first that says it in words.
fn unit(unit: &Value) -> Option<String> {
    let text = |key: &str| unit.get(key).and_then(Value::as_str).map(str::trim).filter(|text| !text.is_empty());
    let name = text("label").or_else(|| text("base")).or_else(|| text("symbol"));
    name.map(str::to_owned)
}

fn unit_of_all(dataset: &Dataset<'_>) -> Option<String> {
    dataset.extension("unit").and_then(Value::as_str).map(str::to_owned)
}

fn head(dataset: &Dataset<'_>, variables: &[Variable], title: &str, code: String) -> TableHead {
    let extension = |part: &str| dataset.extension(part).and_then(Value::as_str).map(str::to_owned);
    let layout = |variable: &Variable| {
        let mut line = variable.code.clone().unwrap_or_default();
        if variable.role == Some(Role::Measure) {
            for category in &variable.categories {
                line += &format!(" | {}", category.code);
            }
        }
        line
    };
    let mut notes: Vec<Note> = Dataset::notes(dataset.object.get("note")).into_iter().map(note_of).collect();
    for variable in variables {
        let id = variable.code.as_deref().unwrap_or_default();
        let dimension = dataset.dimension(id);
        for text in Dataset::notes(dimension.and_then(|dimension| dimension.get("note"))) {
            notes.push(Note { about: variable.label.clone(), text: text.to_owned() });
        }
        let category_notes = dimension.and_then(|dimension| dimension.get("category")?.get("note")?.as_object());
        for (code, list) in category_notes.into_iter().flatten() {
            let label =
                variable.categories.iter().find(|category| category.code == *code).map(|category| &category.label);
            for text in Dataset::notes(Some(list)) {
                let about = format!("{}: {}", variable.label, label.unwrap_or(code));
                notes.push(Note { about, text: text.to_owned() });
            }
        }
    }
    TableHead {
        code,
        title: title.to_owned(),
        statistic: extension("statistic"),
        importer: "jsonstat".to_owned(),
        layout: variables.iter().map(layout).collect(),
        symbols: SymbolSet::Classic,
        notes,
        copyright: dataset.text("source").map(str::to_owned),
        licence: extension("licence"),
        created_at: dataset.text("updated").and_then(moment),
    }
}

/// The own export writes what a note is about before a colon and a line break.
fn note_of(text: &str) -> Note {
    match text.split_once(":\n") {
        Some((about, text)) => Note { about: about.trim().to_owned(), text: text.trim().to_owned() },
        None => Note { about: "gesamte Tabelle".to_owned(), text: text.trim().to_owned() },
    }
}

/// `2024-05-07`, `2024-05-07T11:00:00Z`, `2024-05-07T11:00:00+0200`: as the source's clock shows it.
fn moment(text: &str) -> Option<NaiveDateTime> {
    let zoned =
        || DateTime::parse_from_rfc3339(text).or_else(|_| DateTime::parse_from_str(text, "%Y-%m-%dT%H:%M:%S%z"));
    let day = || text.parse::<NaiveDate>().ok().map(|day| day.and_time(NaiveTime::MIN));
    text.parse().ok().or_else(|| zoned().ok().map(|moment| moment.naive_local())).or_else(day)
}

/// Reads values with their status.
struct Values<'d, 's> {
    dataset: &'d Dataset<'d>,
    settings: &'s CubeSettings,
    /// Meaning of a status, found once.
    meanings: BTreeMap<&'d str, (Option<Symbol>, Flags)>,
    /// Statuses that nobody understands.
    unknown: Vec<String>,
    /// Cells that hold something else than a number.
    unreadable: usize,
}

impl<'d, 's> Values<'d, 's> {
    fn new(dataset: &'d Dataset<'d>, settings: &'s CubeSettings) -> Self {
        Self { dataset, settings, meanings: BTreeMap::new(), unknown: Vec::new(), unreadable: 0 }
    }

    fn read(&mut self, frame: &mut Frame, spot: Spot<'_>, delivery: &mut Delivery<'_>) -> bool {
        let expected = frame.cells().unwrap_or(usize::MAX);
        match self.dataset.object.get("value") {
            Some(Value::Array(list)) => {
                for (index, value) in list.iter().enumerate().take(expected.min(MAX_CELLS)) {
                    let value = self.value(index, value, &spot, delivery);
                    frame.push(index, value, place(index));
                }
                if list.len() > expected || list.len() > MAX_CELLS {
                    report_surplus(list.len(), expected, spot, delivery);
                } else if list.len() < expected {
                    let message = format!(
                        "Der Datensatz enthält {} Werte, nach seinen Dimensionen müssten es {expected} sein.",
                        list.len()
                    );
                    let hint = "Die fehlenden sind nicht ergänzt. Bitte erzeugen Sie die Datei neu.";
                    delivery.issue("JST-004", Severity::Error, spot, message, hint);
                    return false;
                }
            }
            Some(Value::Object(map)) => {
                let mut entries: Vec<(usize, &Value)> =
                    map.iter().filter_map(|(key, value)| Some((key.parse().ok()?, value))).collect();
                entries.sort_by_key(|(index, _)| *index);
                let all = map.len();
                let inside = entries.iter().filter(|(index, _)| *index < expected).count().min(MAX_CELLS);
                for (index, value) in entries.into_iter().filter(|(index, _)| *index < expected).take(MAX_CELLS) {
                    let value = self.value(index, value, &spot, delivery);
                    frame.push(index, value, place(index));
                }
                if inside < all {
                    report_surplus(all, inside, spot, delivery);
                }
            }
            _ => {
                let message = "„value“ ist weder eine Liste noch ein Objekt.";
                let hint = "Bitte erzeugen Sie die Datei neu.";
                delivery.issue("JST-003", Severity::Error, spot, message, hint);
            }
        }
        true
    }

    fn value(&mut self, index: usize, value: &Value, spot: &Spot<'_>, delivery: &mut Delivery<'_>) -> Wert {
        let (symbol, flags) = self.dataset.status(index).map_or((None, Flags::NONE), |status| self.meaning(status));
        let exact = self
            .dataset
            .extension("symbol")
            .and_then(|symbols| symbols.get(index.to_string().as_str())?.as_str()?.parse::<Symbol>().ok());
        let symbol = exact.or(symbol);
        let number = match value {
            Value::Null => None,
            Value::Number(number) => number.as_f64(),
            other => {
                // Numbers in quotation marks come from careless exports.
                let number =
                    other.as_str().and_then(|text| text.trim().parse().ok()).filter(|number: &f64| number.is_finite());
                if number.is_none() {
                    self.unreadable += 1;
                    let message = format!("{} an Stelle {} ist keine Zahl.", quote(&other.to_string()), index + 1);
                    let hint = "Werte stehen als Zahlen da, fehlende als null. Bitte erzeugen Sie die Datei neu.";
                    delivery.issue("JST-006", Severity::Warning, spot.clone(), message, hint);
                }
                number
            }
        };
        match (number, symbol) {
            // A sign beside zero says what kind of zero it is; beside any other number the number counts.
            (Some(number), Some(symbol)) if number == 0.0 && symbol.is_numeric() => Wert::symbol(symbol),
            (Some(number), _) => Wert::number(number),
            (None, Some(symbol)) if symbol != Symbol::Number => Wert::symbol(symbol),
            (None, _) => Wert::symbol(Symbol::Missing),
        }
        .with(flags)
    }

    fn meaning(&mut self, status: &'d str) -> (Option<Symbol>, Flags) {
        if let Some(known) = self.meanings.get(status) {
            return *known;
        }
        let (mut symbol, mut flags) = (None, Flags::NONE);
        let meanings = self.explained(status).map(|meaning| vec![meaning]).or_else(|| {
            let pieces: Option<Vec<Meaning>> =
                status.split_whitespace().map(|piece| self.explained(piece).or_else(|| official(piece))).collect();
            pieces.or_else(|| in_words(status).map(|meaning| vec![meaning]))
        });
        match meanings {
            Some(meanings) => {
                for meaning in meanings {
                    match meaning {
                        Meaning::Sign(found) => symbol = Some(found),
                        Meaning::Mark(found) => flags = flags | found,
                    }
                }
            }
            None => self.unknown.push(status.to_owned()),
        }
        self.meanings.insert(status, (symbol, flags));
        (symbol, flags)
    }

    /// What the settings or the dataset itself say about a status.
    fn explained(&self, status: &str) -> Option<Meaning> {
        if let Some(symbol) = self.settings.symbols.get(status) {
            return Some(Meaning::Sign(*symbol));
        }
        let words = self.dataset.extension("status")?.get("label")?.get(status)?.as_str()?;
        in_words(words)
    }
}

/// Official signs and marks, and the colon of Eurostat.
fn official(status: &str) -> Option<Meaning> {
    match status {
        "0" => Some(Meaning::Sign(Symbol::RoundsToZero)),
        ":" => Some(Meaning::Sign(Symbol::Missing)),
        _ => symbol_of_sign(status, SymbolSet::Classic)
            .map(Meaning::Sign)
            .or_else(|| mark_of_letter(status).map(Meaning::Mark)),
    }
}

fn in_words(words: &str) -> Option<Meaning> {
    symbol_of_words(words).map(Meaning::Sign).or_else(|| mark_of_words(words).map(Meaning::Mark))
}

#[derive(Debug, Clone, Copy)]
enum Meaning {
    Sign(Symbol),
    Mark(Flags),
}

/// A file of values has no rows: the place is the count of the value.
fn place(index: usize) -> Cell {
    Cell { row: u32::try_from(index + 1).unwrap_or(u32::MAX), column: 1 }
}

fn report_surplus(count: usize, expected: usize, spot: Spot<'_>, delivery: &mut Delivery<'_>) {
    if expected > MAX_CELLS {
        let message = format!("Der Datensatz hat mehr als {MAX_CELLS} Werte. Der Rest wurde nicht gelesen.");
        let hint = "Bitte wählen Sie beim Abruf weniger Jahre oder Gebiete aus.";
        delivery.issue("DIM-006", Severity::Error, spot, message, hint);
    } else {
        let message = format!(
            "Der Datensatz enthält {count} Werte, {expected} davon gehören zu seinen Dimensionen. Die anderen sind übergangen."
        );
        let hint = "Bitte erzeugen Sie die Datei neu und prüfen Sie die Tabelle.";
        delivery.issue("JST-005", Severity::Error, spot, message, hint);
    }
}
