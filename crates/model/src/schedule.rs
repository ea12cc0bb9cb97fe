//! Sessions: when and where an offer takes place. All times are local time in Germany (Europe/Berlin).

use std::fmt;
use std::str::FromStr;

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, NaiveTime, Weekday};
use serde::{Deserialize, Serialize};

use crate::codes::{InvalidCode, coded_enum};
use crate::offers::Participants;
use crate::places::PlaceContent;
use crate::price::Price;

/// One run of an offer (Durchführung): booked as a whole, at one place or online.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Session {
    /// The source's own id of this run, where it has one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub foreign_id: Option<String>,
    pub schedule: Schedule,
    /// `None`: online or not yet known (see [`crate::offers::OfferContent::delivery`]).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub place: Option<PlaceContent>,
    #[serde(default)]
    pub state: SessionState,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Where it differs from the offer's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub price: Option<Price>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub participants: Option<Participants>,
}

coded_enum! {
    #[derive(Default)]
    SessionState { #[default] Planned = "planned", Cancelled = "cancelled" }
}

/// When a session takes place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "kind")]
pub enum Schedule {
    /// Fixed dates, in order of time.
    Dates { meetings: Vec<Meeting> },
    /// A weekly pattern, or (with no weekdays) a span of which only the first and perhaps the last day is known.
    Span {
        from: NaiveDate,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "WeekdaySet::is_empty")]
        weekdays: WeekdaySet,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        start: Option<ClockTime>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        end: Option<ClockTime>,
    },
    /// Come whenever it is open; no registration for a certain date.
    DropIn {
        hours: Vec<OpeningHours>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        from: Option<NaiveDate>,
        #[serde(default, skip_serializing_if = "Option::is_none")]
        until: Option<NaiveDate>,
    },
    /// By appointment, or start at any time.
    OnRequest,
}

impl Schedule {
    /// The meetings from `from` to `until` (both inclusive), patterns expanded, in order of time.
    /// A span without weekdays yields its first day only: the days in between are not known.
    pub fn meetings_between(&self, from: NaiveDate, until: NaiveDate) -> Vec<Meeting> {
        match self {
            Self::Dates { meetings } => {
                meetings.iter().filter(|m| m.last_day() >= from && m.date <= until).cloned().collect()
            }
            Self::Span { from: first, until: last, weekdays, start, end } => {
                let meeting = |date| Meeting { date, until: None, start: *start, end: *end };
                if weekdays.is_empty() {
                    let inside = *first >= from && *first <= until;
                    return if inside { vec![meeting(*first)] } else { Vec::new() };
                }
                let begin = from.max(*first);
                let finish = last.map_or(until, |last| last.min(until));
                begin
                    .iter_days()
                    .take_while(|day| *day <= finish)
                    .filter(|day| weekdays.contains(day.weekday()))
                    .map(meeting)
                    .collect()
            }
            Self::DropIn { hours, from: first, until: last } => {
                let begin = first.map_or(from, |first| first.max(from));
                let finish = last.map_or(until, |last| last.min(until));
                let mut meetings = Vec::new();
                for day in begin.iter_days().take_while(|day| *day <= finish) {
                    for open in hours.iter().filter(|open| open.weekdays.contains(day.weekday())) {
                        meetings.push(Meeting {
                            date: day,
                            until: None,
                            start: Some(open.opens),
                            end: Some(open.closes),
                        });
                    }
                }
                meetings.sort_by_key(|m| (m.date, m.start));
                meetings
            }
            Self::OnRequest => Vec::new(),
        }
    }

    /// First day, where one is known.
    pub fn first_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Dates { meetings } => meetings.iter().map(|m| m.date).min(),
            Self::Span { from, .. } => Some(*from),
            Self::DropIn { from, .. } => *from,
            Self::OnRequest => None,
        }
    }

    /// The last day on which it can still take place; `None` when it has no known end.
    pub fn last_day(&self) -> Option<NaiveDate> {
        match self {
            Self::Dates { meetings } => meetings.iter().map(Meeting::last_day).max(),
            Self::Span { from, until, weekdays, .. } => {
                if weekdays.is_empty() {
                    Some(until.unwrap_or(*from))
                } else {
                    *until
                }
            }
            Self::DropIn { until, .. } => *until,
            Self::OnRequest => None,
        }
    }
}

