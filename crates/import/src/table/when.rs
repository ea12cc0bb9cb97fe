//! Dates, times and weekly patterns as people write them into tables. No issues here: what cannot be read says so.

use chrono::{Datelike as _, NaiveDate, NaiveTime, Timelike as _, Weekday};
use model::schedule::{ClockTime, WeekdaySet};

use crate::formats::values::{DateReading, YEARS, read_date};
use crate::formats::xlsx::Cell;

/// What a cell for a date holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DateCell {
    Empty,
    /// One or several days, in order, and a time range where the cell holds one too.
    Days(Vec<NaiveDate>, Clock),
    /// From one day to another.
    Range(NaiveDate, NaiveDate, Clock),
    /// "laufend", "nach Vereinbarung".
    OnRequest,
    /// Only a time: the heading was misleading.
    Time(Clock),
    /// A day of the calendar, but not of this life.
    OutOfRange,
    Unreadable,
}

/// A time range; both ends may be unknown.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Clock {
    pub start: Option<ClockTime>,
    pub end: Option<ClockTime>,
}

impl Clock {
    pub fn is_empty(self) -> bool {
        self.start.is_none() && self.end.is_none()
    }

    /// This, completed by `other`.
    pub fn or(self, other: Self) -> Self {
        Self { start: self.start.or(other.start), end: self.end.or(other.end) }
    }
}

/// A weekly pattern: which weekdays at which time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Pattern {
    pub weekdays: WeekdaySet,
    pub clock: Clock,
}

/// Reads a cell that should hold a date. Years that a text leaves out ("02.03.") are those of the next such day after a fortnight ago,
/// seen from `today`.
pub fn read_date_cell(cell: &Cell, today: NaiveDate) -> DateCell {
    match cell {
        Cell::Empty | Cell::Bool(_) | Cell::Error(_) => DateCell::Empty,
        Cell::Moment(moment) => {
            let clock = if moment.time() == NaiveTime::MIN {
                Clock::default()
            } else {
                Clock { start: clock_of_minutes(moment.hour() * 60 + moment.minute()), end: None }
            };
            if YEARS.contains(&moment.year()) {
                DateCell::Days(vec![moment.date()], clock)
            } else {
                DateCell::OutOfRange
            }
        }
        Cell::DayFraction(days) => day_fraction(*days)
            .map_or(DateCell::Unreadable, |start| DateCell::Time(Clock { start: Some(start), end: None })),
        Cell::Number(number) => read_serial(*number),
        Cell::Text(text) => read_date_text(text, today),
    }
}

/// Excel counts days from 1900; a date column that lost its format shows such numbers. 32874 is 1 January 1990.
fn read_serial(number: f64) -> DateCell {
    if (20_000_101.0..=20_981_231.0).contains(&number) {
        return read_date_text(&number.to_string(), NaiveDate::MIN);
    }
    if !(32_874.0..73_000.0).contains(&number) {
        return DateCell::Unreadable;
    }
    let epoch = NaiveDate::from_ymd_opt(1899, 12, 30).expect("a real day");
    let Some(day) = epoch.checked_add_days(chrono::Days::new(number.floor() as u64)) else {
        return DateCell::Unreadable;
    };
    let fraction = number.fract();
    let start = if fraction > 0.0 { day_fraction(fraction) } else { None };
    DateCell::Days(vec![day], Clock { start, end: None })
}

/// 0.75 → 18:00, to the minute.
fn day_fraction(days: f64) -> Option<ClockTime> {
    (0.0..=1.0).contains(&days).then(|| (days * 1440.0).round() as u32).and_then(clock_of_minutes)
}

fn clock_of_minutes(minutes: u32) -> Option<ClockTime> {
    u16::try_from(minutes).ok().and_then(ClockTime::from_minutes)
}

