//! When an offer takes place: shapes of schedules and the dates that follow from them.

use chrono::{Datelike, Days, NaiveDate, Weekday};
use serde::Deserialize;

use crate::dice::Dice;

/// How an offer's dates lie in the week and in the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Shape {
    /// Weekly in the morning, in the afternoon, in the evening.
    Vormittag,
    Nachmittag,
    Abend,
    /// One to three Saturdays.
    Samstag,
    /// Friday evening to Sunday.
    Wochenende,
    /// Five whole days in one week.
    Woche,
    /// Five mornings in one week, for children.
    Ferien,
    /// A single evening.
    Vortrag,
    /// A single afternoon.
    Nachmittags,
    /// Several mornings a week for months: Integrationskurs, Schulabschluss.
    Intensiv,
    /// Monday to Friday for months or years; only beginning and end are delivered.
    Vollzeit,
    /// Weekly group without end.
    Gruppe,
    /// Weekly opening hours, just come.
    Offen,
    /// No dates: on request.
    Anfrage,
    /// Weekly single or group lesson for half a year, delivered as a pattern.
    Unterricht,
    /// Learn alone online between two dates.
    Selbst,
    /// Whole days in a row without a clock time (Freizeit, Zeltlager).
    Tage,
}

/// One dated meeting; times in minutes after midnight, 1440 is 24:00.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Meeting {
    pub(crate) date: NaiveDate,
    pub(crate) times: Option<(u16, u16)>,
}

/// What an offer's schedule comes to.
#[derive(Debug, Clone)]
pub(crate) struct Schedule {
    pub(crate) shape: Shape,
    /// First and last day; for `Anfrage` the first day on which one may ask.
    pub(crate) begin: NaiveDate,
    pub(crate) end: NaiveDate,
    /// Every date on which it takes place, as far as it has dates of its own.
    pub(crate) meetings: Vec<Meeting>,
    /// Days on which a weekly pattern does not take place.
    pub(crate) skipped: Vec<NaiveDate>,
    /// Weekdays of a weekly pattern.
    pub(crate) weekdays: Vec<Weekday>,
    pub(crate) times: Option<(u16, u16)>,
    /// A weekly pattern without a stated end.
    pub(crate) open_ended: bool,
}

/// Offers begin at the earliest three weeks before and lie at most nine months after today.
pub(crate) const FIRST_DAY: i64 = -21;
pub(crate) const LAST_DAY: i64 = 270;

impl Schedule {
    /// Draws of chance do not depend on `today`: another day moves the dates and changes nothing else.
    pub(crate) fn draw(shape: Shape, minutes: i64, meetings: (i64, i64), offered: NaiveDate, dice: &mut Dice) -> Self {
        let count = dice.between(meetings.0, meetings.1).max(1) as usize;
        let span = match shape {
            Shape::Vormittag | Shape::Nachmittag | Shape::Abend => count as i64 * 7 + 21,
            Shape::Intensiv => count as i64 * 2 + 28,
            _ => 14,
        };
        // Programmes are denser in the near future: the smaller of two draws in half of the cases.
        let latest = (LAST_DAY - span).max(FIRST_DAY + 7);
        let (first, second) = (dice.between(FIRST_DAY, latest), dice.between(FIRST_DAY, latest));
        let offset = if dice.chance(50) { first.min(second) } else { first };
        let start = moved(offered, offset);
        let weekday = WORKDAYS[dice.below(5)];
        let quarter = dice.below(8) as u16 * 15;
        let length = minutes as u16;
        let pattern = |times: (u16, u16), weekdays: Vec<Weekday>, open_ended: bool| (Some(times), weekdays, open_ended);
        let at = |from: u16, length: u16| (from, (from + length).min(1440));
        let (times, weekdays, open_ended) = match shape {
            Shape::Vormittag => pattern(at(8 * 60 + 30 + quarter, length), vec![weekday], false),
            Shape::Nachmittag => pattern(at(14 * 60 + 30 + quarter, length), vec![weekday], false),
            Shape::Abend => pattern(at(17 * 60 + 30 + quarter, length), vec![weekday], false),
            Shape::Samstag => pattern(at(9 * 60 + quarter / 2 / 15 * 15, 360), vec![Weekday::Sat], false),
            Shape::Woche => pattern(at(9 * 60, 420), WORKDAYS.to_vec(), false),
            Shape::Ferien => pattern(at(9 * 60, 180), WORKDAYS.to_vec(), false),
            Shape::Vortrag => pattern(at(18 * 60 + quarter, length.min(120)), vec![weekday], false),
            Shape::Nachmittags => pattern(at(14 * 60 + quarter, length), vec![weekday], false),
            Shape::Intensiv => {
                let days = [&WORKDAYS[..], &WORKDAYS[..4], &WORKDAYS[1..4]][dice.below(3)].to_vec();
                pattern(if dice.chance(70) { at(8 * 60 + 30, 225) } else { at(17 * 60 + 45, 180) }, days, false)
            }
            Shape::Gruppe | Shape::Offen | Shape::Unterricht => {
                let from = [9 * 60 + 30, 14 * 60, 14 * 60, 17 * 60 + 30, 17 * 60 + 30][dice.below(5)] + quarter;
                let mut days = vec![weekday];
                if shape == Shape::Offen && dice.chance(40) {
                    days.push(WORKDAYS[(weekday.num_days_from_monday() as usize + 2) % 5]);
                    days.sort_by_key(|day| day.num_days_from_monday());
                }
                pattern(at(from, length), days, shape != Shape::Unterricht && dice.chance(60))
            }
            Shape::Vollzeit => pattern(at(8 * 60, 480), WORKDAYS.to_vec(), false),
            Shape::Wochenende => (Some((18 * 60, 21 * 60)), vec![Weekday::Fri, Weekday::Sat, Weekday::Sun], false),
            Shape::Anfrage | Shape::Selbst | Shape::Tage => (None, Vec::new(), false),
        };
        let mut schedule = Self {
            shape,
            begin: start,
            end: start,
            meetings: Vec::new(),
            skipped: Vec::new(),
            weekdays,
            times,
            open_ended,
        };
        schedule.fill(count, offered, dice);
        schedule
    }

