//! One row's run: when, where, at what price.

use chrono::{Datelike as _, NaiveDate};
use model::access::AccessFeature;
use model::codes::plz::Plz;
use model::issue::Severity;
use model::offers::Participants;
use model::places::{GeoPoint, Location, PlaceContent, Precision};
use model::price::{Price, PriceBasis, Reduction};
use model::schedule::{ClockTime, Meeting, OpeningHours, Schedule, SessionState, WeekdaySet};

use super::amounts::{PriceCell, read_price_cell};
use super::fields::Field;
use super::map::{Context, Values, print_cell};
use super::when::{
    Clock, DateCell, Pattern, read_clock_cell, read_date_cell, read_patterns, read_weekdays, says_on_request,
    says_weekly,
};
use crate::address::{is_online, split_address};
use crate::formats::values::{BoolReading, read_bool, read_decimal};
use crate::formats::xlsx::Cell;
use crate::issues::quote;

/// What one row says about its run.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) foreign_id: Option<String>,
    pub(super) schedule: Option<Schedule>,
    pub(super) place: Option<PlaceContent>,
    pub(super) online: bool,
    pub(super) state: SessionState,
    pub(super) notes: Vec<String>,
    pub(super) price: Price,
    pub(super) participants: Participants,
}

pub(super) fn read_session(row: &Values, context: &mut Context<'_, '_>) -> Draft {
    let mut draft = Draft { foreign_id: row.line(Field::SessionId), ..Draft::default() };
    draft.schedule = read_schedule(row, &mut draft.notes, context);
    (draft.place, draft.online) = read_place(row, context);
    draft.price = read_row_price(row, context);
    draft.participants = read_participants(row, &mut draft.notes, context);
    if let Some(state) = row.line(Field::State) {
        let lower = state.to_lowercase();
        if ["abgesagt", "fällt aus", "ausgefallen", "entfällt", "storniert", "cancelled", "canceled", "abgebrochen"]
            .iter()
            .any(|word| lower.contains(word))
        {
            draft.state = SessionState::Cancelled;
        } else if ["ausgebucht", "belegt", "voll", "warteliste"].iter().any(|word| lower.contains(word)) {
            draft.notes.push(state);
        }
    }
    draft.notes.extend(row.text(Field::SessionNote));
    draft
}

fn read_schedule(row: &Values, notes: &mut Vec<String>, context: &mut Context<'_, '_>) -> Option<Schedule> {
    let mut found = When::default();
    found.read_date(row, notes, context);
    found.read_until(row, context);
    found.read_times(row, Field::Start, notes, context);
    found.read_end(row, notes, context);
    found.read_weekday(row, notes, context);
    found.read_pattern(row, notes, context);
    found.check(row, context);
    let schedule = found.schedule(row, context);
    if schedule.is_none() && !found.texts.is_empty() {
        // What was said about the time stays readable.
        let said = found.texts.join(", ");
        if !notes.contains(&said) {
            notes.push(said);
        }
        return Some(Schedule::OnRequest);
    }
    schedule
}

/// What the columns of one row say about time, collected.
#[derive(Default)]
struct When {
    days: Vec<NaiveDate>,
    until: Option<NaiveDate>,
    clock: Clock,
    patterns: Vec<Pattern>,
    /// Weekdays came from a pattern or in words such as "jeden", not as a mere remark beside a date.
    weekly: bool,
    on_request: bool,
    /// Texts that say something about time without a date.
    texts: Vec<String>,
}

