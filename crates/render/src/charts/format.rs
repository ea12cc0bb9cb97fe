//! Numbers and periods as a reader of German or English expects them.

use chrono::{Datelike, NaiveDate};
use model::statistics::Period;
use model::wert::{Symbol, Wert};

use super::scale::tick_decimals;

/// The language of a chart and of the sentence above it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Language {
    German,
    English,
}

/// How the numbers of a chart are written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Format {
    /// Places after the decimal point.
    pub decimals: u8,
    /// "%", "€", "Kinder je Gruppe"; empty for plain counts.
    pub unit: String,
    pub language: Language,
}

/// Stands between groups of words that belong on one line.
const NO_BREAK: char = '\u{a0}';
/// Stands before a sign such as "%" (DIN 5008).
const NARROW_NO_BREAK: char = '\u{202f}';

impl Format {
    /// "1.234,5" in German, "1,234.5" in English; no unit.
    pub fn number(&self, number: f64) -> String {
        let (group, point) = match self.language {
            Language::German => ('.', ','),
            Language::English => (',', '.'),
        };
        let printed = format!("{:.*}", usize::from(self.decimals.min(6)), number.abs());
        let (whole, fraction) = printed.split_once('.').unwrap_or((&printed, ""));
        let mut text = String::new();
        // What is written as zero has no sign.
        if number < 0.0 && printed.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
            text.push('−');
        }
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(3) {
                text.push(group);
            }
            text.push(digit);
        }
        if !fraction.is_empty() {
            text.push(point);
            text.push_str(fraction);
        }
        text
    }

    /// A difference: with its sign even where it is positive.
    pub fn change(&self, number: f64) -> String {
        let number = self.number(number);
        let is_positive = number.bytes().any(|byte| (b'1'..=b'9').contains(&byte)) && !number.starts_with('−');
        if is_positive { format!("+{number}") } else { number }
    }

    /// "12,3 %", "12.3%", "21,4 Kinder je Gruppe".
    pub fn with_unit(&self, number: f64) -> String {
        let text = self.number(number);
        match (self.unit.trim(), self.language) {
            ("", _) => text,
            ("%" | "‰", Language::English) => format!("{text}{}", self.unit.trim()),
            ("€", Language::English) => match text.strip_prefix('−') {
                Some(amount) => format!("−€{amount}"),
                None => format!("€{text}"),
            },
            (unit, _) if self.has_sign() => format!("{text}{NARROW_NO_BREAK}{unit}"),
            (unit, _) => format!("{text}{NO_BREAK}{unit}"),
        }
    }

    /// Whether the unit is a sign, short enough to stand at every tick.
    pub fn has_sign(&self) -> bool {
        (1..=2).contains(&self.unit.trim().chars().count())
    }

    /// For ticks and ends of bars: the number with a sign, without longer units (the axis names them).
    pub(super) fn short(&self, number: f64) -> String {
        if self.has_sign() { self.with_unit(number) } else { self.number(number) }
    }

    /// The same format with as many places as ticks need.
    pub(super) fn for_ticks(&self, ticks: &[f64]) -> Self {
        Self { decimals: tick_decimals(ticks, self.decimals), ..self.clone() }
    }

    /// At a bar or the end of a line: the number, or in a word why there is none.
    pub(super) fn mark(&self, wert: Wert) -> String {
        match wert.value() {
            Some(number) => self.short(number),
            None => self.language.symbol_short(wert.symbol).to_owned(),
        }
    }

    /// As a label says it in full: "12,3 % (geschätzt)", "geheim".
    pub fn spoken(&self, wert: Wert) -> String {
        let value = match wert.value() {
            Some(_) if wert.symbol == Symbol::RoundsToZero => self.language.symbol_long(wert.symbol).to_owned(),
            Some(number) => self.with_unit(number),
            None => self.language.symbol_long(wert.symbol).to_owned(),
        };
        let marks = if wert.value().is_some() { self.language.flags(wert.flags) } else { Vec::new() };
        if marks.is_empty() { value } else { format!("{value} ({})", marks.join(", ")) }
    }

    /// Smallest difference that the written numbers can show.
    pub(super) fn resolution(&self) -> f64 {
        10_f64.powi(-i32::from(self.decimals.min(6)))
    }
}

