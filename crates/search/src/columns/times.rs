//! Days and minutes as small numbers, and the rows that say when and where an offer takes place.

use chrono::{Datelike, Days, NaiveDate, NaiveDateTime, Timelike};
use model::schedule::{ClockTime, Meeting, Schedule, TimeOfDay, WeekdaySet};

/// Days since the first of January 1970 plus [`SHIFT`]; [`OPEN`] has no end.
pub(crate) type Day = u16;

/// No known last day.
pub(crate) const OPEN: Day = u16::MAX;
/// No known time of day.
pub(crate) const NO_TIME: u16 = u16::MAX;
/// Day number of 2000-01-01; days before it are all the same to a search.
const EPOCH: i32 = 730_120;

/// Day number; dates before 2000 and after 2170 are drawn to these ends.
pub(crate) fn day_of(date: NaiveDate) -> Day {
    (date.num_days_from_ce() - EPOCH).clamp(0, i32::from(OPEN) - 1) as Day
}

pub(crate) fn date_of(day: Day) -> NaiveDate {
    NaiveDate::from_num_days_from_ce_opt(EPOCH + i32::from(day)).expect("every day number lies between 2000 and 2180")
}

/// 0 is Monday.
pub(crate) fn weekday_of(day: Day) -> u32 {
    // 2000-01-01 was a Saturday.
    (u32::from(day) + 5) % 7
}

/// Local time as day and minute; a meeting counts as long as it starts in this minute or later.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(crate) struct Moment {
    pub day: Day,
    pub minute: u16,
}

impl Moment {
    pub(crate) fn new(now: NaiveDateTime) -> Self {
        // 18:30:20 is after 18:30.
        let started = u32::from(now.second() > 0 || now.nanosecond() > 0);
        Self { day: day_of(now.date()), minute: (now.hour() * 60 + now.minute() + started) as u16 }
    }
}

/// A meeting on one day. Sorted by day and start within an offer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Row {
    pub day: Day,
    /// Minute, or [`NO_TIME`].
    pub start: u16,
    /// Index into the places of the part.
    pub place: u32,
    /// Index of the session within the offer.
    pub session: u16,
    /// Bits 0–2 weekday, 3–5 time of day (0 unknown), 6 full.
    pub traits: u16,
}

impl Row {
    pub(crate) fn weekdays(self) -> u8 {
        1 << (self.traits & 7)
    }

    /// One bit per time of day, none when unknown.
    pub(crate) fn times(self) -> u8 {
        time_bit((self.traits >> 3 & 7) as u8)
    }

    pub(crate) fn is_full(self) -> bool {
        self.traits & 64 != 0
    }

    pub(crate) fn is_over(self, now: Moment) -> bool {
        self.day < now.day || (self.day == now.day && self.start < now.minute)
    }
}

fn time_bit(index: u8) -> u8 {
    if index == 0 { 0 } else { 1 << (index - 1) }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum SpanKind {
    /// Every week on the given days.
    Weekly,
    /// Opening hours: one can come until closing.
    DropIn,
    /// One meeting over several whole days.
    Block,
    /// No day is known: by appointment, at any time, or running without known days until `last`.
    Undated,
}

/// What cannot be one row: patterns, meetings over several days, sessions without dates.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Span {
    pub kind: SpanKind,
    pub first: Day,
    /// Last day, or [`OPEN`].
    pub last: Day,
    pub start: u16,
    pub end: u16,
    /// Bit 0 is Monday.
    pub weekdays: u8,
    /// 0 unknown, else 1 + index into [`TimeOfDay::ALL`].
    pub time: u8,
    pub full: bool,
    pub place: u32,
    pub session: u16,
}

/// The days of a span that lie in a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Window {
    pub from: Day,
    pub until: Day,
}

impl Span {
    pub(crate) fn times(self) -> u8 {
        time_bit(self.time)
    }

    /// The part of `asked` in which this span still has days to come at `now`; `None` when there is none.
    pub(crate) fn window(self, now: Moment, asked: Window) -> Option<Window> {
        let mut from = self.first.max(asked.from);
        let until = self.last.min(asked.until);
        match self.kind {
            SpanKind::Undated => return None,
            SpanKind::Block => {
                let overlaps = self.last >= now.day && self.last >= asked.from && self.first <= asked.until;
                return overlaps.then_some(Window { from: self.first, until: self.last });
            }
            SpanKind::Weekly => {
                let today_is_over = self.start < now.minute;
                from = from.max(now.day + u16::from(today_is_over));
            }
            SpanKind::DropIn => {
                let closed = if self.end == NO_TIME { self.start < now.minute } else { self.end <= now.minute };
                from = from.max(now.day + u16::from(closed));
            }
        }
        (from <= until).then_some(Window { from, until })
    }

    /// Weekdays on which it takes place inside the window.
    pub(crate) fn weekdays_in(self, window: Window) -> u8 {
        if self.kind == SpanKind::Block || window.until - window.from >= 6 {
            return self.weekdays;
        }
        (window.from..=window.until).fold(0, |days, day| days | 1 << weekday_of(day)) & self.weekdays
    }

    /// First day inside the window on one of `weekdays`.
    pub(crate) fn first_in(self, window: Window, weekdays: u8) -> Option<Day> {
        if self.kind == SpanKind::Block {
            return (self.weekdays & weekdays != 0).then_some(self.first);
        }
        let days = self.weekdays & weekdays;
        (0..7)
            .map(|ahead| window.from.saturating_add(ahead))
            .find(|day| *day <= window.until && days & 1 << weekday_of(*day) != 0)
    }