    fn fill(&mut self, count: usize, today: NaiveDate, dice: &mut Dice) {
        let shape = self.shape;
        let last_day = moved(today, LAST_DAY);
        match shape {
            Shape::Anfrage => {}
            Shape::Selbst => self.end = moved(self.begin, dice.between(30, 120)),
            Shape::Vollzeit => {
                self.begin = next_weekday(self.begin, Weekday::Mon);
                self.end = next_weekday(moved(self.begin, count as i64 * 30), Weekday::Fri);
                self.meetings.push(Meeting { date: self.begin, times: self.times });
            }
            Shape::Tage => {
                self.begin = next_weekday(self.begin, Weekday::Fri);
                let days = dice.between(2, 4);
                self.meetings.extend((0..days).map(|day| Meeting { date: moved(self.begin, day), times: None }));
            }
            Shape::Wochenende => {
                self.begin = next_weekday(self.begin, Weekday::Fri);
                let day = |offset, times| Meeting { date: moved(self.begin, offset), times: Some(times) };
                self.meetings = vec![day(0, (1080, 1260)), day(1, (570, 1050)), day(2, (570, 780))];
            }
            Shape::Samstag | Shape::Vortrag | Shape::Nachmittags => {
                let days = if shape == Shape::Samstag { 1 + dice.below(3).saturating_sub(1) } else { 1 };
                self.weekly(days, last_day);
            }
            Shape::Woche | Shape::Ferien => {
                self.begin = next_weekday(self.begin, Weekday::Mon);
                self.weekly(5, last_day);
            }
            Shape::Vormittag | Shape::Nachmittag | Shape::Abend | Shape::Intensiv => self.weekly(count, last_day),
            Shape::Gruppe | Shape::Offen | Shape::Unterricht => {
                // Groups run already when the delivery is written; a few start later.
                let begin = if dice.chance(75) { FIRST_DAY } else { dice.between(0, 60) };
                self.begin = moved(today, begin);
                let weeks = if self.open_ended { 60 } else { dice.between(12, 38) as usize };
                self.weekly(weeks * self.weekdays.len(), last_day);
            }
        }
        if let (Some(first), Some(last)) = (self.meetings.first(), self.meetings.last()) {
            self.begin = first.date;
            if shape != Shape::Vollzeit {
                self.end = last.date;
            }
        }
    }

    /// The next `count` days on the pattern's weekdays that are no holidays, up to `last_day`.
    fn weekly(&mut self, count: usize, last_day: NaiveDate) {
        let mut date = self.begin;
        while self.meetings.len() < count && (date <= last_day || self.meetings.is_empty()) {
            if self.weekdays.contains(&date.weekday()) {
                if is_holiday(date) {
                    self.skipped.push(date);
                } else {
                    self.meetings.push(Meeting { date, times: self.times });
                }
            }
            date = moved(date, 1);
        }
        // A pattern starts on its first real date: what was skipped before it is no exception.
        if let Some(first) = self.meetings.first() {
            self.skipped.retain(|day| *day > first.date);
        }
    }
}

const WORKDAYS: [Weekday; 5] = [Weekday::Mon, Weekday::Tue, Weekday::Wed, Weekday::Thu, Weekday::Fri];

