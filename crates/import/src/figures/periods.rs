//! Periods as tables of all kinds write them.

use chrono::{NaiveDate, Weekday};
use model::statistics::Period;

/// How a period is meant by PX (`TLIST(A1)` and its kin).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Scale {
    Year,
    HalfYear,
    Quarter,
    Month,
    Week,
}

impl Scale {
    /// `A1`, `H1`, `Q1`, `M1`, `W1`.
    pub(crate) fn from_px(code: &str) -> Option<Self> {
        Some(match code {
            "A1" => Self::Year,
            "H1" => Self::HalfYear,
            "Q1" => Self::Quarter,
            "M1" => Self::Month,
            "W1" => Self::Week,
            _ => return None,
        })
    }

    /// A value of a list in PX: `2003`, `20031`, `20034`, `200312`, `200352`.
    pub(crate) fn read(self, text: &str) -> Option<Period> {
        let digits: String = text.chars().filter(char::is_ascii_digit).collect();
        let year = digits.get(..4)?.parse().ok()?;
        let rest = digits.get(4..).unwrap_or_default();
        match self {
            Self::Year => rest.is_empty().then_some(Period::Year(year)),
            Self::HalfYear => half_year(year, rest.parse().ok()?),
            Self::Quarter => quarter(year, rest.parse().ok()?),
            Self::Month => month(year, rest.parse().ok()?),
            Self::Week => week(year, rest.parse().ok()?),
        }
    }

    /// The value after `start` in steps of this scale, for ranges.
    pub(crate) fn next(self, start: Period) -> Option<Period> {
        Some(match (self, start) {
            (_, Period::Year(year)) => Period::Year(year + 1),
            (_, Period::HalfYear { year, month: 1 }) => Period::HalfYear { year, month: 7 },
            (_, Period::HalfYear { year, .. }) => Period::HalfYear { year: year + 1, month: 1 },
            (_, Period::Quarter { year, quarter: 4 }) => Period::Quarter { year: year + 1, quarter: 1 },
            (_, Period::Quarter { year, quarter }) => Period::Quarter { year, quarter: quarter + 1 },
            (_, Period::Month { year, month: 12 }) => Period::Month { year: year + 1, month: 1 },
            (_, Period::Month { year, month }) => Period::Month { year, month: month + 1 },
            (Self::Week, Period::Day(monday)) => Period::Day(monday.checked_add_days(chrono::Days::new(7))?),
            (_, Period::Day(_)) => return None,
        })
    }
}

fn half_year(year: i32, half: u32) -> Option<Period> {
    (1..=2).contains(&half).then_some(Period::HalfYear { year, month: 6 * half - 5 })
}

fn quarter(year: i32, quarter: u32) -> Option<Period> {
    (1..=4).contains(&quarter).then_some(Period::Quarter { year, quarter })
}

fn month(year: i32, month: u32) -> Option<Period> {
    (1..=12).contains(&month).then_some(Period::Month { year, month })
}

/// A week has no form of its own: its Monday stands for it (ISO 8601).
fn week(year: i32, week: u32) -> Option<Period> {
    NaiveDate::from_isoywd_opt(year, week, Weekday::Mon).map(Period::Day)
}

const MONTHS: [(&str, u32); 13] = [
    ("januar", 1),
    ("februar", 2),
    ("märz", 3),
    ("maerz", 3),
    ("april", 4),
    ("mai", 5),
    ("juni", 6),
    ("juli", 7),
    ("august", 8),
    ("september", 9),
    ("oktober", 10),
    ("november", 11),
    ("dezember", 12),
];

/// Words that may stand before a period without changing it.
const BEFORE: [&str; 14] = [
    "jahr",
    "berichtsjahr",
    "schuljahr",
    "sj",
    "kindergartenjahr",
    "kitajahr",
    "kita-jahr",
    "ausbildungsjahr",
    "stichtag",
    "stand",
    "am",
    "zum",
    "im",
    "den",
];