/// Reads a cell that should hold a time or a range of times.
pub fn read_clock_cell(cell: &Cell) -> Option<Clock> {
    match cell {
        Cell::DayFraction(days) => day_fraction(*days).map(|start| Clock { start: Some(start), end: None }),
        Cell::Number(number) if (0.0..1.0).contains(number) => {
            day_fraction(*number).map(|start| Clock { start: Some(start), end: None })
        }
        Cell::Number(hour) if hour.fract() == 0.0 && (1.0..=24.0).contains(hour) => {
            clock_of_minutes(*hour as u32 * 60).map(|start| Clock { start: Some(start), end: None })
        }
        // 18.30 typed as number.
        Cell::Number(number) if (1.0..24.0).contains(number) => {
            let text = format!("{number:.2}");
            text.parse().ok().map(|start| Clock { start: Some(start), end: None })
        }
        Cell::Moment(moment) => {
            clock_of_minutes(moment.hour() * 60 + moment.minute()).map(|start| Clock { start: Some(start), end: None })
        }
        Cell::Text(text) => read_clock(text),
        Cell::Empty | Cell::Number(_) | Cell::Bool(_) | Cell::Error(_) => None,
    }
}

/// `18:00`, `18 Uhr`, `18.00-19.30 Uhr`, `18:00 bis 19:30`, `ab 18 Uhr`; nothing else may stand in the text.
pub fn read_clock(text: &str) -> Option<Clock> {
    let tokens = tokens(text);
    let mut clock = Clock::default();
    let mut dashes = 0;
    for token in &tokens {
        match token {
            Token::Time(time) if clock.start.is_none() => clock.start = Some(*time),
            Token::Time(time) if clock.end.is_none() && dashes == 1 => clock.end = Some(*time),
            Token::Number(hour) if clock.start.is_none() => clock.start = hour_of(*hour),
            Token::Number(hour) if clock.end.is_none() && dashes == 1 => clock.end = hour_of(*hour),
            Token::Dash => dashes += 1,
            Token::Filler => {}
            _ => return None,
        }
    }
    (!clock.is_empty() && dashes <= 1).then_some(clock)
}

fn hour_of(hour: u32) -> Option<ClockTime> {
    (hour <= 24).then(|| clock_of_minutes(hour * 60)).flatten()
}

/// Weekdays of a cell such as `Mo`, `Montag und Mittwoch`, `Mo-Fr`, `dienstags`; nothing else may stand in the text.
pub fn read_weekdays(text: &str) -> Option<WeekdaySet> {
    let patterns = read_patterns(text)?;
    let days = patterns.iter().flat_map(|pattern| pattern.weekdays.iter()).collect();
    patterns.iter().all(|pattern| pattern.clock.is_empty()).then_some(days)
}

/// Weekly patterns such as `Mo/Mi 18:00-19:30`, `Mo 18-19.30 Uhr, Do 9 Uhr`, `jeden Dienstag um 10 Uhr`.
/// `None` when the text holds anything else.
pub fn read_patterns(text: &str) -> Option<Vec<Pattern>> {
    let mut patterns: Vec<Pattern> = Vec::new();
    let mut days = WeekdaySet::default();
    let mut last_day: Option<Weekday> = None;
    let mut clock = Clock::default();
    let mut pending_dash = false;
    let mut finish = |days: &mut WeekdaySet, clock: &mut Clock| {
        if !days.is_empty() {
            patterns.push(Pattern { weekdays: *days, clock: *clock });
        }
        *days = WeekdaySet::default();
        *clock = Clock::default();
    };
    for token in tokens(text) {
        match token {
            Token::Weekday(day) => {
                // A weekday after a time begins the next pattern.
                if !clock.is_empty() {
                    finish(&mut days, &mut clock);
                    last_day = None;
                }
                match last_day.filter(|_| pending_dash) {
                    Some(first) => {
                        let mut between = first;
                        while between != day {
                            between = between.succ();
                            days = days.with(between);
                        }
                    }
                    None => days = days.with(day),
                }
                last_day = Some(day);
                pending_dash = false;
            }
            Token::Time(_) | Token::Number(_) => {
                let time = match token {
                    Token::Time(time) => Some(time),
                    Token::Number(hour) => hour_of(hour),
                    _ => None,
                };
                let time = time?;
                if days.is_empty() {
                    return None;
                }
                if clock.start.is_none() {
                    clock.start = Some(time);
                } else if clock.end.is_none() && pending_dash {
                    clock.end = Some(time);
                } else {
                    return None;
                }
                pending_dash = false;
            }
            Token::Dash => pending_dash = true,
            Token::Comma | Token::Filler => {}
            Token::Month(_) | Token::Date(_) | Token::DayMonth(..) | Token::Other => return None,
        }
    }
    finish(&mut days, &mut clock);
    // "Mo, Mi 18:00": a time at the end holds for the days before it, too; that is the loop's reading already, because days collect
    // until a time comes.
    (!patterns.is_empty()).then_some(patterns)
}