impl When {
    fn read_date(&mut self, row: &Values, notes: &mut Vec<String>, context: &mut Context<'_, '_>) {
        let cell = row.cell(Field::Date);
        let text = print_cell(cell);
        match read_date_cell(cell, context.today) {
            DateCell::Empty => {}
            DateCell::Days(days, clock) => {
                self.days = days;
                self.clock = clock;
            }
            DateCell::Range(from, until, clock) => {
                self.days = vec![from];
                self.until = Some(until);
                self.clock = clock;
            }
            DateCell::Time(clock) => self.clock = clock,
            DateCell::OnRequest => {
                self.on_request = true;
                notes.push(text);
            }
            DateCell::OutOfRange => out_of_range(row, Field::Date, &text, context),
            DateCell::Unreadable => match read_patterns(&text) {
                Some(patterns) => self.add_patterns(patterns, &text),
                None => {
                    unreadable_date(row, Field::Date, &text, context);
                    notes.push(text);
                }
            },
        }
    }

    fn read_until(&mut self, row: &Values, context: &mut Context<'_, '_>) {
        let cell = row.cell(Field::Until);
        let text = print_cell(cell);
        match read_date_cell(cell, context.today) {
            DateCell::Empty | DateCell::OnRequest => {}
            DateCell::Days(days, clock) => {
                self.until = days.last().copied();
                self.clock.end = self.clock.end.or(clock.start);
            }
            DateCell::Range(_, until, _) => self.until = Some(until),
            DateCell::Time(clock) => self.clock.end = self.clock.end.or(clock.start),
            DateCell::OutOfRange => out_of_range(row, Field::Until, &text, context),
            DateCell::Unreadable => unreadable_date(row, Field::Until, &text, context),
        }
    }

    /// A column for the start: a time, a range, a pattern, or a date under a misleading heading.
    fn read_times(&mut self, row: &Values, field: Field, notes: &mut Vec<String>, context: &mut Context<'_, '_>) {
        let cell = row.cell(field);
        if *cell == Cell::Empty {
            return;
        }
        let text = print_cell(cell);
        if let Some(clock) = read_clock_cell(cell).filter(|_| !is_real_date(cell)) {
            self.clock = clock.or(self.clock);
        } else if let Some(patterns) = read_patterns(&text) {
            self.add_patterns(patterns, &text);
        } else if says_on_request(&text) {
            self.on_request = true;
            notes.push(text);
        } else if let DateCell::Days(days, clock) = read_date_cell(cell, context.today) {
            if self.days.is_empty() {
                self.days = days;
            }
            self.clock = clock.or(self.clock);
        } else if let DateCell::Range(from, until, clock) = read_date_cell(cell, context.today) {
            if self.days.is_empty() {
                self.days = vec![from];
            }
            self.until = self.until.or(Some(until));
            self.clock = clock.or(self.clock);
        } else {
            unreadable_time(row, field, &text, context);
            notes.push(text);
        }
    }

    fn read_end(&mut self, row: &Values, notes: &mut Vec<String>, context: &mut Context<'_, '_>) {
        let cell = row.cell(Field::End);
        if *cell == Cell::Empty {
            return;
        }
        let text = print_cell(cell);
        if let Some(clock) = read_clock_cell(cell).filter(|_| !is_real_date(cell)) {
            self.clock.end = clock.end.or(clock.start);
        } else if let DateCell::Days(days, clock) = read_date_cell(cell, context.today) {
            self.until = self.until.or(days.last().copied());
            self.clock.end = self.clock.end.or(clock.start);
        } else {
            unreadable_time(row, Field::End, &text, context);
            notes.push(text);
        }
    }

    fn read_weekday(&mut self, row: &Values, notes: &mut Vec<String>, context: &mut Context<'_, '_>) {
        let Some(text) = row.line(Field::Weekday) else { return };
        if let Some(weekdays) = read_weekdays(&text) {
            self.weekly |= says_weekly(&text);
            self.patterns.push(Pattern { weekdays, clock: Clock::default() });
            self.texts.push(text);
        } else if let Some(patterns) = read_patterns(&text) {
            self.add_patterns(patterns, &text);
        } else if says_on_request(&text) {
            self.on_request = true;
            notes.push(text);
        } else {
            let message = format!("{} ist kein Wochentag; der Text steht als Hinweis beim Termin.", quote(&text));
            let hint = "Erwartet werden Wochentage wie „Mo“, „Montag und Mittwoch“ oder „Mo-Fr“.";
            context.issue("TAB-026", Severity::Note, row, Field::Weekday, message, hint);
            notes.push(text);
        }
    }