/// One meeting on one day (or, with `until`, over several whole days).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Meeting {
    pub date: NaiveDate,
    /// Last day of a meeting over several days.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub until: Option<NaiveDate>,
    /// Unknown (or all-day) when `None`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub start: Option<ClockTime>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub end: Option<ClockTime>,
}

impl Meeting {
    pub fn last_day(&self) -> NaiveDate {
        self.until.unwrap_or(self.date)
    }

    /// Start as local date and time; midnight when the time is unknown.
    pub fn starts_at(&self) -> NaiveDateTime {
        self.date.and_time(self.start.map_or(NaiveTime::MIN, ClockTime::time_of_day))
    }

    /// Rule of [`TimeOfDay`], from the start, the end and the day.
    pub fn time_of_day(&self) -> Option<TimeOfDay> {
        let start = self.start?.minutes();
        let end = self.end.map(ClockTime::minutes);
        Some(if start >= 17 * 60 {
            TimeOfDay::Abends
        } else if start < 12 * 60 && end.is_none_or(|end| end <= 14 * 60) {
            TimeOfDay::Vormittags
        } else if start < 12 * 60 {
            TimeOfDay::Ganztags
        } else {
            TimeOfDay::Nachmittags
        })
    }
}

coded_enum! {
    /// Time of day of a meeting: vormittags starts before 12 and ends by 14; ganztags starts before 12 and ends later;
    /// abends starts at 17 or later; nachmittags is the rest. (Rule as used by WISY course databases, see docs; a weekend is told by weekday.)
    TimeOfDay { Vormittags = "vormittags", Nachmittags = "nachmittags", Abends = "abends", Ganztags = "ganztags" }
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct OpeningHours {
    pub weekdays: WeekdaySet,
    pub opens: ClockTime,
    pub closes: ClockTime,
}

/// Minutes since local midnight, 0 to 1440: `24:00` is an end that sources write and that no `NaiveTime` can hold.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct ClockTime(u16);

impl ClockTime {
    pub fn from_minutes(minutes: u16) -> Option<Self> {
        (minutes <= 1440).then_some(Self(minutes))
    }

    pub fn minutes(self) -> u16 {
        self.0
    }

    fn time_of_day(self) -> NaiveTime {
        // 24:00 has no NaiveTime; as a start it is the last minute of the day.
        let minutes = u32::from(self.0.min(1439));
        NaiveTime::from_hms_opt(minutes / 60, minutes % 60, 0).expect("minutes are below 1440")
    }
}

impl FromStr for ClockTime {
    type Err = InvalidCode;
    /// Reads `9`, `9:30`, `09.30`, `18:30:00`, `24:00`, with an ignored UTC offset (`18:30:00+02:00`) because sources mean local time.
    fn from_str(text: &str) -> Result<Self, InvalidCode> {
        let invalid = || InvalidCode::new("Uhrzeit", text);
        let clock = text.trim().trim_end_matches("Uhr").trim_end();
        let clock = clock.find(['+', 'Z', '-']).map_or(clock, |at| &clock[..at]);
        let mut parts = clock.split([':', '.']);
        let mut number = |limit: u16| -> Result<Option<u16>, InvalidCode> {
            let Some(part) = parts.next() else {
                return Ok(None);
            };
            let value = part.parse::<u16>().ok().filter(|v| *v <= limit && part.len() <= 2 && !part.starts_with('+'));
            value.map(Some).ok_or_else(invalid)
        };
        let hours = number(24)?.ok_or_else(invalid)?;
        let minutes = number(59)?.unwrap_or(0);
        Self::from_minutes(hours * 60 + minutes).ok_or_else(invalid)
    }
}

impl fmt::Display for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0 / 60, self.0 % 60)
    }
}

impl fmt::Debug for ClockTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl TryFrom<String> for ClockTime {
    type Error = InvalidCode;
    fn try_from(text: String) -> Result<Self, InvalidCode> {
        text.parse()
    }
}

impl From<ClockTime> for String {
    fn from(time: ClockTime) -> String {
        time.to_string()
    }
}

