//! Single values as sources write them: dates, numbers, truth values. No meaning, no issues: `None` is "not readable".

use chrono::NaiveDate;

/// First and last year that a learning offer can have; what lies outside is a slip or a placeholder ("31.12.2099", "0201-03-04").
pub const YEARS: std::ops::RangeInclusive<i32> = 1990..=2098;

/// A date as a source wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DateReading {
    Date(NaiveDate),
    /// A date of the calendar, but not of this life.
    OutOfRange,
    Unreadable,
}

/// Reads `2026-03-02`, `2026-03-02T18:30:00+01:00`, `2026-03-02+01:00`, `02.03.2026`, `2.3.26`, `20260302`, `02/03/2026`.
/// A time of day or an offset behind the date is passed over: sources mean local time.
pub fn read_date(text: &str) -> DateReading {
    let text = text.trim();
    let date = match text.split(['T', ' ']).next() {
        Some(date) if !date.is_empty() => date,
        _ => return DateReading::Unreadable,
    };
    let iso = || {
        let head = date.get(..10)?;
        let mut parts = head.split('-');
        let [year, month, day] = [parts.next()?, parts.next()?, parts.next()?];
        let lengths_fit = year.len() == 4 && month.len() == 2 && day.len() == 2;
        if !lengths_fit {
            return None;
        }
        ymd(year, month, day)
    };
    let german = || {
        let mut parts = date.split(['.', '/']);
        let [day, month, year] = [parts.next()?, parts.next()?, parts.next()?];
        let century = if year.len() == 2 { "20" } else { "" };
        parts.next().is_none().then_some(())?;
        ymd(&format!("{century}{year}"), month, day)
    };
    let compact = || {
        let plain = date.len() == 8 && date.is_ascii();
        plain.then(|| ymd(&date[..4], &date[4..6], &date[6..])).flatten()
    };
    match iso().or_else(german).or_else(compact) {
        Some(date) if YEARS.contains(&chrono::Datelike::year(&date)) => DateReading::Date(date),
        Some(_) => DateReading::OutOfRange,
        None => DateReading::Unreadable,
    }
}

fn ymd(year: &str, month: &str, day: &str) -> Option<NaiveDate> {
    let digits = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if !digits(year) || !digits(month) || !digits(day) {
        return None;
    }
    NaiveDate::from_ymd_opt(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
}

/// A truth value as a source wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum BoolReading {
    Clear(bool),
    /// A slip of the pen ("fasle") that can only mean this.
    Misspelt(bool),
    Unreadable,
}

/// Reads `true`, `1`, `ja`, `x` …; misspelt words count when their letters are those of `true` or `false`.
pub fn read_bool(text: &str) -> BoolReading {
    let word = text.trim().to_lowercase();
    match word.as_str() {
        "true" | "1" | "ja" | "j" | "yes" | "y" | "wahr" | "x" => return BoolReading::Clear(true),
        "false" | "0" | "nein" | "n" | "no" | "falsch" => return BoolReading::Clear(false),
        _ => {}
    }
    let mut letters: Vec<char> = word.chars().collect();
    letters.sort_unstable();
    letters.dedup();
    match letters.iter().collect::<String>().as_str() {
        "aefls" => BoolReading::Misspelt(false),
        "ertu" => BoolReading::Misspelt(true),
        _ => BoolReading::Unreadable,
    }
}

