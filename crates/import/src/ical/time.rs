//! Date and time values (RFC 5545 §3.3.4, §3.3.5, §3.3.6).

use chrono::{Duration, NaiveDate, NaiveDateTime, NaiveTime};

/// A value of DTSTART and its kin.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Value {
    Date(NaiveDate),
    /// Local time, in a zone or floating.
    Local(NaiveDateTime),
    Utc(NaiveDateTime),
}

/// Reads `20260302`, `20260302T183000`, `20260302T183000Z`; also with hyphens and colons, and without seconds, as some programs write.
pub fn parse_value(text: &str) -> Option<Value> {
    let text = text.trim();
    let compact: String = text.chars().filter(|c| !matches!(c, '-' | ':')).collect();
    if !compact.is_ascii() {
        return None;
    }
    let (body, is_utc) = match compact.strip_suffix(['Z', 'z']) {
        Some(body) => (body, true),
        None => (compact.as_str(), false),
    };
    let (date, time) = match body.split_once(['T', 't', ' ']) {
        Some((date, time)) => (date, Some(time)),
        None => (body, None),
    };
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if date.len() != 8 || !digits(date) {
        return None;
    }
    let number = |text: &str| text.parse::<u32>().ok();
    let day = NaiveDate::from_ymd_opt(date[..4].parse().ok()?, number(&date[4..6])?, number(&date[6..])?)?;
    let Some(time) = time else {
        return Some(Value::Date(day));
    };
    // Milliseconds are cut off.
    let time = time.split('.').next().unwrap_or(time);
    if !digits(time) || !matches!(time.len(), 4 | 6) {
        return None;
    }
    let (hour, minute) = (number(&time[..2])?, number(&time[2..4])?);
    let second = if time.len() == 6 { number(&time[4..])? } else { 0 };
    let local = if (hour, minute, second) == (24, 0, 0) {
        day.succ_opt()?.and_time(NaiveTime::MIN)
    } else {
        // 60 is a leap second.
        day.and_hms_opt(hour, minute, second.min(59))?
    };
    Some(if is_utc { Value::Utc(local) } else { Value::Local(local) })
}

/// Reads `PT1H30M`, `P1D`, `P2W`, `-PT15M`.
pub fn parse_duration(text: &str) -> Option<Duration> {
    let text = text.trim();
    let (negative, rest) = match text.strip_prefix('-') {
        Some(rest) => (true, rest),
        None => (false, text.strip_prefix('+').unwrap_or(text)),
    };
    let rest = rest.strip_prefix(['P', 'p'])?;
    let mut total = Duration::zero();
    let mut in_time = false;
    let mut number = String::new();
    let mut parts = 0;
    for c in rest.chars() {
        match c.to_ascii_uppercase() {
            'T' if number.is_empty() => in_time = true,
            digit @ '0'..='9' if number.len() < 8 => number.push(digit),
            unit => {
                let count: i64 = number.parse().ok()?;
                number.clear();
                parts += 1;
                total += match (unit, in_time) {
                    ('W', false) => Duration::weeks(count),
                    ('D', false) => Duration::days(count),
                    ('H', true) => Duration::hours(count),
                    ('M', true) => Duration::minutes(count),
                    ('S', true) => Duration::seconds(count),
                    _ => return None,
                };
            }
        }
    }
    (number.is_empty() && parts > 0).then_some(if negative { -total } else { total })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn values_as_programs_write_them() {
        let show = |text: &str| match parse_value(text) {
            Some(Value::Date(date)) => date.to_string(),
            Some(Value::Local(local)) => local.to_string(),
            Some(Value::Utc(utc)) => format!("{utc}Z"),
            None => "none".to_owned(),
        };
        for (text, expected) in [
            ("20260302", "2026-03-02"),
            ("2026-03-02", "2026-03-02"),
            ("20260302T183000", "2026-03-02 18:30:00"),
            ("20260302T183000Z", "2026-03-02 18:30:00Z"),
            ("2026-03-02T18:30:00.000Z", "2026-03-02 18:30:00Z"),
            ("20260302T1830", "2026-03-02 18:30:00"),
            ("20260302T240000", "2026-03-03 00:00:00"),
            ("20260302T235960Z", "2026-03-02 23:59:59Z"),
            ("20260230", "none"),
            ("20260302T25", "none"),
            ("20260302T250000", "none"),
            ("0000", "none"),
            ("", "none"),
            ("٢٠٢٦0302", "none"),
        ] {
            assert_eq!(show(text), expected, "{text}");
        }
    }

    #[test]
    fn durations() {
        for (text, minutes) in
            [("PT1H30M", 90), ("P1D", 1440), ("P2W", 20_160), ("-PT15M", -15), ("P1DT12H", 2160), ("+PT60S", 1)]
        {
            assert_eq!(parse_duration(text), Some(Duration::minutes(minutes)), "{text}");
        }
        for bad in ["", "P", "PT", "1H", "PT1", "P1H", "PT999999999H", "PX"] {
            assert_eq!(parse_duration(bad), None, "{bad}");
        }
    }

    proptest! {
        #[test]
        fn no_text_panics(text in "[0-9TZP:WDHMS+-]{0,20}|\\PC{0,12}") {
            parse_value(&text);
            parse_duration(&text);
        }
    }
}
