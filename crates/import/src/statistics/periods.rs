//! Periods as official tables and offices write them.

use chrono::NaiveDate;
use model::statistics::Period;

const MONTHS: [&str; 12] = [
    "januar",
    "februar",
    "märz",
    "april",
    "mai",
    "juni",
    "juli",
    "august",
    "september",
    "oktober",
    "november",
    "dezember",
];

const ENGLISH_MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// Names that tables give to time itself. They say what kind of period stands below them, and count nothing.
const NAMES_OF_TIME: [&str; 21] = [
    "jahr",
    "jahre",
    "stichtag",
    "stichtage",
    "monat",
    "monate",
    "quartal",
    "quartale",
    "halbjahr",
    "semester",
    "schuljahr",
    "berichtsjahr",
    "kalenderjahr",
    "zeit",
    "zeitraum",
    "year",
    "years",
    "reference date",
    "month",
    "months",
    "quarter",
];

/// `Jahr`, `Stichtag`, `Reference date`.
pub fn is_name_of_time(text: &str) -> bool {
    let lower = text.trim().trim_end_matches(':').to_lowercase();
    NAMES_OF_TIME.contains(&lower.as_str())
}

/// A part of a year that stands in a column of its own beside the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PartOfYear {
    Month(u32),
    Quarter(u32),
}

impl PartOfYear {
    /// `Januar`, `1. Quartal`.
    pub fn read(text: &str) -> Option<Self> {
        let lower = text.trim().to_lowercase();
        if let Some(month) = MONTHS.iter().position(|name| *name == lower) {
            return Some(Self::Month(month as u32 + 1));
        }
        if let Some(month) = ENGLISH_MONTHS.iter().position(|name| *name == lower) {
            return Some(Self::Month(month as u32 + 1));
        }
        let number = lower.strip_suffix("quartal").or_else(|| lower.strip_suffix("vierteljahr"))?.trim_end();
        let quarter = number.strip_suffix('.')?.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
        Some(Self::Quarter(quarter))
    }

    /// In a year; `None` for a period that is no year.
    pub fn of(self, year: Period) -> Option<Period> {
        let Period::Year(year) = year else { return None };
        Some(match self {
            Self::Month(month) => Period::Month { year, month },
            Self::Quarter(quarter) => Period::Quarter { year, quarter },
        })
    }
}

/// `2015`, `31.12.2015`, `2015-12-31`, `2023-10P6M`, `WS 2023/24`, `2015/16` (the school year that begins in 2015), `2. Quartal 2016`,
/// `Juni 2016`.
pub fn read_period(text: &str) -> Option<Period> {
    let text = text.trim();
    if text.is_empty() || text.len() > 40 {
        return None;
    }
    if let Ok(period) = text.parse::<Period>() {
        return Some(period).filter(|period| (1800..=2199).contains(&period.year()));
    }
    if let Some(day) = read_day(text) {
        return Some(Period::Day(day));
    }
    let lower = text.to_lowercase();
    let words: Vec<&str> = lower.split_whitespace().collect();
    match words[..] {
        [span] => school_year(span).map(Period::Year),
        ["ws" | "wintersemester", span] => {
            let year = school_year(span).or_else(|| read_year(span))?;
            Some(Period::HalfYear { year, month: 10 })
        }
        ["ss" | "sose" | "sommersemester", year] => Some(Period::HalfYear { year: read_year(year)?, month: 4 }),
        ["schuljahr", span] => school_year(span).map(Period::Year),
        [quarter, "quartal" | "vierteljahr", year] => {
            let quarter = quarter.strip_suffix('.')?.parse().ok().filter(|quarter| (1..=4).contains(quarter))?;
            Some(Period::Quarter { year: read_year(year)?, quarter })
        }
        [month, year] => {
            let month = MONTHS.iter().position(|name| *name == month)?;
            Some(Period::Month { year: read_year(year)?, month: month as u32 + 1 })
        }
        _ => None,
    }
}