/// Whether a text says that the day is a matter of agreement.
pub fn says_on_request(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "nach vereinbarung",
        "n. v.",
        "n.v.",
        "nach absprache",
        "auf anfrage",
        "laufend",
        "jederzeit",
        "fortlaufend",
        "individuell",
        "einstieg möglich",
        "ganzjährig",
        "flexibel",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

/// Whether a text says that something repeats every week.
pub fn says_weekly(text: &str) -> bool {
    let lower = text.to_lowercase();
    [
        "jeden ",
        "jede ",
        "wöchentlich",
        "immer ",
        "montags",
        "dienstags",
        "mittwochs",
        "donnerstags",
        "freitags",
        "samstags",
        "sonntags",
    ]
    .iter()
    .any(|words| lower.contains(words))
}

fn read_date_text(text: &str, today: NaiveDate) -> DateCell {
    let text = text.trim();
    if text.is_empty() {
        return DateCell::Empty;
    }
    // A cell as a database writes it.
    if !text.contains(' ') || text.as_bytes().get(10) == Some(&b'T') {
        match read_date(text) {
            DateReading::Date(day) => {
                let clock = text
                    .get(11..)
                    .filter(|_| text.as_bytes().get(10) == Some(&b'T'))
                    .and_then(|time| time.parse().ok());
                let clock = clock.filter(|time: &ClockTime| time.minutes() > 0);
                return DateCell::Days(vec![day], Clock { start: clock, end: None });
            }
            DateReading::OutOfRange => return DateCell::OutOfRange,
            DateReading::Unreadable => {}
        }
    }
    if says_on_request(text) {
        return DateCell::OnRequest;
    }
    let mut found = Found { today, ..Found::default() };
    for token in tokens(text) {
        if !found.accept(token) {
            return DateCell::Unreadable;
        }
    }
    found.finish()
}

/// Collects what stands in a date text.
#[derive(Default)]
struct Found {
    today: NaiveDate,
    /// Days without year wait for the year of a later one.
    days: Vec<PartialDay>,
    /// Between the last two days stood a dash.
    range: bool,
    pending_dash: bool,
    pending_number: Option<u32>,
    clock: Clock,
    out_of_range: bool,
}

#[derive(Clone, Copy)]
struct PartialDay {
    day: u32,
    month: u32,
    year: Option<i32>,
}

impl Found {
    fn accept(&mut self, token: Token) -> bool {
        match token {
            Token::Date(date) => {
                self.out_of_range |= !YEARS.contains(&date.year());
                self.push(PartialDay { day: date.day(), month: date.month(), year: Some(date.year()) });
            }
            Token::DayMonth(day, month) => self.push(PartialDay { day, month, year: None }),
            Token::Month(month) => match self.pending_number.take() {
                Some(day) => self.push(PartialDay { day, month, year: None }),
                None => return false,
            },
            // The year after "2. März".
            Token::Number(year @ 1900..=2200) => match self.days.last_mut() {
                Some(last) if last.year.is_none() => {
                    last.year = Some(year as i32);
                    self.out_of_range |= !YEARS.contains(&(year as i32));
                }
                _ => return false,
            },
            Token::Number(number) if (1..=31).contains(&number) && self.pending_number.is_none() => {
                self.pending_number = Some(number);
            }
            Token::Time(time) => {
                if self.clock.start.is_none() {
                    self.clock.start = Some(time);
                } else if self.clock.end.is_none() && self.pending_dash {
                    self.clock.end = Some(time);
                    self.pending_dash = false;
                } else {
                    return false;
                }
            }
            Token::Dash => {
                // "18-19:30 Uhr": a bare hour before the dash.
                if let Some(hour) = self.pending_number.filter(|_| !self.days.is_empty()) {
                    self.clock.start = hour_of(hour);
                    self.pending_number = None;
                }
                self.pending_dash = true;
            }
            Token::Weekday(_) | Token::Comma | Token::Filler => {}
            Token::Number(_) | Token::Other => return false,
        }
        true
    }

    fn push(&mut self, day: PartialDay) {
        if self.pending_dash && self.days.len() == 1 {
            self.range = true;
        }
        self.pending_dash = false;
        self.days.push(day);
    }

    fn finish(mut self) -> DateCell {
        if let Some(hour) = self.pending_number.take() {
            let Some(time) = hour_of(hour) else { return DateCell::Unreadable };
            if self.clock.start.is_none() {
                self.clock.start = Some(time);
            } else if self.pending_dash && self.clock.end.is_none() {
                self.clock.end = Some(time);
            } else {
                return DateCell::Unreadable;
            }
        }
        if self.out_of_range {
            return DateCell::OutOfRange;
        }
        if self.days.is_empty() {
            return if self.clock.is_empty() { DateCell::Unreadable } else { DateCell::Time(self.clock) };
        }
        let mut year = self.days.iter().rev().find_map(|day| day.year);
        let mut next: Option<(u32, u32)> = None;
        let mut dates = Vec::new();
        for day in self.days.iter().rev() {
            let date = match day.year.or_else(|| {
                // "20.12., 03.01.2027": a day that would lie after its successor is of the year before.
                year.map(|year| if next.is_some_and(|next| (day.month, day.day) > next) { year - 1 } else { year })
            }) {
                Some(year) => NaiveDate::from_ymd_opt(year, day.month, day.day),
                None => next_such_day(self.today, day.month, day.day),
            };
            let Some(date) = date else { return DateCell::Unreadable };
            year = Some(date.year());
            next = Some((day.month, day.day));
            dates.push(date);
        }
        dates.reverse();
        if self.range && dates.len() == 2 {
            return DateCell::Range(dates[0], dates[1], self.clock);
        }
        dates.sort_unstable();
        dates.dedup();
        DateCell::Days(dates, self.clock)
    }
}

fn next_such_day(today: NaiveDate, month: u32, day: u32) -> Option<NaiveDate> {
    let earliest = today.checked_sub_days(chrono::Days::new(14))?;
    (today.year() - 1..=today.year() + 4)
        .filter_map(|year| NaiveDate::from_ymd_opt(year, month, day))
        .find(|date| *date >= earliest)
}

/// Pieces of a text about time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Date(NaiveDate),
    /// `02.03.` without year.
    DayMonth(u32, u32),
    Month(u32),
    Time(ClockTime),
    /// A number alone: a day, an hour or a year.
    Number(u32),
    Weekday(Weekday),
    Dash,
    Comma,
    /// Words that say nothing here.
    Filler,
    Other,
}

