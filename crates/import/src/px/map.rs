//! The meaning: keywords become the head and the variables of a table, cells become values.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use chrono::NaiveDateTime;
use model::issue::Severity;
use model::statistics::{Category, Cell, Note, Period, Role, TableHead};
use model::wert::{Flags, Symbol, SymbolSet, Wert};

use super::data::{CellNotes, Effect, Token, Tokens};
use super::keywords::KEYWORDS;
use super::read::{Document, Statement, Value};
use crate::Item;
use crate::figures::frame::{Frame, Variable, frame};
use crate::figures::periods::Scale;
use crate::figures::settings::CubeSettings;
use crate::figures::signs::{marks, symbol_of_sign, symbol_of_words};
use crate::formats::xlsx::MAX_CELLS;
use crate::issues::{Delivery, Spot, quote};
use crate::table_code;

/// The statements of one file in the language that is read.
struct Texts<'d> {
    statements: &'d [Statement],
    /// `None`: the main language is German, or there is no German.
    language: Option<&'static str>,
    /// Keywords that have a statement in that language.
    translated: HashSet<&'d str>,
    /// Names of the variables in the main language, and in the language that is read.
    names: Vec<(String, String)>,
    stubs: usize,
}

impl<'d> Texts<'d> {
    fn new(statements: &'d [Statement]) -> Self {
        let main = |keyword: &str| {
            statements.iter().find(|statement| statement.keyword == keyword && statement.language.is_none())
        };
        let is_german_main =
            main("LANGUAGE").is_some_and(|statement| statement.first().to_lowercase().starts_with("de"));
        let has_german = statements.iter().any(|statement| statement.language.as_deref() == Some("de"));
        let language = (has_german && !is_german_main).then_some("de");
        let in_language =
            |statement: &&Statement| statement.language.is_some() && statement.language.as_deref() == language;
        let translated = statements.iter().filter(in_language).map(|statement| statement.keyword.as_str()).collect();
        let mut texts = Self { statements, language, translated, names: Vec::new(), stubs: 0 };
        for keyword in ["STUB", "HEADING"] {
            let main: Vec<&str> = main(keyword).map(|statement| statement.texts().collect()).unwrap_or_default();
            let translated: Vec<&str> = texts.find(keyword).map(|found| found.texts().collect()).unwrap_or_default();
            for (position, name) in main.iter().enumerate() {
                let own = translated.get(position).unwrap_or(name);
                texts.names.push(((*name).to_owned(), (*own).to_owned()));
            }
            if keyword == "STUB" {
                texts.stubs = texts.names.len();
            }
        }
        texts
    }

    /// The statement without subkeys, preferably in the language that is read.
    fn find(&self, keyword: &str) -> Option<&'d Statement> {
        self.best(|statement| statement.keyword == keyword && statement.subkeys.is_empty())
    }

    fn best(&self, fits: impl Fn(&Statement) -> bool) -> Option<&'d Statement> {
        let mut fallback = None;
        for statement in self.statements.iter().filter(|statement| fits(statement)) {
            if statement.language.as_deref() == self.language {
                return Some(statement);
            }
            if statement.language.is_none() {
                fallback = fallback.or(Some(statement));
            }
        }
        fallback
    }

    /// The statement about one variable, under its name in either language.
    fn of_variable(&self, keyword: &str, position: usize) -> Option<&'d Statement> {
        let (main, own) = &self.names[position];
        self.best(|statement| {
            statement.keyword == keyword && statement.subkeys.first().is_some_and(|name| name == own || name == main)
        })
    }

    fn text(&self, keyword: &str) -> Option<String> {
        let text = self.find(keyword)?.texts().collect::<Vec<_>>().join(", ");
        let text = text.replace('#', "\n").trim().to_owned();
        (!text.is_empty()).then_some(text)
    }

    fn is_read_or_main(&self, statement: &Statement) -> bool {
        statement.language.is_none() || statement.language.as_deref() == self.language
    }

    /// Whether a statement is in the language that is read, or in none while there is no such one.
    fn is_read(&self, statement: &Statement) -> bool {
        statement.language.as_deref() == self.language
            || (statement.language.is_none() && !self.translated.contains(statement.keyword.as_str()))
    }
}