    fn read_pattern(&mut self, row: &Values, notes: &mut Vec<String>, context: &mut Context<'_, '_>) {
        let Some(text) = row.line(Field::Times) else { return };
        if let Some(patterns) = read_patterns(&text) {
            self.add_patterns(patterns, &text);
            return;
        }
        if says_on_request(&text) {
            self.on_request = true;
            notes.push(text);
            return;
        }
        match read_date_cell(&Cell::Text(text.clone()), context.today) {
            DateCell::Time(clock) => self.clock = self.clock.or(clock),
            DateCell::Days(days, clock) if self.days.is_empty() || days.len() > 1 => {
                self.days = days;
                self.clock = self.clock.or(clock);
            }
            DateCell::Range(from, until, clock) if self.days.is_empty() => {
                self.days = vec![from];
                self.until = self.until.or(Some(until));
                self.clock = self.clock.or(clock);
            }
            _ => {
                let message =
                    format!("Die Zeiten {} sind nicht lesbar; sie stehen als Hinweis beim Termin.", quote(&text));
                let hint = "Gelesen werden Angaben wie „Mo/Mi 18:00-19:30“ oder „dienstags 10 Uhr“.";
                context.issue("TAB-026", Severity::Note, row, Field::Times, message, hint);
                notes.push(text);
            }
        }
    }

    fn add_patterns(&mut self, patterns: Vec<Pattern>, text: &str) {
        self.weekly = true;
        self.patterns.extend(patterns);
        self.texts.push(text.to_owned());
    }

    /// Ends before their starts, and weekdays that are not those of the date.
    fn check(&mut self, row: &Values, context: &mut Context<'_, '_>) {
        if let (Some(from), Some(until)) = (self.days.first().copied(), self.until) {
            if until < from {
                let message = format!(
                    "Das Ende {} liegt vor dem Beginn {}; das Ende wurde weggelassen.",
                    until.format("%d.%m.%Y"),
                    from.format("%d.%m.%Y")
                );
                context.issue(
                    "TAB-022",
                    Severity::Warning,
                    row,
                    Field::Until,
                    message,
                    "Bitte prüfen Sie beide Daten.",
                );
                self.until = None;
            } else if until == from {
                self.until = None;
            }
        }
        let mut clocks: Vec<&mut Clock> = std::iter::once(&mut self.clock)
            .chain(self.patterns.iter_mut().map(|pattern| &mut pattern.clock))
            .collect();
        for clock in &mut clocks {
            let (Some(start), Some(end)) = (clock.start, clock.end) else { continue };
            if end.minutes() == 0 {
                // Midnight as an end.
                clock.end = ClockTime::from_minutes(1440);
            } else if end < start {
                let message =
                    format!("Die Endzeit {end} liegt vor der Anfangszeit {start}; die Endzeit wurde weggelassen.");
                context.issue("TAB-024", Severity::Warning, row, Field::End, message, "Bitte prüfen Sie beide Zeiten.");
                clock.end = None;
            } else if end == start {
                clock.end = None;
            }
        }
        if let ([day], None, false) = (self.days.as_slice(), self.until, self.weekly) {
            let weekdays = self.weekdays();
            if !weekdays.is_empty() && !weekdays.contains(day.weekday()) {
                let message = format!(
                    "Der {} ist kein {}; das Datum gilt.",
                    day.format("%d.%m.%Y"),
                    print_cell(row.cell(Field::Weekday))
                );
                let hint = "Bitte prüfen Sie Datum und Wochentag.";
                context.issue("TAB-025", Severity::Warning, row, Field::Weekday, message, hint);
                self.patterns.clear();
            }
        }
    }