fn tokens(text: &str) -> Vec<Token> {
    let mut tokens = Vec::new();
    let mut rest = text.trim();
    while let Some(first) = rest.chars().next() {
        let length = if first.is_ascii_digit() {
            let end = rest.find(|c: char| !(c.is_ascii_digit() || matches!(c, '.' | ':'))).unwrap_or(rest.len());
            let mut word = &rest[..end];
            // An ISO date.
            if word.len() == 4
                && let Some(iso) = rest.get(..10)
                && let Ok(date) = iso.parse::<NaiveDate>()
            {
                tokens.push(Token::Date(date));
                rest = &rest[10..];
                continue;
            }
            if word.ends_with(':') {
                word = &word[..word.len() - 1];
            }
            tokens.push(number_token(word));
            // 18h, 18:30h
            word.len()
        } else if first.is_alphabetic() {
            let end = rest.find(|c: char| !c.is_alphabetic()).unwrap_or(rest.len());
            tokens.push(word_token(&rest[..end].to_lowercase()));
            end
        } else {
            match first {
                '-' | '–' | '—' | '−' => tokens.push(Token::Dash),
                ',' | ';' | '/' | '+' | '&' | '\n' | '|' => tokens.push(Token::Comma),
                '.' | ':' | '(' | ')' => {}
                _ if first.is_whitespace() => {}
                _ => tokens.push(Token::Other),
            }
            first.len_utf8()
        };
        rest = &rest[length..];
    }
    tokens
}