/// Reads the table and delivers it. `false`: the data end before the last cell.
pub(super) fn read_table(
    document: &Document<'_>,
    file: &str,
    settings: &CubeSettings,
    delivery: &mut Delivery<'_>,
) -> bool {
    report_statements(document, delivery);
    let texts = Texts::new(&document.statements);
    let Some((data, line)) = document.data.filter(|_| !texts.names.is_empty()) else {
        let missing = if document.data.is_none() { "DATA" } else { "STUB und HEADING" };
        let message = format!("In der Datei fehlt die Angabe {missing}. Ohne sie gibt es keine Tabelle.");
        let hint = "Vermutlich wurde die Übertragung abgebrochen. Bitte übertragen Sie die Datei noch einmal.";
        delivery.issue("PXA-005", Severity::Fatal, Spot::default(), message, hint);
        return false;
    };
    let variables: Vec<Variable> =
        (0..texts.names.len()).map(|position| variable(&texts, position, delivery)).collect();
    if let Some(empty) = variables.iter().find(|variable| variable.categories.is_empty()) {
        let message = format!("Für die Variable {} fehlt die Angabe VALUES.", quote(&empty.label));
        let hint = "Bitte erzeugen Sie die Datei neu: Jede Variable in STUB und HEADING braucht ihre Ausprägungen.";
        delivery.issue("PXA-005", Severity::Fatal, Spot::default(), message, hint);
        return false;
    }
    let places = Places::new(&texts, &variables);
    let notes = cell_notes(&texts, &places);
    let measure = Category {
        label: texts.text("CONTENTS").or_else(|| texts.text("TITLE")).unwrap_or_else(|| "Wert".to_owned()),
        unit: texts.text("UNITS"),
        ..Category::default()
    };
    let mut head = head(&texts, &variables, code_of(&texts, file, settings, delivery));
    head.notes = table_notes(&texts);
    let symbols = Symbols::new(&texts, settings);
    let mut frame = frame(head, variables, measure, settings, delivery);
    let mut cells = Cells { frame: &mut frame, notes, symbols, unknown: BTreeSet::new(), unreadable: 0 };
    let tokens = Tokens::new(data, line);
    let is_sparse = texts.statements.iter().any(|statement| statement.keyword == "KEYS");
    let complete = if is_sparse {
        read_rows(&mut cells, tokens, &texts, &places, delivery)
    } else {
        read_dense(&mut cells, tokens, delivery)
    };
    report_symbols(&cells, delivery);
    let unreadable = cells.unreadable;
    if frame.can_be_shown(unreadable, delivery) {
        delivery.item(Item::Table(Box::new(frame.table)));
    }
    complete
}

fn report_statements(document: &Document<'_>, delivery: &mut Delivery<'_>) {
    for (line, beginning) in &document.unreadable {
        let message =
            format!("Die Angabe in Zeile {line} ist nicht lesbar und wurde übergangen: {}.", quote(beginning));
        let hint = "Bitte prüfen Sie Anführungszeichen und Strichpunkte an dieser Stelle.";
        delivery.issue("PXA-003", Severity::Warning, Spot::line(*line), message, hint);
    }
    let mut unknown: BTreeMap<&str, u64> = BTreeMap::new();
    for statement in &document.statements {
        if !KEYWORDS.contains(&statement.keyword.as_str()) {
            unknown.entry(&statement.keyword).or_insert(statement.line);
        }
    }
    for (keyword, line) in unknown {
        let message = format!("Die Angabe {} ist nicht bekannt und wurde übergangen.", quote(keyword));
        let hint = "Fehlt deswegen etwas in der Tabelle, melden Sie uns bitte die Datei.";
        delivery.issue("PXA-004", Severity::Note, Spot::line(line), message, hint);
    }
}