/// A decimal number times `10^digits`, rounded: `82.8`, `82,80`, `1.234,50`, `1,234.50`, `1 234`. At most twelve digits before the sign.
pub fn read_decimal(text: &str, digits: u32) -> Option<i64> {
    let text = text.trim();
    let (negative, text) = match text.strip_prefix(['-', '−', '–']) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let kept: String = text.chars().filter(|c| !matches!(c, ' ' | '\u{a0}' | '\u{202f}' | '\'' | '’')).collect();
    // ",-" and ",--" are how shops write whole euros.
    let kept = kept.trim_end_matches(['-', '–', '—']);
    let last_comma = kept.rfind(',');
    let last_point = kept.rfind('.');
    let separator = match (last_comma, last_point) {
        (Some(comma), Some(point)) => Some(comma.max(point)),
        (Some(at), None) if kept.matches(',').count() == 1 => Some(at),
        // "1.234" is a thousand in German texts, "82.8" and "1234.567" are decimals.
        (None, Some(at)) if kept.matches('.').count() == 1 => (kept.len() - at != 4 || at > 3 || at == 0).then_some(at),
        _ => None,
    };
    let (whole, fraction) = match separator {
        Some(at) => (&kept[..at], &kept[at + 1..]),
        None => (kept, ""),
    };
    let whole: String = whole.chars().filter(|c| !matches!(c, '.' | ',')).collect();
    let is_number = |text: &str| text.bytes().all(|b| b.is_ascii_digit());
    if whole.is_empty() && fraction.is_empty() || !is_number(&whole) || !is_number(fraction) || whole.len() > 12 {
        return None;
    }
    let mut value: i64 = if whole.is_empty() { 0 } else { whole.parse().ok()? };
    let mut rest = fraction.bytes();
    for _ in 0..digits {
        value = value * 10 + i64::from(rest.next().map_or(0, |digit| digit - b'0'));
    }
    if rest.next().is_some_and(|digit| digit >= b'5') {
        value += 1;
    }
    Some(if negative { -value } else { value })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn dates_as_sources_write_them() {
        let expected = DateReading::Date(NaiveDate::from_ymd_opt(2026, 3, 2).unwrap());
        for text in [
            "2026-03-02",
            " 2026-03-02T18:30:00.000+01:00 ",
            "2026-03-02+01:00",
            "2026-03-02Z",
            "2026-03-02 18:30",
            "02.03.2026",
            "2.3.26",
            "20260302",
            "02/03/2026",
        ] {
            assert_eq!(read_date(text), expected, "{text}");
        }
        for text in ["0201-03-04", "2099-12-31", "9999-12-31", "31.12.2099", "1899-12-30"] {
            assert_eq!(read_date(text), DateReading::OutOfRange, "{text}");
        }
        for text in ["", "31.02.2026", "2026-13-01", "bald", "2026", "1.2.3.4", "2026-3-2x", "-026-01-01", "٢٠٢٦-03-02"]
        {
            assert_eq!(read_date(text), DateReading::Unreadable, "{text}");
        }
    }

    #[test]
    fn truth_values_and_their_slips() {
        use BoolReading::*;
        for (text, reading) in [
            ("true", Clear(true)),
            ("TRUE", Clear(true)),
            ("1", Clear(true)),
            ("Nein", Clear(false)),
            ("fasle", Misspelt(false)),
            ("flase", Misspelt(false)),
            ("falsee", Misspelt(false)),
            ("ture", Misspelt(true)),
            ("", Unreadable),
            ("vielleicht", Unreadable),
        ] {
            assert_eq!(read_bool(text), reading, "{text}");
        }
    }

    #[test]
    fn decimals_in_german_and_in_xml() {
        for (text, cents) in [
            ("82.8", 8280),
            ("82,80", 8280),
            ("109.0", 10900),
            ("1.234,50", 123_450),
            ("1,234.50", 123_450),
            ("1.234", 123_400),
            ("1234.567", 123_457),
            ("35464.5", 3_546_450),
            ("0.0", 0),
            ("5,-", 500),
            ("5,--", 500),
            ("1 234", 123_400),
            ("-3", -300),
            (".5", 50),
        ] {
            assert_eq!(read_decimal(text, 2), Some(cents), "{text}");
        }
        for text in ["", "-", "frei", "1e5", "12 EUR", "1,2,3.4x", "9999999999999", "."] {
            assert_eq!(read_decimal(text, 2), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn printed_amounts_are_read_back(cents in 0i64..10_000_000) {
            let printed = model::price::Money(cents).to_string();
            prop_assert_eq!(read_decimal(printed.trim_end_matches('€'), 2), Some(cents));
            prop_assert_eq!(read_decimal(&format!("{}.{:02}", cents / 100, cents % 100), 2), Some(cents));
        }

        #[test]
        fn nothing_panics(text in "\\PC{0,20}") {
            read_date(&text);
            read_bool(&text);
            read_decimal(&text, 2);
        }
    }
}