/// `02.03.2026`, `2.3.26`, `02.03.`, `18:30`, `18.30`, `18`, `2.`.
fn number_token(word: &str) -> Token {
    let number = |text: &str| text.parse::<u32>().ok();
    if word.contains(':') {
        return word.trim_end_matches('.').parse().map_or(Token::Other, Token::Time);
    }
    let parts: Vec<&str> = word.split('.').collect();
    match parts[..] {
        [day, month, year] if !year.is_empty() => {
            let century = if year.len() == 2 { 2000 } else { 0 };
            let date = number(day)
                .zip(number(month))
                .zip(number(year).filter(|_| matches!(year.len(), 2 | 4)))
                .and_then(|((day, month), year)| NaiveDate::from_ymd_opt(year as i32 + century, month, day));
            date.map_or(Token::Other, Token::Date)
        }
        // A date at the end of a sentence: "02.03.2026."
        [_, _, _, ""] => number_token(word.trim_end_matches('.')),
        [day, month, ""] => match (number(day), number(month)) {
            (Some(day @ 1..=31), Some(month @ 1..=12)) => Token::DayMonth(day, month),
            _ => Token::Other,
        },
        [_, minutes] if minutes.len() == 2 => word.parse().map_or(Token::Other, Token::Time),
        [day, ""] | [day] => number(day).map_or(Token::Other, Token::Number),
        _ => Token::Other,
    }
}

fn word_token(word: &str) -> Token {
    const WEEKDAYS: [(&str, &str, Weekday); 7] = [
        ("mo", "montag", Weekday::Mon),
        ("di", "dienstag", Weekday::Tue),
        ("mi", "mittwoch", Weekday::Wed),
        ("do", "donnerstag", Weekday::Thu),
        ("fr", "freitag", Weekday::Fri),
        ("sa", "samstag", Weekday::Sat),
        ("so", "sonntag", Weekday::Sun),
    ];
    const MONTHS: [(&str, u32); 13] = [
        ("januar", 1),
        ("februar", 2),
        ("märz", 3),
        ("april", 4),
        ("mai", 5),
        ("juni", 6),
        ("juli", 7),
        ("august", 8),
        ("september", 9),
        ("oktober", 10),
        ("november", 11),
        ("dezember", 12),
        ("maerz", 3),
    ];
    const FILLERS: [&str; 24] = [
        "und",
        "am",
        "um",
        "uhr",
        "ab",
        "von",
        "vom",
        "h",
        "jeden",
        "jede",
        "jeweils",
        "immer",
        "wöchentlich",
        "den",
        "der",
        "ca",
        "zum",
        "je",
        "offener",
        "treff",
        "beginn",
        "start",
        "findet",
        "statt",
    ];
    if word == "bis" {
        return Token::Dash;
    }
    let is_day = |short: &str, long: &str| {
        let stem = word.strip_suffix('s').unwrap_or(word);
        stem == long || word == short || (word.len() >= 3 && long.starts_with(word) && !FILLERS.contains(&word))
    };
    if word == "sonnabend" || word == "sonnabends" {
        return Token::Weekday(Weekday::Sat);
    }
    if let Some((_, _, day)) = WEEKDAYS.iter().find(|(short, long, _)| is_day(short, long)) {
        return Token::Weekday(*day);
    }
    // "Jan", "Sept".
    if let Some((_, month)) =
        MONTHS.iter().find(|(name, _)| *name == word || (word.chars().count() >= 3 && name.starts_with(word)))
    {
        return Token::Month(*month);
    }
    if FILLERS.contains(&word) { Token::Filler } else { Token::Other }
}

#[cfg(test)]
mod tests;