fn variable(texts: &Texts<'_>, position: usize, delivery: &mut Delivery<'_>) -> Variable {
    let label = texts.names[position].1.clone();
    let labels: Vec<&str> =
        texts.of_variable("VALUES", position).map(|statement| statement.texts().collect()).unwrap_or_default();
    let mut codes: Vec<&str> =
        texts.of_variable("CODES", position).map(|statement| statement.texts().collect()).unwrap_or_default();
    if !codes.is_empty() && codes.len() != labels.len() {
        let message =
            format!("Die Variable {} hat {} Ausprägungen, aber {} Codes.", quote(&label), labels.len(), codes.len());
        let hint = "Die Codes wurden nicht verwendet. Bitte erzeugen Sie die Datei neu.";
        delivery.issue("PXA-009", Severity::Warning, Spot::default(), message, hint);
        codes.clear();
    }
    let categories = labels.iter().enumerate().map(|(at, text)| {
        let code = codes.get(at).copied().unwrap_or_default();
        // A value without a name is called by its code.
        let text = if text.trim().is_empty() { code } else { text };
        Category { code: code.trim().to_owned(), label: text.trim().to_owned(), ..Category::default() }
    });
    let mut variable = Variable {
        code: texts.of_variable("VARIABLECODE", position).map(|statement| statement.first().trim().to_owned()),
        label,
        categories: categories.collect(),
        ..Variable::default()
    };
    let kind = texts.of_variable("VARIABLE-TYPE", position).map(|statement| statement.first().to_lowercase());
    let contents = texts.find("CONTVARIABLE").map(Statement::first);
    let timeval = texts.of_variable("TIMEVAL", position);
    let (main, own) = &texts.names[position];
    variable.role = if contents.is_some_and(|name| name == main || name == own) {
        set_units(texts, &mut variable, labels_in_main(texts, position));
        Some(Role::Measure)
    } else if timeval.is_some() || matches!(kind.as_deref(), Some("t" | "time")) {
        Some(Role::Time)
    } else if texts.of_variable("MAP", position).is_some() || matches!(kind.as_deref(), Some("g" | "geographical")) {
        Some(Role::Area)
    } else {
        None
    };
    if let Some(timeval) = timeval {
        variable.periods = periods(timeval, variable.categories.len());
    }
    if let Some(total) = texts.of_variable("ELIMINATION", position).map(Statement::first) {
        // YES means: summing over all values leaves it out; every other word is the value that does.
        variable.total = labels
            .iter()
            .position(|text| *text == total)
            .or_else(|| codes.iter().position(|code| *code == total))
            .filter(|_| !total.eq_ignore_ascii_case("YES") && !total.eq_ignore_ascii_case("NO"));
    }
    variable
}

/// Labels of a variable in the main language: units may be given under them.
fn labels_in_main<'d>(texts: &Texts<'d>, position: usize) -> Vec<&'d str> {
    let name = &texts.names[position].0;
    let values = texts.statements.iter().find(|statement| {
        statement.keyword == "VALUES" && statement.language.is_none() && statement.subkeys.first() == Some(name)
    });
    values.map(|statement| statement.texts().collect()).unwrap_or_default()
}

fn set_units(texts: &Texts<'_>, variable: &mut Variable, main: Vec<&str>) {
    let general = texts.text("UNITS");
    // Looked up and not searched for: a file may have thousands of contents, each with its unit.
    let mut units: HashMap<&str, &Statement> = HashMap::new();
    for statement in
        texts.statements.iter().filter(|statement| statement.keyword == "UNITS" && texts.is_read_or_main(statement))
    {
        let Some(name) = statement.subkeys.first() else { continue };
        let known = units.entry(name).or_insert(statement);
        if known.language.as_deref() != texts.language && statement.language.as_deref() == texts.language {
            *known = statement;
        }
    }
    for (position, category) in variable.categories.iter_mut().enumerate() {
        let names = [Some(category.label.as_str()), Some(category.code.as_str()), main.get(position).copied()];
        let found: Vec<&&Statement> = names.into_iter().flatten().filter_map(|name| units.get(name)).collect();
        let unit = found
            .iter()
            .find(|statement| statement.language.as_deref() == texts.language)
            .or_else(|| found.first())
            .map(|statement| **statement);
        category.unit = unit.map(|statement| statement.first().trim().to_owned()).or_else(|| general.clone());
    }
}