/// A period in any of the usual spellings. A school year (`2023/24`) is the year in which it begins.
pub(crate) fn read_period(text: &str) -> Option<Period> {
    let text = text.trim().trim_end_matches([':', '.', '*', ')']).trim();
    if let Ok(period) = text.parse() {
        return Some(period);
    }
    let lower = text.to_lowercase();
    let mut words: Vec<&str> = lower.split_whitespace().collect();
    while let Some(first) = words.first()
        && BEFORE.contains(&first.trim_end_matches(':'))
    {
        words.remove(0);
    }
    match words[..] {
        [one] => single(one),
        [season, year] if is_winter(season) => {
            Some(Period::HalfYear { year: plain_year(year).or_else(|| year_pair(year))?, month: 10 })
        }
        [season, year] if is_summer(season) => Some(Period::HalfYear { year: plain_year(year)?, month: 4 }),
        [month_name, year] if month_of(month_name).is_some() => month(plain_year(year)?, month_of(month_name)?),
        [day, month_name, year] if month_of(month_name).is_some() => {
            let day = day.trim_end_matches('.').parse().ok()?;
            NaiveDate::from_ymd_opt(plain_year(year)?, month_of(month_name)?, day).map(Period::Day)
        }
        [part, unit, year] if unit.starts_with("quartal") => quarter(plain_year(year)?, ordinal(part)?),
        [part, unit, year] if unit.starts_with("halbjahr") => half_year(plain_year(year)?, ordinal(part)?),
        [part, year] if part.starts_with('q') => quarter(plain_year(year)?, part[1..].parse().ok()?),
        [year, part] if part.starts_with('q') => quarter(plain_year(year)?, part[1..].parse().ok()?),
        _ => None,
    }
}

fn is_winter(word: &str) -> bool {
    matches!(word, "ws" | "wise" | "wintersemester")
}

fn is_summer(word: &str) -> bool {
    matches!(word, "ss" | "sose" | "sommersemester")
}

fn ordinal(word: &str) -> Option<u32> {
    match word.trim_end_matches('.') {
        "i" => Some(1),
        "ii" => Some(2),
        "iii" => Some(3),
        "iv" => Some(4),
        digits => digits.parse().ok(),
    }
}

fn month_of(word: &str) -> Option<u32> {
    let word = word.trim_end_matches('.');
    MONTHS
        .iter()
        .find(|(name, _)| *name == word || (word.chars().count() == 3 && name.starts_with(word)))
        .map(|(_, number)| *number)
}

fn plain_year(word: &str) -> Option<i32> {
    let is_year = word.len() == 4 && word.bytes().all(|byte| byte.is_ascii_digit());
    word.parse().ok().filter(|year| is_year && (1800..=2200).contains(year))
}

/// `2023/24`, `2023/2024`, `2023-24`: two years in a row, told by the first.
fn year_pair(word: &str) -> Option<i32> {
    let (first, second) = word.split_once(['/', '-', '–'])?;
    let begin = plain_year(first.trim())?;
    let second = second.trim();
    let end: i32 = second.parse().ok()?;
    let follows = match second.len() {
        2 => (begin + 1) % 100 == end,
        4 => begin + 1 == end,
        _ => false,
    };
    follows.then_some(begin)
}

fn single(word: &str) -> Option<Period> {
    if let Some(year) = plain_year(word).or_else(|| year_pair(word)) {
        return Some(Period::Year(year));
    }
    let parts: Vec<&str> = word.split('.').collect();
    if let [day, month, year] = parts[..] {
        return NaiveDate::from_ymd_opt(plain_year(year)?, month.parse().ok()?, day.parse().ok()?).map(Period::Day);
    }
    if let Some((first, second)) = word.split_once('/') {
        return month(plain_year(second)?, first.parse().ok()?);
    }
    // `2006M10`, `2006Q1`, `2006K1` (Danish), `2006H2`, `2006W05`.
    let letter = word.get(4..5)?;
    let year = plain_year(&word[..4])?;
    let number = word.get(5..)?.trim_start_matches(['-', ' ']).parse().ok()?;
    match letter {
        "m" => month(year, number),
        "q" | "k" => quarter(year, number),
        // `2013S1` of Spain and of Eurostat: the first half.
        "h" | "s" => half_year(year, number),
        "w" => week(year, number),
        _ => None,
    }
}

/// Quarters that only all values together tell: `2013T4` (trimestre) may be a third of a year as long as nothing goes up to four, and
/// `2005 - 1` needs a name that says what is counted.
pub(crate) fn read_quarters(name: &str, texts: &[&str]) -> Option<Vec<Period>> {
    const NAMES: [&str; 6] = ["quartal", "quarter", "trimestre", "kvartal", "vierteljahr", "neljännes"];
    let name = name.to_lowercase();
    let is_named = NAMES.iter().any(|known| name.contains(known));
    let one = |text: &&str| {
        let text = text.trim();
        // Years stand among their quarters in some tables.
        if let Some(period) = read_period(text) {
            return Some(period);
        }
        let (year, rest) = (plain_year(text.get(..4)?)?, text.get(4..)?.trim());
        let is_letter = rest.starts_with(['t', 'T']);
        let number: u32 = rest.trim_start_matches(['t', 'T', '-', '–', '/', '.', ' ']).parse().ok()?;
        (is_letter || (is_named && !rest.is_empty())).then_some(quarter(year, number)).flatten()
    };
    let periods: Vec<Period> = texts.iter().map(one).collect::<Option<_>>()?;
    let goes_to_four = periods.iter().any(|period| matches!(period, Period::Quarter { quarter: 4, .. }));
    goes_to_four.then_some(periods)
}