    fn weekdays(&self) -> WeekdaySet {
        self.patterns.iter().flat_map(|pattern| pattern.weekdays.iter()).collect()
    }

    fn schedule(&self, row: &Values, context: &mut Context<'_, '_>) -> Option<Schedule> {
        let weekdays = self.weekdays();
        let pattern_clock = self.patterns.iter().find(|pattern| !pattern.clock.is_empty()).map(|pattern| pattern.clock);
        let clock = self.clock.or(pattern_clock.unwrap_or_default());
        let Some(first) = self.days.first().copied() else {
            return self.without_date();
        };
        let meeting = |date, clock: Clock| Meeting { date, until: None, start: clock.start, end: clock.end };
        if self.days.len() > 1 {
            return Some(Schedule::Dates { meetings: self.days.iter().map(|day| meeting(*day, clock)).collect() });
        }
        let is_remark = !self.weekly && weekdays.iter().eq([first.weekday()]);
        if self.until.is_none() && (weekdays.is_empty() || is_remark) {
            return Some(Schedule::Dates { meetings: vec![meeting(first, clock)] });
        }
        // Different times on different days fit no pattern of the model: with a known end they become dates.
        let mut clocks: Vec<Clock> =
            self.patterns.iter().map(|pattern| pattern.clock).filter(|clock| !clock.is_empty()).collect();
        clocks.dedup();
        if let Some(until) = self.until.filter(|_| clocks.len() > 1) {
            let mut meetings: Vec<Meeting> = first
                .iter_days()
                .take_while(|day| *day <= until)
                // Five years are more than any course lasts.
                .take(5 * 366)
                .flat_map(|day| {
                    self.patterns
                        .iter()
                        .filter(move |pattern| pattern.weekdays.contains(day.weekday()))
                        .map(move |pattern| meeting(day, pattern.clock))
                })
                .collect();
            meetings.sort_unstable();
            return Some(Schedule::Dates { meetings });
        }
        let clock = if clocks.len() > 1 {
            let message =
                format!("Die Zeiten {} unterscheiden sich je Tag, und ein Ende fehlt.", quote(&self.texts.join(", ")));
            let hint = "Bitte geben Sie das Datum des letzten Termins an; dann wird jeder Termin einzeln gezeigt.";
            context.issue("TAB-026", Severity::Note, row, Field::Times, message, hint);
            Clock::default()
        } else {
            clock
        };
        Some(Schedule::Span { from: first, until: self.until, weekdays, start: clock.start, end: clock.end })
    }

    fn without_date(&self) -> Option<Schedule> {
        let hours: Vec<OpeningHours> = self
            .patterns
            .iter()
            .filter_map(|pattern| {
                let clock = pattern.clock.or(self.clock);
                Some(OpeningHours { weekdays: pattern.weekdays, opens: clock.start?, closes: clock.end? })
            })
            .collect();
        if !hours.is_empty() && hours.len() == self.patterns.len() {
            return Some(Schedule::DropIn { hours, from: None, until: self.until });
        }
        self.on_request.then_some(Schedule::OnRequest)
    }
}

/// A cell that is a date with or without time, and not a time alone.
fn is_real_date(cell: &Cell) -> bool {
    matches!(cell, Cell::Moment(moment) if moment.year() > 1900 && moment.time() == chrono::NaiveTime::MIN)
}

fn out_of_range(row: &Values, field: Field, text: &str, context: &mut Context<'_, '_>) {
    let message = format!("Das Datum {} liegt außerhalb der Jahre 1990 bis 2098 und wurde weggelassen.", quote(text));
    context.issue("TAB-021", Severity::Warning, row, field, message, "Bitte berichtigen Sie das Jahr.");
}

fn unreadable_date(row: &Values, field: Field, text: &str, context: &mut Context<'_, '_>) {
    let message = format!("{} ist kein lesbares Datum.", quote(text));
    let hint = "Gelesen werden zum Beispiel „02.03.2026“, „2026-03-02“ und „02.03. - 30.03.2026“.";
    context.issue("TAB-020", Severity::Warning, row, field, message, hint);
}