/// `TLIST(A1),"2003","2004"` lists all periods; `TLIST(A1,"1994"-"1996")` gives the first and the last.
fn periods(timeval: &Statement, categories: usize) -> Vec<Option<Period>> {
    let word = timeval.values.iter().find_map(|value| match value {
        Value::Word(word) => {
            word.to_uppercase().strip_prefix("TLIST(").map(|rest| rest.trim_matches([')', ' ']).to_owned())
        }
        Value::Text(_) => None,
    });
    let Some(scale) = word.and_then(|word| Scale::from_px(&word)) else { return Vec::new() };
    let texts: Vec<&str> = timeval
        .values
        .iter()
        .filter_map(|value| if let Value::Text(text) = value { Some(text.as_str()) } else { None })
        .collect();
    let is_range = timeval.values.iter().any(|value| matches!(value, Value::Word(word) if word.starts_with('-')));
    if !is_range {
        return texts.iter().map(|text| scale.read(text)).collect();
    }
    let mut period = texts.first().and_then(|text| scale.read(text));
    let mut list = Vec::with_capacity(categories);
    for _ in 0..categories {
        list.push(period);
        period = period.and_then(|period| scale.next(period));
    }
    list
}

/// Finds a position by the name of a value or its code.
struct Places {
    by_name: Vec<HashMap<String, usize>>,
    by_code: Vec<HashMap<String, usize>>,
    sizes: Vec<usize>,
}

impl Places {
    fn new(texts: &Texts<'_>, variables: &[Variable]) -> Self {
        let mut places = Self { by_name: Vec::new(), by_code: Vec::new(), sizes: Vec::new() };
        for (position, variable) in variables.iter().enumerate() {
            let size = variable.categories.len();
            let (mut names, mut codes) = (HashMap::new(), HashMap::new());
            for (at, category) in variable.categories.iter().enumerate() {
                names.entry(category.label.clone()).or_insert(at);
                codes.entry(category.code.clone()).or_insert(at);
            }
            for (at, name) in labels_in_main(texts, position).into_iter().enumerate().take(size) {
                names.entry(name.trim().to_owned()).or_insert(at);
            }
            places.by_name.push(names);
            places.by_code.push(codes);
            places.sizes.push(size);
        }
        places
    }

    /// A name may be the code of another value: what the file says stands there is looked up first.
    fn find(&self, variable: usize, text: &str, codes_first: bool) -> Option<usize> {
        let text = text.trim();
        let (names, codes) = (self.by_name.get(variable)?, self.by_code.get(variable)?);
        let found = if codes_first {
            codes.get(text).or_else(|| names.get(text))
        } else {
            names.get(text).or_else(|| codes.get(text))
        };
        found.copied()
    }
}

fn cell_notes(texts: &Texts<'_>, places: &Places) -> CellNotes {
    let mut notes = CellNotes::new(places.sizes.clone());
    for statement in texts.statements.iter().filter(|statement| texts.is_read(statement)) {
        let effect = match statement.keyword.as_str() {
            "DATANOTECELL" => marks(statement.first()).map(|flags| Effect { flags, symbol: None }),
            "CELLNOTE" | "CELLNOTEX" => symbol_of_words(statement.first())
                .filter(|symbol| !symbol.is_numeric())
                .map(|symbol| Effect { flags: Flags::NONE, symbol: Some(symbol) }),
            _ => None,
        };
        let Some(effect) = effect.filter(|_| statement.subkeys.len() == places.sizes.len()) else { continue };
        let place: Option<Vec<Option<usize>>> = statement
            .subkeys
            .iter()
            .enumerate()
            .map(|(variable, text)| {
                if text.trim() == "*" {
                    Some(None)
                } else {
                    places.find(variable, text, statement.keyword == "DATANOTECELL").map(Some)
                }
            })
            .collect();
        if let Some(place) = place {
            notes.add(place, effect);
        }
    }
    notes
}

