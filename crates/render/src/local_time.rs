//! Local time in Germany. Everything stored is local; some formats want an offset or UTC.

use chrono::{DateTime, Duration, NaiveDate, NaiveDateTime, NaiveTime, TimeZone, Utc};
use chrono_tz::{Europe::Berlin, Tz};
use model::schedule::{ClockTime, Meeting};

/// The instant of a local time. A time that a change of clocks skips is read as one hour later; of a time that occurs twice the first
/// counts (RFC 5545 §3.3.5).
pub fn instant(local: NaiveDateTime) -> DateTime<Tz> {
    let found = Berlin.from_local_datetime(&local).earliest();
    found.unwrap_or_else(|| Berlin.from_utc_datetime(&(local - Duration::hours(1))))
}

/// Local day of an instant.
pub fn day(at: DateTime<Utc>) -> NaiveDate {
    at.with_timezone(&Berlin).date_naive()
}

/// `24:00` is midnight of the next day.
pub fn at(day: NaiveDate, time: ClockTime) -> NaiveDateTime {
    day.and_time(NaiveTime::MIN) + Duration::minutes(i64::from(time.minutes()))
}

/// `2026-03-03T18:30:00+01:00`, the form of ISO 8601 that schema.org asks for.
pub fn iso(local: NaiveDateTime) -> String {
    instant(local).format("%Y-%m-%dT%H:%M:%S%:z").to_string()
}

/// When a meeting begins and ends, as far as that is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Whole days, both inclusive; also when the time of day is unknown.
    Days(NaiveDate, NaiveDate),
    /// Local times; the end is unknown or after the start.
    Times(NaiveDateTime, Option<NaiveDateTime>),
}

pub fn span(meeting: &Meeting) -> Span {
    let last = meeting.last_day().max(meeting.date);
    match (meeting.start, meeting.end) {
        (Some(start), None) if last == meeting.date => Span::Times(at(meeting.date, start), None),
        (Some(start), Some(end)) => {
            let start = at(meeting.date, start);
            Span::Times(start, Some(at(last, end)).filter(|end| *end > start))
        }
        _ => Span::Days(meeting.date, last),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn winter_summer_and_the_hours_between() {
        for (local, printed) in [
            ("2026-01-15T18:30:00", "2026-01-15T18:30:00+01:00"),
            ("2026-07-15T18:30:00", "2026-07-15T18:30:00+02:00"),
            // 29 March 2026: 02:00 to 03:00 does not exist.
            ("2026-03-29T02:30:00", "2026-03-29T03:30:00+02:00"),
            // 25 October 2026: 02:00 to 03:00 occurs twice.
            ("2026-10-25T02:30:00", "2026-10-25T02:30:00+02:00"),
        ] {
            assert_eq!(iso(local.parse().unwrap()), printed);
        }
    }

    #[test]
    fn an_end_at_24_00_is_midnight_and_an_end_before_the_start_is_unknown() {
        let clock = |text: &str| text.parse().ok();
        let meeting = |start: &str, end: &str| Meeting {
            date: "2026-12-31".parse().unwrap(),
            until: None,
            start: clock(start),
            end: clock(end),
        };
        let start = "2026-12-31T20:00:00".parse().unwrap();
        let midnight = "2027-01-01T00:00:00".parse().unwrap();
        assert_eq!(span(&meeting("20:00", "24:00")), Span::Times(start, Some(midnight)));
        assert_eq!(span(&meeting("20:00", "19:00")), Span::Times(start, None));
        assert_eq!(span(&meeting("20:00", "")), Span::Times(start, None));
        let day = "2026-12-31".parse().unwrap();
        assert_eq!(span(&meeting("", "19:00")), Span::Days(day, day));
    }
}