const MONTHS: [(&str, &str); 12] = [
    ("Januar", "January"),
    ("Februar", "February"),
    ("März", "March"),
    ("April", "April"),
    ("Mai", "May"),
    ("Juni", "June"),
    ("Juli", "July"),
    ("August", "August"),
    ("September", "September"),
    ("Oktober", "October"),
    ("November", "November"),
    ("Dezember", "December"),
];

impl Language {
    pub(super) fn pick<T>(self, german: T, english: T) -> T {
        match self {
            Self::German => german,
            Self::English => english,
        }
    }

    fn month(self, month: u32) -> &'static str {
        let (german, english) = MONTHS[(month.clamp(1, 12) - 1) as usize];
        self.pick(german, english)
    }

    fn day(self, day: NaiveDate) -> String {
        match self {
            Self::German => format!("{}. {} {}", day.day(), self.month(day.month()), day.year()),
            Self::English => format!("{} {} {}", day.day(), self.month(day.month()), day.year()),
        }
    }

    /// "2015", "31. Dezember 2015", "Wintersemester 2023/24", "2. Quartal 2023", "Juni 2023".
    pub fn period(self, period: Period) -> String {
        match period {
            Period::Year(year) => year.to_string(),
            Period::Day(day) => self.day(day),
            Period::HalfYear { year, month } => self.half_year(year, month),
            Period::Quarter { year, quarter } => {
                self.pick(format!("{quarter}. Quartal {year}"), format!("Q{quarter} {year}"))
            }
            Period::Month { year, month } => format!("{} {year}", self.month(month)),
        }
    }

    /// Semesters begin in April and October (Statistik der Studenten); any other half year is named by its months.
    fn half_year(self, year: i32, month: u32) -> String {
        let next = (year + 1).rem_euclid(100);
        match month {
            4 => self.pick(format!("Sommersemester {year}"), format!("summer term {year}")),
            10 => self.pick(format!("Wintersemester {year}/{next:02}"), format!("winter term {year}/{next:02}")),
            _ => self.pick(
                format!("Halbjahr ab {} {year}", self.month(month)),
                format!("half-year from {} {year}", self.month(month)),
            ),
        }
    }

    /// After "seit" and "vor": "2015", "dem 2. Quartal 2023", "Juni 2023".
    pub(super) fn since(self, period: Period) -> String {
        let text = self.period(period);
        match (self, period) {
            (_, Period::Year(_) | Period::Month { .. }) | (Self::English, Period::Day(_) | Period::Quarter { .. }) => {
                text
            }
            (Self::German, _) => format!("dem {text}"),
            (Self::English, Period::HalfYear { .. }) => format!("the {text}"),
        }
    }

    /// When a value was: "2015", "im 2. Quartal 2023", "am 31. Dezember 2015"; "in 2015", "on 31 December 2015".
    pub(super) fn at(self, period: Period) -> String {
        let text = self.period(period);
        match (self, period) {
            (Self::German, Period::Year(_)) => text,
            (Self::German, Period::Day(_)) => format!("am {text}"),
            (Self::German, _) => format!("im {text}"),
            (Self::English, Period::Day(_)) => format!("on {text}"),
            (Self::English, Period::HalfYear { .. }) => format!("in the {text}"),
            (Self::English, _) => format!("in {text}"),
        }
    }

    /// After "für": "2015", "das 2. Quartal 2023", "den 31. Dezember 2015".
    pub(super) fn about(self, period: Period) -> String {
        let text = self.period(period);
        match (self, period) {
            (Self::German, Period::Quarter { .. } | Period::HalfYear { .. }) => format!("das {text}"),
            (Self::German, Period::Day(_)) => format!("den {text}"),
            (Self::English, Period::HalfYear { .. }) => format!("the {text}"),
            _ => text,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use model::wert::Flags;
    use proptest::prelude::*;

    fn format(decimals: u8, unit: &str, language: Language) -> Format {
        Format { decimals, unit: unit.to_owned(), language }
    }

    #[test]
    fn numbers_are_written_as_readers_expect() {
        use Language::{English, German};
        for (number, decimals, unit, language, expected) in [
            (1234.5, 1, "", German, "1.234,5"),
            (1234.5, 1, "", English, "1,234.5"),
            (12.34, 1, "%", German, "12,3\u{202f}%"),
            (12.34, 1, "%", English, "12.3%"),
            (-0.04, 1, "%", German, "0,0\u{202f}%"),
            (-1_234_567.0, 0, "", German, "−1.234.567"),
            (999.0, 0, "", German, "999"),
            (21.4, 1, "Kinder je Gruppe", German, "21,4\u{a0}Kinder je Gruppe"),
            (65.6, 2, "€", German, "65,60\u{202f}€"),
            (-65.6, 2, "€", English, "−€65.60"),
        ] {
            assert_eq!(format(decimals, unit, language).with_unit(number), expected);
        }
    }

    #[test]
    fn what_is_no_plain_number_is_said() {
        let percent = format(1, "%", Language::German);
        for (wert, expected) in [
            (Wert::number(5.6), "5,6\u{202f}%"),
            (Wert::number(5.6).with(Flags::CONVERTED), "5,6\u{202f}% (umgerechnet, daher geschätzt)"),
            (Wert::number(5.6).with(Flags::PROVISIONAL | Flags::REVISED), "5,6\u{202f}% (vorläufig, berichtigt)"),
            (Wert::symbol(Symbol::Nothing), "0,0\u{202f}%"),
            (Wert::symbol(Symbol::RoundsToZero), "mehr als nichts, aber weniger als die Hälfte der kleinsten Einheit"),
            (Wert::symbol(Symbol::Secret).with(Flags::PROVISIONAL), "geheim"),
            (Wert::symbol(Symbol::SecretOrUnknown), "geheim oder unbekannt"),
            (Wert::symbol(Symbol::Missing), "keine Angabe"),
        ] {
            assert_eq!(percent.spoken(wert), expected);
        }
    }

    #[test]
    fn periods_are_named() {
        for (text, german, since, at) in [
            ("2015", "2015", "2015", "2015"),
            ("2015-12-31", "31. Dezember 2015", "dem 31. Dezember 2015", "am 31. Dezember 2015"),
            ("2023-10P6M", "Wintersemester 2023/24", "dem Wintersemester 2023/24", "im Wintersemester 2023/24"),
            ("1999-10P6M", "Wintersemester 1999/00", "dem Wintersemester 1999/00", "im Wintersemester 1999/00"),
            ("2023-Q2", "2. Quartal 2023", "dem 2. Quartal 2023", "im 2. Quartal 2023"),
            ("2023-03", "März 2023", "März 2023", "im März 2023"),
        ] {
            let period: Period = text.parse().unwrap();
            let language = Language::German;
            assert_eq!(
                (language.period(period), language.since(period), language.at(period)),
                (german.into(), since.into(), at.into())
            );
        }
    }

    proptest! {
        /// Nothing is lost but the places that are not shown.
        #[test]
        fn a_written_number_can_be_read_back(number in -1e9..1e9_f64, decimals in 0..4_u8) {
            let text = format(decimals, "", Language::German).number(number);
            let plain = text.replace('.', "").replace(',', ".").replace('−', "-");
            prop_assert!((plain.parse::<f64>().unwrap() - number).abs() <= 0.5001 * 10_f64.powi(-i32::from(decimals)));
        }
    }
}
