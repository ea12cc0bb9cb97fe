//! Dates, times, prices and distances in words.

use chrono::{Datelike, NaiveDate, Weekday};
use model::price::{Money, Price, PriceBasis};
use model::schedule::{ClockTime, Meeting, WeekdaySet};

use super::{Words, say};
use crate::params::weekday_code;

pub fn weekday_short(words: &Words, day: Weekday) -> String {
    words.code("wochentag-kurz", weekday_code(day))
}

pub fn weekday(words: &Words, day: Weekday) -> String {
    words.code("wochentag", weekday_code(day))
}

pub fn month(words: &Words, date: NaiveDate) -> String {
    words.code("monat", &date.month().to_string())
}

pub fn month_short(words: &Words, date: NaiveDate) -> String {
    words.code("monat-kurz", &date.month().to_string())
}

/// "Di., 3. März 2026".
pub fn day(words: &Words, date: NaiveDate) -> String {
    say::date_with_weekday(
        words,
        date.day().to_string(),
        month(words, date),
        weekday_short(words, date.weekday()),
        date.year().to_string(),
    )
}

/// "3. März 2026".
pub fn date(words: &Words, date: NaiveDate) -> String {
    say::date_plain(words, date.day().to_string(), month(words, date), date.year().to_string())
}

/// "Di., 3. März": where the year is clear.
pub fn day_without_year(words: &Words, date: NaiveDate) -> String {
    say::date_without_year(words, date.day().to_string(), month(words, date), weekday_short(words, date.weekday()))
}

/// "18:30 Uhr", "18:30 bis 20:00 Uhr".
pub fn clock(words: &Words, start: ClockTime, end: Option<ClockTime>) -> String {
    match end {
        Some(end) => say::time_from_to(words, end.to_string(), start.to_string()),
        None => say::time_at(words, start.to_string()),
    }
}

/// "Di., 3. März 2026, 18:30 bis 20:00 Uhr", "Fr., 6. bis So., 8. März 2026" for several days.
pub fn meeting(words: &Words, meeting: &Meeting) -> String {
    let days = match meeting.until.filter(|until| *until > meeting.date) {
        Some(until) => say::date_range(words, day(words, meeting.date), day(words, until)),
        None => day(words, meeting.date),
    };
    match meeting.start {
        Some(start) => format!("{days}, {}", clock(words, start, meeting.end)),
        None => days,
    }
}

/// "montags und donnerstags".
pub fn weekdays(words: &Words, days: WeekdaySet) -> String {
    let names: Vec<String> = days.iter().map(|day| words.code("wochentags", weekday_code(day))).collect();
    list(words, &names)
}

/// "a, b und c".
pub fn list(words: &Words, items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => say::list_end(words, first.join(", "), last.clone()),
    }
}

/// "65,60 €" or "€65.60".
pub fn money(words: &Words, amount: Money) -> String {
    if words.is_german() {
        return amount.to_string();
    }
    let printed = amount.to_string();
    let number = printed.trim_end_matches("\u{a0}€");
    let swapped: String = number
        .chars()
        .map(|c| match c {
            ',' => '.',
            '.' => ',',
            other => other,
        })
        .collect();
    match swapped.strip_prefix('-') {
        Some(rest) => format!("-€{rest}"),
        None => format!("€{swapped}"),
    }
}

/// "65,60 €", "kostenlos", "Preis nicht angegeben".
pub fn price(words: &Words, price: &Price) -> String {
    match price.basis {
        PriceBasis::Unknown => say::price_unknown(words),
        PriceBasis::Free => say::price_free(words),
        PriceBasis::Amount(amount) => money(words, amount),
    }
}

/// "3,4 km", "unter 1 km".
pub fn distance(words: &Words, km: f64) -> String {
    if km < 1.0 { say::distance_near(words) } else { say::distance_km(words, (km * 10.0).round() / 10.0) }
}