/// A set of weekdays; bit 0 is Monday.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct WeekdaySet(u8);

impl WeekdaySet {
    pub fn is_empty(&self) -> bool {
        self.0 == 0
    }

    pub fn contains(self, day: Weekday) -> bool {
        self.0 & (1 << day.num_days_from_monday()) != 0
    }

    #[must_use]
    pub fn with(self, day: Weekday) -> Self {
        Self(self.0 | 1 << day.num_days_from_monday())
    }

    /// Monday first.
    pub fn iter(self) -> impl Iterator<Item = Weekday> {
        const WEEK: [Weekday; 7] =
            [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri, Weekday::Sat, Weekday::Sun];
        WEEK.into_iter().filter(move |day| self.contains(*day))
    }

    /// Bit 0 is Monday.
    pub fn bits(self) -> u8 {
        self.0
    }
}

impl FromIterator<Weekday> for WeekdaySet {
    fn from_iter<I: IntoIterator<Item = Weekday>>(days: I) -> Self {
        days.into_iter().fold(Self::default(), Self::with)
    }
}

impl fmt::Debug for WeekdaySet {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

/// Whether all days of a meeting lie on Saturday or Sunday.
pub fn is_weekend(meeting: &Meeting) -> bool {
    let mut day = meeting.date;
    loop {
        if !matches!(day.weekday(), Weekday::Sat | Weekday::Sun) {
            return false;
        }
        if day >= meeting.last_day() {
            return true;
        }
        day = day + Days::new(1);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    fn meeting(start: &str, end: &str) -> Meeting {
        let clock = |text: &str| text.parse().ok();
        Meeting { date: day("2026-03-02"), until: None, start: clock(start), end: clock(end) }
    }

    #[test]
    fn clock_times_as_sources_write_them() {
        for (text, printed) in [
            ("9", "09:00"),
            ("9.30", "09:30"),
            ("18:30:00", "18:30"),
            ("24:00", "24:00"),
            ("18:30:00+02:00", "18:30"),
            ("19:15 Uhr", "19:15"),
        ] {
            assert_eq!(text.parse::<ClockTime>().unwrap().to_string(), printed, "{text}");
        }
        for bad in ["", "25:00", "24:01", "12:60", "zwölf", ":", "123:00"] {
            assert!(bad.parse::<ClockTime>().is_err(), "{bad}");
        }
    }

    #[test]
    fn time_of_day_by_start_and_end() {
        use TimeOfDay::*;
        for (start, end, expected) in [
            ("09:00", "12:00", Some(Vormittags)),
            ("11:59", "14:00", Some(Vormittags)),
            ("09:00", "14:01", Some(Ganztags)),
            ("09:00", "", Some(Vormittags)),
            ("12:00", "13:00", Some(Nachmittags)),
            ("16:59", "20:00", Some(Nachmittags)),
            ("17:00", "18:00", Some(Abends)),
            ("", "", None),
        ] {
            assert_eq!(meeting(start, end).time_of_day(), expected, "{start}–{end}");
        }
    }

    #[test]
    fn a_weekly_pattern_expands_inside_its_span_only() {
        let weekly = Schedule::Span {
            from: day("2026-03-02"),
            until: Some(day("2026-03-20")),
            weekdays: [Weekday::Mon, Weekday::Thu].into_iter().collect(),
            start: None,
            end: None,
        };
        let days: Vec<_> =
            weekly.meetings_between(day("2026-03-05"), day("2026-12-31")).into_iter().map(|m| m.date).collect();
        assert_eq!(days, ["2026-03-05", "2026-03-09", "2026-03-12", "2026-03-16", "2026-03-19"].map(day));
    }

    #[test]
    fn an_open_pattern_has_no_last_day() {
        let drop_in = Schedule::DropIn { hours: Vec::new(), from: None, until: None };
        assert_eq!(drop_in.last_day(), None);
        let span = Schedule::Span {
            from: day("2026-03-02"),
            until: None,
            weekdays: WeekdaySet::default(),
            start: None,
            end: None,
        };
        assert_eq!(span.last_day(), Some(day("2026-03-02")));
    }
}