fn unreadable_time(row: &Values, field: Field, text: &str, context: &mut Context<'_, '_>) {
    let message = format!("{} ist keine lesbare Uhrzeit; der Text steht als Hinweis beim Termin.", quote(text));
    let hint = "Gelesen werden zum Beispiel „18:00“, „18.30 Uhr“ und „18:00-19:30“.";
    context.issue("TAB-023", Severity::Warning, row, field, message, hint);
}

/// The place, and whether the row says "online" instead.
fn read_place(row: &Values, context: &mut Context<'_, '_>) -> (Option<PlaceContent>, bool) {
    let mut online = false;
    let mut place = PlaceContent::default();
    let mut without_online = |text: Option<String>| {
        text.filter(|text| {
            let is_online = is_online(text);
            online |= is_online;
            !is_online
        })
    };
    let name = without_online(row.line(Field::Place));
    let address = without_online(row.text(Field::Address));
    let city = without_online(row.line(Field::City));
    if let Some(address) = address {
        place = split_address(&address);
    }
    if let Some(name) = name {
        let parts = split_address(&name);
        if parts.plz.is_some() && place.plz.is_none() && place.street.is_none() {
            place = parts;
        } else {
            // "Ort: Konz" beside a venue is the city.
            if place.city.is_none() && place.street.is_none() {
                place.city = place.name.take();
            }
            place.name = Some(name);
        }
    } else if place.street.is_none() && place.plz.is_none() && place.name.as_deref().is_some_and(|name| !is_venue(name))
    {
        place.city = place.name.take();
    }
    if let Some(city) = city {
        let parts = split_address(&city);
        if let (Some(plz), Some(city)) = (&parts.plz, &parts.city) {
            place.plz = place.plz.or_else(|| Some(plz.clone()));
            place.city = Some(city.clone());
        } else {
            place.city = Some(city);
        }
    }
    if let Some(street) = row.line(Field::Street) {
        let number = row.line(Field::HouseNumber);
        place.street = Some(number.map_or(street.clone(), |number| format!("{street} {number}")));
    }
    if *row.cell(Field::Plz) != Cell::Empty {
        place.plz = read_plz(row, context).or(place.plz);
    }
    place.room = row.line(Field::Room).or(place.room);
    place.district = row.line(Field::District).or(place.district);
    place.directions = row.text(Field::Directions);
    read_point(row, &mut place, context);
    if let Some(text) = row.line(Field::Accessible) {
        read_accessible(row, &text, &mut place, context);
    }
    let nothing_known = place.is_empty() && place.room.is_none() && place.district.is_none();
    ((!nothing_known).then_some(place), online)
}

/// Whether a single name in a column "Ort" is a building rather than a town.
fn is_venue(name: &str) -> bool {
    const VENUES: [&str; 28] = [
        "haus",
        "halle",
        "schule",
        "bibliothek",
        "bücherei",
        "zentrum",
        "heim",
        "saal",
        "kirche",
        "museum",
        "kita",
        "kindergarten",
        "treff",
        "raum",
        "amt",
        "werkstatt",
        "akademie",
        "institut",
        "forum",
        "atelier",
        "studio",
        "schloss",
        "platz",
        "labor",
        "gymnasium",
        "mensa",
        "foyer",
        "café",
    ];
    let lower = name.to_lowercase();
    lower.split(|c: char| !c.is_alphanumeric()).any(|word| {
        VENUES.iter().any(|venue| word.ends_with(venue)) || word.chars().all(|c| c.is_ascii_digit()) && !word.is_empty()
    })
}