/// `date` moved by days; stays where it is at the ends of the calendar.
pub(crate) fn moved(date: NaiveDate, days: i64) -> NaiveDate {
    let distance = Days::new(days.unsigned_abs());
    if days < 0 { date.checked_sub_days(distance) } else { date.checked_add_days(distance) }.unwrap_or(date)
}

fn next_weekday(date: NaiveDate, weekday: Weekday) -> NaiveDate {
    let distance = (7 + weekday.num_days_from_monday() - date.weekday().num_days_from_monday()) % 7;
    moved(date, i64::from(distance))
}

/// Public holidays of Rheinland-Pfalz and the days between the years, on which no course takes place.
pub(crate) fn is_holiday(date: NaiveDate) -> bool {
    let fixed = matches!((date.month(), date.day()), (1, 1..=6) | (5 | 11, 1) | (10, 3) | (12, 23..=31));
    let easter = easter_sunday(date.year());
    fixed || [-2, 0, 1, 39, 49, 50, 60].iter().any(|offset| moved(easter, *offset) == date)
}

/// Gauss' rule in the form of Lichtenberg.
fn easter_sunday(year: i32) -> NaiveDate {
    let century = year / 100;
    let m = 15 + (3 * century + 3) / 4 - (8 * century + 13) / 25;
    let s = 2 - (3 * century + 3) / 4;
    let golden = year % 19;
    let moon = (19 * golden + m) % 30;
    let correction = (moon + golden / 11) / 29;
    let limit = 21 + moon - correction;
    let sunday = 7 - (year + year / 4 + s) % 7;
    let distance = 7 - (limit - sunday) % 7;
    let march = NaiveDate::from_ymd_opt(year, 3, 1).unwrap_or_default();
    moved(march, i64::from(limit + distance - 1))
}

/// Whether clocks in Germany show summer time on this day (from the last Sunday of March to the last Sunday of October).
pub(crate) fn is_summer_time(date: NaiveDate) -> bool {
    let last_sunday = |month: u32| {
        let end = NaiveDate::from_ymd_opt(date.year(), month, 31).unwrap_or_default();
        moved(end, -i64::from(end.weekday().num_days_from_sunday()))
    };
    date >= last_sunday(3) && date < last_sunday(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> NaiveDate {
        text.parse().unwrap()
    }

    #[test]
    fn easter_is_where_the_calendar_has_it() {
        for sunday in ["2024-03-31", "2025-04-20", "2026-04-05", "2027-03-28", "2038-04-25"] {
            assert_eq!(easter_sunday(day(sunday).year()), day(sunday));
        }
        assert!(is_holiday(day("2026-05-25")), "Pfingstmontag");
        assert!(!is_holiday(day("2026-05-26")));
    }

    #[test]
    fn summer_time_changes_on_the_last_sundays() {
        assert!(!is_summer_time(day("2026-03-28")) && is_summer_time(day("2026-03-29")));
        assert!(is_summer_time(day("2026-10-24")) && !is_summer_time(day("2026-10-25")));
    }

    #[test]
    fn dates_keep_their_window_their_weekdays_and_avoid_holidays() {
        let today = day("2026-11-22");
        let shapes = [
            Shape::Abend,
            Shape::Samstag,
            Shape::Wochenende,
            Shape::Woche,
            Shape::Vortrag,
            Shape::Intensiv,
            Shape::Gruppe,
            Shape::Offen,
            Shape::Unterricht,
            Shape::Nachmittag,
        ];
        for seed in 0..400 {
            let shape = shapes[seed as usize % shapes.len()];
            let schedule = Schedule::draw(shape, 90, (8, 12), today, &mut Dice::new(seed, [0; 3]));
            assert!(!schedule.meetings.is_empty(), "{schedule:?}");
            assert!(schedule.meetings.windows(2).all(|pair| pair[0].date < pair[1].date), "{schedule:?}");
            for meeting in &schedule.meetings {
                let distance = (meeting.date - today).num_days();
                assert!((FIRST_DAY..=LAST_DAY + 30).contains(&distance), "{shape:?} {distance}");
                assert!(shape == Shape::Wochenende || !is_holiday(meeting.date));
                assert!(schedule.weekdays.contains(&meeting.date.weekday()), "{schedule:?}");
                assert!(meeting.times.is_some_and(|(from, to)| from < to && to <= 1440));
            }
        }
    }

    #[test]
    fn another_day_moves_dates_only() {
        for seed in 0..100 {
            let draw = |today| Schedule::draw(Shape::Abend, 90, (8, 12), today, &mut Dice::new(seed, [0; 3]));
            let (first, second) = (draw(day("2026-11-22")), draw(day("2027-02-03")));
            assert_eq!((first.weekdays, first.times), (second.weekdays, second.times));
        }
    }
}