/// What a note is about: the table, a variable, a value of it, or cells.
fn table_notes(texts: &Texts<'_>) -> Vec<Note> {
    let mut notes = Vec::new();
    for statement in texts.statements.iter().filter(|statement| texts.is_read(statement)) {
        let keys = &statement.subkeys;
        let about = match statement.keyword.as_str() {
            "NOTE" | "NOTEX" if keys.is_empty() => "gesamte Tabelle".to_owned(),
            "NOTE" | "NOTEX" => keys.join(", "),
            "VALUENOTE" | "VALUENOTEX" => keys.join(": "),
            "CELLNOTE" | "CELLNOTEX" => {
                // A note that only explains the sign of one cell is said by the sign.
                if symbol_of_words(statement.first()).is_some() && !keys.iter().any(|key| key == "*") {
                    continue;
                }
                keys.iter().filter(|key| *key != "*").cloned().collect::<Vec<_>>().join(", ")
            }
            "REFPERIOD" => "Berichtszeitraum".to_owned(),
            "BASEPERIOD" => "Basis".to_owned(),
            _ => continue,
        };
        let text = statement.texts().collect::<Vec<_>>().join(", ").replace('#', "\n").trim().to_owned();
        if !text.is_empty() {
            notes.push(Note { about, text });
        }
    }
    notes
}

/// Empty, and said so, where nobody has given one.
fn code_of(texts: &Texts<'_>, file: &str, settings: &CubeSettings, delivery: &mut Delivery<'_>) -> String {
    let of = |keyword: &str| texts.text(keyword).and_then(|text| table_code::own(&text));
    let code = settings.code.clone().or_else(|| of("MATRIX")).or_else(|| of("TABLEID"));
    code.or_else(|| table_code::in_file_name(file)).unwrap_or_else(|| {
        table_code::report_missing(Spot::default(), delivery);
        String::new()
    })
}

fn head(texts: &Texts<'_>, variables: &[Variable], code: String) -> TableHead {
    let layout = |(position, (name, _)): (usize, &(String, String))| {
        let part = if position < texts.stubs { "STUB" } else { "HEADING" };
        let is_measure = variables[position].role == Some(Role::Measure);
        let measures =
            variables[position].categories.iter().filter(|_| is_measure).map(|category| category.label.clone());
        let mut line = format!("{part} {name}");
        for measure in measures {
            line += &format!(" | {measure}");
        }
        line
    };
    let title = texts.text("TITLE").or_else(|| texts.text("DESCRIPTION")).or_else(|| texts.text("CONTENTS"));
    let moment = |keyword: &str| {
        let text = texts.find(keyword)?.first().trim().to_owned();
        NaiveDateTime::parse_from_str(&text, "%Y%m%d %H:%M").ok()
    };
    TableHead {
        code,
        title: title.unwrap_or_default(),
        statistic: texts.text("SUBJECT-AREA"),
        importer: "px".to_owned(),
        layout: texts.names.iter().enumerate().map(layout).collect(),
        symbols: SymbolSet::Px,
        notes: Vec::new(),
        copyright: texts.text("SOURCE"),
        licence: None,
        created_at: moment("CREATION-DATE").or_else(|| moment("LAST-UPDATED")),
    }
}

/// What dots mean in this file.
struct Symbols {
    /// By number of dots; 0 is the dash.
    meanings: [Symbol; 7],
    /// Explanations that nobody understands.
    unclear: [Option<String>; 7],
}