    /// Number of days inside the window on one of `weekdays`.
    pub(crate) fn count_in(self, window: Window, weekdays: u8) -> u32 {
        let days = self.weekdays & weekdays;
        if self.kind == SpanKind::Block {
            return u32::from(days != 0);
        }
        let length = u32::from(window.until - window.from) + 1;
        let rest =
            (0..length % 7).filter(|ahead| days & 1 << weekday_of(window.from + *ahead as u16) != 0).count() as u32;
        length / 7 * days.count_ones() + rest
    }
}

fn time_code(meeting: &Meeting) -> u8 {
    match meeting.time_of_day() {
        None => 0,
        Some(time) => 1 + TimeOfDay::ALL.iter().position(|t| *t == time).unwrap_or(0) as u8,
    }
}

fn minute(time: Option<ClockTime>) -> u16 {
    time.map_or(NO_TIME, ClockTime::minutes)
}

/// Rows and spans of one schedule.
pub(crate) fn rows_of(
    schedule: &Schedule,
    session: u16,
    place: u32,
    full: bool,
    rows: &mut Vec<Row>,
    spans: &mut Vec<Span>,
) {
    let undated = |first: Day, last: Day| Span {
        kind: SpanKind::Undated,
        first,
        last,
        start: NO_TIME,
        end: NO_TIME,
        weekdays: 0,
        time: 0,
        full,
        place,
        session,
    };
    match schedule {
        Schedule::Dates { meetings } => {
            for meeting in meetings {
                if meeting.last_day() > meeting.date {
                    spans.push(block(meeting, session, place, full));
                } else {
                    rows.push(row(meeting, session, place, full));
                }
            }
        }
        Schedule::Span { from, until, weekdays, start, end } if weekdays.is_empty() => {
            rows.push(row(&Meeting { date: *from, until: None, start: *start, end: *end }, session, place, full));
            if let Some(until) = until
                && until > from
            {
                // Runs on, nobody knows on which days.
                spans.push(undated(day_of(*from), day_of(*until)));
            }
        }
        Schedule::Span { from, until, weekdays, start, end } => {
            let example = Meeting { date: *from, until: None, start: *start, end: *end };
            spans.push(Span {
                kind: SpanKind::Weekly,
                start: minute(*start),
                end: minute(*end),
                weekdays: weekdays.bits() & 0x7f,
                time: time_code(&example),
                ..undated(day_of(*from), until.map_or(OPEN, day_of))
            });
        }
        Schedule::DropIn { hours, from, until } => {
            let (first, last) = (from.map_or(0, day_of), until.map_or(OPEN, day_of));
            let known = hours.iter().filter(|open| !open.weekdays.is_empty());
            let mut any = false;
            for open in known {
                any = true;
                let example =
                    Meeting { date: date_of(0), until: None, start: Some(open.opens), end: Some(open.closes) };
                spans.push(Span {
                    kind: SpanKind::DropIn,
                    start: open.opens.minutes(),
                    end: open.closes.minutes(),
                    weekdays: open.weekdays.bits() & 0x7f,
                    time: time_code(&example),
                    ..undated(first, last)
                });
            }
            if !any {
                spans.push(undated(first, last));
            }
        }
        Schedule::OnRequest => spans.push(undated(0, OPEN)),
    }
}

fn row(meeting: &Meeting, session: u16, place: u32, full: bool) -> Row {
    let day = day_of(meeting.date);
    let traits = weekday_of(day) as u16 | u16::from(time_code(meeting)) << 3 | u16::from(full) << 6;
    Row { day, start: minute(meeting.start), place, session, traits }
}

fn block(meeting: &Meeting, session: u16, place: u32, full: bool) -> Span {
    let covered: WeekdaySet = (0..7)
        .map(|ahead| meeting.date + Days::new(ahead))
        .take_while(|d| *d <= meeting.last_day())
        .map(|d| d.weekday())
        .collect();
    Span {
        kind: SpanKind::Block,
        first: day_of(meeting.date),
        last: day_of(meeting.last_day()),
        start: minute(meeting.start),
        end: minute(meeting.end),
        weekdays: covered.bits() & 0x7f,
        time: time_code(meeting),
        full,
        place,
        session,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_survive_and_know_their_weekday() {
        for text in ["2000-01-01", "2026-03-02", "2030-12-31", "2099-02-28"] {
            let date: NaiveDate = text.parse().unwrap();
            assert_eq!(date_of(day_of(date)), date);
            assert_eq!(weekday_of(day_of(date)), date.weekday().num_days_from_monday());
        }
    }

    #[test]
    fn counting_by_arithmetic_equals_counting_days() {
        let span = Span {
            kind: SpanKind::Weekly,
            first: 100,
            last: OPEN,
            start: 600,
            end: 700,
            weekdays: 0b0010_0101,
            time: 1,
            full: false,
            place: 0,
            session: 0,
        };
        for length in 0..30 {
            let window = Window { from: 111, until: 111 + length };
            for asked in [0x7f, 0b1, 0b10_0000, 0b1000] {
                let days: Vec<Day> =
                    (window.from..=window.until).filter(|d| span.weekdays & asked & 1 << weekday_of(*d) != 0).collect();
                assert_eq!(span.count_in(window, asked) as usize, days.len());
                assert_eq!(span.first_in(window, asked), days.first().copied());
            }
        }
    }
}