fn read_plz(row: &Values, context: &mut Context<'_, '_>) -> Option<Plz> {
    let text = row.line(Field::Plz)?;
    if let Ok(plz) = text.parse() {
        return Some(plz);
    }
    // No PLZ begins with 05: there a digit of another place is missing.
    let is_short = text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit()) && !text.starts_with('5');
    if let Some(plz) = is_short.then(|| format!("0{text}").parse().ok()).flatten() {
        let message = format!("Der Postleitzahl {} fehlt die führende Null; gelesen wurde {plz}.", quote(&text));
        let hint = "Bitte formatieren Sie die Spalte in der Tabelle als Text.";
        context.issue("TAB-035", Severity::Note, row, Field::Plz, message, hint);
        return Some(plz);
    }
    let message = format!("{} ist keine deutsche Postleitzahl.", quote(&text));
    context.issue("TAB-034", Severity::Warning, row, Field::Plz, message, "Eine Postleitzahl hat fünf Ziffern.");
    None
}

fn read_point(row: &Values, place: &mut PlaceContent, context: &mut Context<'_, '_>) {
    let degrees = |field| -> Option<Option<f64>> {
        match row.cell(field) {
            Cell::Empty => None,
            Cell::Number(number) => Some(Some(*number)),
            cell => Some(print_cell(cell).trim().replace(',', ".").parse().ok()),
        }
    };
    let (Some(lat), Some(lon)) = (degrees(Field::Latitude), degrees(Field::Longitude)) else { return };
    match lat.zip(lon).and_then(|(lat, lon)| GeoPoint::new(lat, lon)) {
        Some(point) => place.location = Some(Location { point, precision: Precision::Address }),
        None => {
            let message = format!(
                "Die Koordinaten {}, {} liegen nicht in Deutschland oder seiner Nachbarschaft.",
                quote(&print_cell(row.cell(Field::Latitude))),
                quote(&print_cell(row.cell(Field::Longitude)))
            );
            let hint = "Erwartet werden Breitengrad und Längengrad in Grad. Vielleicht sind beide vertauscht.";
            context.issue("TAB-038", Severity::Warning, row, Field::Latitude, message, hint);
        }
    }
}

fn read_accessible(row: &Values, text: &str, place: &mut PlaceContent, context: &mut Context<'_, '_>) {
    let lower = text.to_lowercase();
    let answer = if lower.starts_with("nicht") || lower.starts_with("kein") {
        Some(false)
    } else if lower.contains("teilw") || lower.contains("eingeschr") || lower.contains("bedingt") {
        None
    } else if lower.contains("barrierefrei") || lower.contains("rollstuhl") || lower.contains("stufenlos") {
        Some(true)
    } else {
        match read_bool(text) {
            BoolReading::Clear(answer) => Some(answer),
            BoolReading::Misspelt(answer) => {
                misspelt(row, Field::Accessible, text, answer, context);
                Some(answer)
            }
            BoolReading::Unreadable => None,
        }
    };
    match answer {
        Some(answer) => place.accessibility.set(AccessFeature::Stufenlos, answer),
        // In part, or in words: said as it stands, and left open.
        None => {
            let remark = format!("Barrierefreiheit: {text}");
            place.directions =
                Some(place.directions.take().map_or(remark.clone(), |known| format!("{known}\n\n{remark}")));
        }
    }
}

pub(super) fn misspelt(row: &Values, field: Field, text: &str, answer: bool, context: &mut Context<'_, '_>) {
    let read = if answer { "ja" } else { "nein" };
    let message = format!("{} wurde als „{read}“ gelesen.", quote(text));
    context.issue("TAB-033", Severity::Note, row, field, message, "Bitte schreiben Sie „ja“ oder „nein“.");
}