impl Symbols {
    fn new(texts: &Texts<'_>, settings: &CubeSettings) -> Self {
        let mut symbols = Self {
            meanings: [
                Symbol::Nothing,
                Symbol::SecretOrUnknown,
                Symbol::Missing,
                Symbol::NotYet,
                Symbol::SecretOrUnknown,
                Symbol::SecretOrUnknown,
                Symbol::SecretOrUnknown,
            ],
            unclear: Default::default(),
        };
        for dots in 1..=6_usize {
            let sign = ".".repeat(dots);
            if let Some(meaning) = settings.symbols.get(&sign) {
                symbols.meanings[dots] = *meaning;
                continue;
            }
            let Some(text) = texts.find(&format!("DATASYMBOL{dots}")).map(|found| found.first().trim().to_owned())
            else {
                continue;
            };
            let meaning = match text.as_str() {
                "0" => Some(Symbol::RoundsToZero),
                "" => Some(Symbol::Missing),
                text => symbol_of_sign(text, SymbolSet::Classic).or_else(|| symbol_of_words(text)),
            };
            match meaning {
                Some(meaning) => symbols.meanings[dots] = meaning,
                None if text == sign => {}
                None => symbols.unclear[dots] = Some(text),
            }
        }
        symbols
    }
}

/// Takes cells and turns them into observations.
struct Cells<'f> {
    frame: &'f mut Frame,
    notes: CellNotes,
    symbols: Symbols,
    /// Numbers of dots that came and are not explained.
    unknown: BTreeSet<usize>,
    /// Cells that are neither number nor sign.
    unreadable: usize,
}

impl Cells<'_> {
    fn push(&mut self, index: usize, token: &Token<'_>, delivery: &mut Delivery<'_>) {
        let value = if let Some(number) = token.number() {
            Wert::number(number)
        } else if let Some(dots) = token.dots() {
            if self.symbols.unclear[dots].is_some() {
                self.unknown.insert(dots);
            }
            Wert::symbol(self.symbols.meanings[dots])
        } else {
            self.unreadable += 1;
            let message =
                format!("{} ist weder eine Zahl noch ein Zeichen für einen fehlenden Wert.", quote(token.text));
            let hint =
                "Zahlen stehen mit Punkt als Dezimalzeichen, fehlende Werte als \".\" bis \"......\" oder \"-\".";
            delivery.issue("PXA-008", Severity::Warning, Spot::line(token.line), message, hint);
            Wert::symbol(Symbol::Missing)
        };
        self.put(index, value, token.cell());
    }

    fn put(&mut self, index: usize, value: Wert, cell: Cell) {
        self.frame.push(index, self.notes.apply(index, value), cell);
    }
}

fn read_dense(cells: &mut Cells<'_>, tokens: Tokens<'_>, delivery: &mut Delivery<'_>) -> bool {
    let expected = cells.frame.cells();
    let mut count = 0_usize;
    let mut last_line = tokens.line();
    for token in tokens {
        last_line = token.line;
        if expected.is_none_or(|expected| count < expected) && count < MAX_CELLS {
            cells.push(count, &token, delivery);
        }
        count += 1;
    }
    let expected = expected.unwrap_or(usize::MAX);
    if count > MAX_CELLS.min(expected) && expected > MAX_CELLS {
        too_many(delivery);
    } else if count > expected {
        let message = format!(
            "Die Datei enthält {count} Werte, nach ihren Variablen müssten es {expected} sein. Die überzähligen sind übergangen."
        );
        let hint = "Vermutlich passen Variablen und Werte nicht zusammen. Bitte erzeugen Sie die Datei neu und prüfen Sie die Tabelle.";
        delivery.issue("PXA-007", Severity::Error, Spot::line(last_line), message, hint);
    } else if count < expected {
        too_few(count, expected, last_line, delivery);
        return false;
    }
    true
}