/// A period as readers know it: `31.12.2015`, `Wintersemester 2023/24`.
pub fn label_of(period: Period) -> String {
    match period {
        Period::Day(day) => day.format("%d.%m.%Y").to_string(),
        Period::HalfYear { year, month: 10 } => format!("Wintersemester {year}/{:02}", (year + 1) % 100),
        Period::HalfYear { year, month: 4 } => format!("Sommersemester {year}"),
        Period::Quarter { year, quarter } => format!("{quarter}. Quartal {year}"),
        Period::Month { year, month } if (1..=12).contains(&month) => {
            let name = MONTHS[month as usize - 1];
            let first = name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default();
            format!("{first}{} {year}", name.chars().skip(1).collect::<String>())
        }
        _ => period.to_string(),
    }
}

/// `31.12.2015`.
pub fn read_day(text: &str) -> Option<NaiveDate> {
    let mut parts = text.trim().split('.');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str, longest: usize| {
        (!part.is_empty() && part.len() <= longest && part.bytes().all(|byte| byte.is_ascii_digit())).then_some(())
    };
    digits(day, 2).and(digits(month, 2))?;
    if parts.next().is_some() {
        return None;
    }
    NaiveDate::from_ymd_opt(read_year(year)?, month.parse().ok()?, day.parse().ok()?)
}

fn read_year(text: &str) -> Option<i32> {
    if text.len() != 4 || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        return None;
    }
    text.parse().ok().filter(|year| (1800..=2199).contains(year))
}

/// `2015/16` and `2015/2016`: the year in which it begins.
fn school_year(text: &str) -> Option<i32> {
    let (begin, end) = text.split_once('/')?;
    let year = read_year(begin)?;
    let follows = match end.len() {
        2 => end.parse::<i32>().ok()? == (year + 1) % 100,
        4 => read_year(end)? == year + 1,
        _ => false,
    };
    follows.then_some(year)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_of_a_year_and_names_of_time_are_known() {
        let year = Period::Year(2023);
        for (text, period) in
            [("Januar", "2023-01"), ("März", "2023-03"), ("June", "2023-06"), ("4. Quartal", "2023-Q4")]
        {
            let found = PartOfYear::read(text).and_then(|part| part.of(year)).map(|period| period.to_string());
            assert_eq!(found.as_deref(), Some(period), "{text}");
        }
        for text in ["", "Jan", "5. Quartal", "Insgesamt"] {
            assert_eq!(PartOfYear::read(text), None, "{text}");
        }
        assert!(is_name_of_time("Stichtag") && is_name_of_time("Reference date") && !is_name_of_time("Altersjahre"));
    }

    #[test]
    fn periods_are_read_in_all_forms() {
        for (text, period) in [
            ("2015", "2015"),
            ("31.12.2015", "2015-12-31"),
            ("1.3.2015", "2015-03-01"),
            ("2023-10P6M", "2023-10P6M"),
            ("WS 2023/24", "2023-10P6M"),
            ("Sommersemester 2024", "2024-04P6M"),
            ("2015/16", "2015"),
            ("1999/2000", "1999"),
            ("1999/00", "1999"),
            ("2. Quartal 2016", "2016-Q2"),
            ("Juni 2016", "2016-06"),
        ] {
            assert_eq!(read_period(text).map(|period| period.to_string()).as_deref(), Some(period), "{text}");
        }
        for text in
            ["2015", "31.12.2015", "2. Quartal 2016", "Juni 2016", "Wintersemester 2023/24", "Sommersemester 2024"]
        {
            assert_eq!(read_period(text).map(label_of).as_deref(), Some(text));
        }
        for text in ["", "15", "7235", "1051", "31.02.2015", "2015/18", "31.12.", "DG", "01.01.1979, (ab 2011)", "+201"]
        {
            assert!(read_period(text).is_none(), "{text}");
        }
    }
}