fn read_row_price(row: &Values, context: &mut Context<'_, '_>) -> Price {
    let text = print_cell(row.cell(Field::Price));
    let mut price = match read_price_cell(row.cell(Field::Price)) {
        PriceCell::Empty => Price::default(),
        PriceCell::Price(price) => price,
        PriceCell::OutOfRange => {
            let message = format!("Der Preis {} kann nicht stimmen; er bleibt unbekannt.", quote(&text));
            context.issue("TAB-030", Severity::Warning, row, Field::Price, message, "Bitte prüfen Sie den Betrag.");
            Price::default()
        }
        PriceCell::Words(words) => {
            let message =
                format!("{} ist kein Betrag; der Text steht als Hinweis, der Preis bleibt unbekannt.", quote(&words));
            let hint = "Bitte geben Sie einen Betrag oder „kostenlos“ an, wenn der Preis feststeht.";
            context.issue("TAB-031", Severity::Note, row, Field::Price, message, hint);
            Price { notes: vec![words], ..Price::default() }
        }
    };
    read_reduced(row, &mut price, context);
    price.notes.extend(row.line(Field::PriceNote));
    price
}

fn read_reduced(row: &Values, price: &mut Price, context: &mut Context<'_, '_>) {
    let text = print_cell(row.cell(Field::PriceReduced));
    let reduced = match read_bool(&text) {
        // "1" and "0" are amounts here.
        BoolReading::Clear(possible) if !text.trim().bytes().all(|byte| byte.is_ascii_digit()) => {
            price.reducible = Some(possible);
            return;
        }
        _ => read_price_cell(row.cell(Field::PriceReduced)),
    };
    match reduced {
        PriceCell::Empty => {}
        PriceCell::Words(words) if words.to_lowercase().starts_with("kein") => price.reducible = Some(false),
        PriceCell::Words(words) => {
            price.reducible = Some(true);
            price.notes.push(words);
        }
        PriceCell::OutOfRange => {
            let message = format!("Der ermäßigte Preis {} kann nicht stimmen und wurde weggelassen.", quote(&text));
            context.issue(
                "TAB-030",
                Severity::Warning,
                row,
                Field::PriceReduced,
                message,
                "Bitte prüfen Sie den Betrag.",
            );
        }
        PriceCell::Price(reduced) => {
            let amount = reduced.amount().or_else(|| reduced.reductions.first().map(|reduction| reduction.amount));
            let Some(amount) = amount else { return };
            if let PriceBasis::Amount(full) = price.basis
                && amount > full
            {
                let message = format!("Der ermäßigte Preis {amount} ist höher als der volle Preis {full}.");
                let hint = "Bitte prüfen Sie beide Beträge; vielleicht sind sie vertauscht.";
                context.issue("TAB-032", Severity::Warning, row, Field::PriceReduced, message, hint);
            }
            price.reducible = Some(true);
            price.reductions.push(Reduction { label: Some("ermäßigt".to_owned()), amount });
            price.notes.extend(reduced.notes);
        }
    }
}

fn read_participants(row: &Values, notes: &mut Vec<String>, context: &mut Context<'_, '_>) -> Participants {
    let mut participants = Participants {
        min: read_count(row, Field::MinParticipants, context),
        max: read_count(row, Field::MaxParticipants, context),
        booked: read_count(row, Field::Booked, context),
    };
    if let Some(free) = read_count(row, Field::FreePlaces, context) {
        match participants.max {
            Some(max) if participants.booked.is_none() && free <= max => participants.booked = Some(max - free),
            Some(_) => {}
            None => notes.push(format!("Freie Plätze: {free}")),
        }
    }
    participants
}

/// A whole number from 0 to 100,000.
pub(super) fn read_count(row: &Values, field: Field, context: &mut Context<'_, '_>) -> Option<u32> {
    let text = row.line(field)?;
    let count = read_decimal(&text, 0).and_then(|count| u32::try_from(count).ok()).filter(|count| *count <= 100_000);
    if count.is_none() {
        let message = format!("{} ist keine Zahl; die Angabe wurde weggelassen.", quote(&text));
        context.issue(
            "TAB-036",
            Severity::Warning,
            row,
            field,
            message,
            "Bitte geben Sie eine ganze Zahl ohne Text an.",
        );
    }
    count
}