/// Rows that begin with their keys; rows that are not there are zero.
fn read_rows(
    cells: &mut Cells<'_>,
    tokens: Tokens<'_>,
    texts: &Texts<'_>,
    places: &Places,
    delivery: &mut Delivery<'_>,
) -> bool {
    let stubs = texts.stubs;
    let first_line = tokens.line();
    let width = places.sizes[stubs..].iter().try_fold(1_usize, |product, size| product.checked_mul(*size));
    let (Some(width), Some(all)) = (width, cells.frame.cells().filter(|cells| *cells <= MAX_CELLS)) else {
        too_many(delivery);
        return true;
    };
    let by_codes: Vec<bool> = (0..stubs)
        .map(|variable| {
            texts.of_variable("KEYS", variable).is_some_and(|keys| keys.first().eq_ignore_ascii_case("CODES"))
        })
        .collect();
    let mut seen = vec![false; all / width];
    let mut tokens = tokens.peekable();
    while let Some(first) = tokens.peek().copied() {
        let mut row = Some(0_usize);
        for (variable, codes_first) in by_codes.iter().enumerate() {
            let key = tokens.next().and_then(|token| places.find(variable, token.text, *codes_first));
            row = row.zip(key).map(|(row, key)| row * places.sizes[variable] + key);
        }
        let mut count = 0;
        while count < width
            && let Some(token) = tokens.next_if(|token| !token.quoted || token.dots().is_some())
        {
            if let Some(row) = row.filter(|row| !seen[*row]) {
                cells.push(row * width + count, &token, delivery);
            }
            count += 1;
        }
        if row.is_none_or(|row| seen[row]) {
            let message =
                format!("Der Schlüssel der Zeile ({}) ist nicht bekannt oder kommt zweimal vor.", quote(first.text));
            let hint = "Die Zeile wurde übergangen. Bitte erzeugen Sie die Datei neu.";
            delivery.issue("PXA-010", Severity::Error, Spot::line(first.line), message, hint);
            // On to the next key.
            if count == 0 {
                tokens.next();
            }
            while tokens.next_if(|token| !token.quoted || token.dots().is_some()).is_some() {}
            continue;
        }
        if let Some(row) = row {
            seen[row] = true;
        }
        if count < width {
            too_few(count, width, first.line, delivery);
            if tokens.peek().is_none() {
                // The last row is cut: what came after it is not zero.
                return false;
            }
        }
    }
    let line = u32::try_from(first_line).unwrap_or(u32::MAX);
    for row in (0..seen.len()).filter(|row| !seen[*row]) {
        for column in 0..width {
            cells.put(row * width + column, Wert::number(0.0), Cell { row: line, column: 1 });
        }
    }
    true
}

fn too_few(count: usize, expected: usize, line: u64, delivery: &mut Delivery<'_>) {
    let message = format!(
        "Es stehen {count} Werte da, nach den Variablen müssten es {expected} sein. Die fehlenden sind nicht ergänzt."
    );
    let hint = "Vermutlich wurde die Übertragung abgebrochen. Bitte übertragen Sie die Datei noch einmal.";
    delivery.issue("PXA-006", Severity::Error, Spot::line(line), message, hint);
}

fn too_many(delivery: &mut Delivery<'_>) {
    let message = format!("Die Tabelle hat mehr als {MAX_CELLS} Werte. Der Rest wurde nicht gelesen.");
    let hint = "Bitte wählen Sie beim Abruf weniger Jahre oder Gebiete aus.";
    delivery.issue("DIM-006", Severity::Error, Spot::default(), message, hint);
}

fn report_symbols(cells: &Cells<'_>, delivery: &mut Delivery<'_>) {
    for dots in &cells.unknown {
        let text = cells.symbols.unclear[*dots].as_deref().unwrap_or_default();
        let sign = ".".repeat(*dots);
        let message = format!(
            "Was das Zeichen „{sign}“ bedeutet, ist nicht klar: Die Datei erklärt es mit {}. Es gilt als {}.",
            quote(text),
            match cells.symbols.meanings[*dots] {
                Symbol::Missing => "fehlender Wert",
                Symbol::NotYet => "noch nicht vorhandener Wert",
                _ => "unbekannter oder geheimer Wert",
            }
        );
        let hint = "Bitte legen Sie die Bedeutung in den Einstellungen der Quelle fest, zum Beispiel {\"symbols\": {\".\": \"secret\"}}.";
        delivery.issue("PXA-011", Severity::Note, Spot::default(), message, hint);
    }
}