/// Whether a variable of this name holds periods.
pub(crate) fn is_time_name(label: &str) -> bool {
    const NAMES: &[&str] = &[
        "zeit",
        "zeitraum",
        "jahr",
        "jahre",
        "berichtsjahr",
        "schuljahr",
        "stichtag",
        "monat",
        "quartal",
        "semester",
        "halbjahr",
        "erhebungsjahr",
        "kalenderjahr",
        "ausbildungsjahr",
        "time",
        "year",
        "period",
        "month",
        "quarter",
        "tid",
        "datum",
        // Danish and Swedish, Finnish, French, Italian, Spanish and Portuguese, as their offices call it.
        "år",
        "måned",
        "månad",
        "kvartal",
        "vuosi",
        "vuosineljännes",
        "kuukausi",
        "année",
        "mois",
        "trimestre",
        "anno",
        "mese",
        "año",
        "ano",
        "periodo",
        "período",
        "mes",
    ];
    label.to_lowercase().split(|c: char| !c.is_alphanumeric()).any(|word| NAMES.contains(&word))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn periods_are_read_in_all_usual_spellings() {
        for (text, expected) in [
            ("2023", "2023"),
            ("Jahr 2023", "2023"),
            ("Schuljahr 2023/24", "2023"),
            ("2023/2024", "2023"),
            ("31.12.2023", "2023-12-31"),
            ("Stand: 31.12.2023", "2023-12-31"),
            ("30. Juni 2023", "2023-06-30"),
            ("Juni 2023", "2023-06"),
            ("Sep. 2023", "2023-09"),
            ("WS 2023/24", "2023-10P6M"),
            ("SoSe 2024", "2024-04P6M"),
            ("2006M10", "2006-10"),
            ("2006Q1", "2006-Q1"),
            ("2. Quartal 2023", "2023-Q2"),
            ("1. Halbjahr 2023", "2023-01P6M"),
            ("2020W53", "2020-12-28"),
            ("06/2023", "2023-06"),
        ] {
            assert_eq!(read_period(text).map(|period| period.to_string()).as_deref(), Some(expected), "{text}");
        }
        for text in [
            "",
            "1234567",
            "Anzahl",
            "2023/25",
            "31.02.2023",
            "2023M13",
            "12",
            "Jahr",
            "q 2023x",
            "Durchschnitt 2010-2015",
        ] {
            assert_eq!(read_period(text), None, "{text}");
        }
    }

    #[test]
    fn variables_of_time_are_told_by_their_names() {
        for name in ["Jahr", "Year", "år", "vuosi", "Año", "ano", "TIME_PERIOD", "Periodo", "Schuljahr", "tid"] {
            assert!(is_time_name(name), "{name}");
        }
        for name in ["Alter", "Jahrgangsstufe", "Geburtsjahr", "Anzahl", ""] {
            assert!(!is_time_name(name), "{name}");
        }
    }

    #[test]
    fn quarters_are_told_by_all_values_together() {
        let read = |name: &str, texts: &[&str]| {
            read_quarters(name, texts)
                .map(|periods| periods.iter().map(Period::to_string).collect::<Vec<_>>().join(" "))
        };
        for (name, texts, expected) in [
            ("Periodo", &["2013T4", "2013T3"][..], Some("2013-Q4 2013-Q3")),
            ("Trimestre", &["2005", "2005 - 1", "2005 - 4"], Some("2005 2005-Q1 2005-Q4")),
            // Thirds of a year, months, halves: nobody can say.
            ("Periodo", &["2013T1", "2013T2"], None),
            ("Periodo", &["2005 - 1", "2005 - 4"], None),
            ("Trimestre", &["2005 - 1", "2005 - 5"], None),
            ("Quartal", &["2005", "2006"], None),
            ("Quartal", &[], None),
        ] {
            assert_eq!(read(name, texts).as_deref(), expected, "{name} {texts:?}");
        }
    }

    #[test]
    fn lists_of_px_are_read_by_their_scale() {
        for (scale, text, expected) in [
            ("A1", "2003", "2003"),
            ("H1", "20032", "2003-07P6M"),
            ("Q1", "20034", "2003-Q4"),
            ("M1", "200311", "2003-11"),
            ("W1", "200353", ""),
            ("W1", "200401", "2003-12-29"),
        ] {
            let period = Scale::from_px(scale).unwrap().read(text).map(|period| period.to_string());
            assert_eq!(period.unwrap_or_default(), expected, "{scale} {text}");
        }
    }
}
