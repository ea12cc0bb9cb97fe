//! From numbers and periods to places on the drawing.

use chrono::Datelike;
use model::statistics::Period;

/// Maps a range of numbers to a range of the drawing, in proportion.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Linear {
    from: (f64, f64),
    to: (f64, f64),
}

impl Linear {
    pub(super) fn new(from: (f64, f64), to: (f64, f64)) -> Self {
        Self { from, to }
    }

    /// The range of numbers.
    pub(super) fn domain(&self) -> (f64, f64) {
        self.from
    }

    pub(super) fn at(&self, value: f64) -> f64 {
        let (low, high) = self.from;
        if high <= low {
            return f64::midpoint(self.to.0, self.to.1);
        }
        self.to.0 + (value - low) / (high - low) * (self.to.1 - self.to.0)
    }
}

/// Round numbers that enclose a range: about `count` of them, not finer than `decimals` places.
pub(super) fn nice_ticks(low: f64, high: f64, count: usize, decimals: u8) -> Vec<f64> {
    let finest = 10_f64.powi(-i32::from(decimals));
    let (low, high) = if high - low < finest { (low - finest, high + finest) } else { (low, high) };
    let raw = (high - low) / count.max(1) as f64;
    let magnitude = 10_f64.powf(raw.log10().floor());
    let step = [1.0, 2.0, 5.0, 10.0].map(|factor| factor * magnitude).into_iter().find(|step| *step >= raw * 0.999);
    let step = step.unwrap_or(magnitude * 10.0).max(finest);
    // Counted in whole steps, so that no error adds up.
    let first = (low / step + 1e-9).floor();
    let last = (high / step - 1e-9).ceil();
    (0..=((last - first) as usize).min(100)).map(|number| (first + number as f64) * step).collect()
}

/// Decimal places that ticks need, not more than `decimals`: "5 %" beside "0 %", but "0,5 %" beside "0,0 %".
pub(super) fn tick_decimals(ticks: &[f64], decimals: u8) -> u8 {
    let is_exact = |places: &u8| {
        let factor = 10_f64.powi(i32::from(*places));
        ticks.iter().all(|tick| (tick * factor - (tick * factor).round()).abs() < 1e-6)
    };
    (0..decimals).find(is_exact).unwrap_or(decimals)
}

/// Where periods stand on the axis of years.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Timeline {
    /// One value per year: 31 December 2015 then stands at 2015, not almost at 2016.
    annual: bool,
}

impl Timeline {
    /// For several series, each with its own periods.
    pub(super) fn of<'a>(series: impl IntoIterator<Item = &'a [Period]>) -> Self {
        let annual = series.into_iter().all(|periods| {
            let mut periods = periods.to_vec();
            periods.sort_unstable();
            periods.dedup();
            let mut years: Vec<i32> = periods.iter().map(|period| period.year()).collect();
            years.sort_unstable();
            years.windows(2).all(|pair| pair[0] != pair[1])
        });
        Self { annual }
    }

    pub(super) fn is_annual(self) -> bool {
        self.annual
    }

    pub(super) fn at(self, period: Period) -> f64 {
        let year = f64::from(period.year());
        if self.annual {
            return year;
        }
        let month = |month: u32| f64::from(month.saturating_sub(1)) / 12.0;
        // The middle of what the period covers.
        year + match period {
            Period::Year(_) => 0.5,
            Period::Day(day) => f64::from(day.ordinal0()) / 366.0,
            Period::HalfYear { month: first, .. } => month(first) + 0.25,
            Period::Quarter { quarter, .. } => f64::from(quarter.saturating_sub(1)) / 4.0 + 0.125,
            Period::Month { month: number, .. } => month(number) + 1.0 / 24.0,
        }
    }

    /// Where a period begins: a break at "2012" lies before January 2012.
    pub(super) fn begin(self, period: Period) -> f64 {
        let year = f64::from(period.year());
        if self.annual {
            return year;
        }
        let month = |month: u32| f64::from(month.saturating_sub(1)) / 12.0;
        year + match period {
            Period::Year(_) => 0.0,
            Period::Day(day) => f64::from(day.ordinal0()) / 366.0,
            Period::HalfYear { month: first, .. } => month(first),
            Period::Quarter { quarter, .. } => f64::from(quarter.saturating_sub(1)) / 4.0,
            Period::Month { month: number, .. } => month(number),
        }
    }
}

/// Years to write under an axis from `first` to `last` on which a year is `pixels` wide: both ends, and between them round years as far as
/// each has `room`.
pub(super) fn year_ticks(first: i32, last: i32, pixels: f64, room: f64) -> Vec<i32> {
    let steps = [1_i64, 2, 5, 10, 20, 25, 50, 100, 200, 500, 1000, 10_000, 100_000, 1_000_000];
    let step = steps.into_iter().find(|step| *step as f64 * pixels >= room).unwrap_or(100_000_000);
    let (first, last) = (i64::from(first.min(last)), i64::from(first.max(last)));
    let far_enough = |from: i64, to: i64| (to - from) as f64 * pixels >= room;
    let mut years = vec![first];
    let mut year = first.div_euclid(step) * step + step;
    while year < last {
        if far_enough(first, year) && far_enough(year, last) {
            years.push(year);
        }
        year += step;
    }
    if last > first {
        if !far_enough(first, last) {
            years.clear();
        }
        years.push(last);
    }
    years.into_iter().map(|year| year as i32).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn period(text: &str) -> Period {
        text.parse().unwrap()
    }

    #[test]
    fn ticks_are_round_and_enclose_the_range() {
        for (low, high, decimals, expected) in [
            (0.0, 12.3, 1, vec![0.0, 5.0, 10.0, 15.0]),
            (0.0, 4.0, 0, vec![0.0, 1.0, 2.0, 3.0, 4.0]),
            (11_204.0, 11_870.0, 0, vec![11_200.0, 11_400.0, 11_600.0, 11_800.0, 12_000.0]),
            (-3.0, 4.0, 0, vec![-4.0, -2.0, 0.0, 2.0, 4.0]),
            (7.0, 7.0, 0, vec![6.0, 7.0, 8.0]),
            (0.0, 0.0, 0, vec![-1.0, 0.0, 1.0]),
        ] {
            assert_eq!(nice_ticks(low, high, 4, decimals), expected, "{low} to {high}");
        }
    }

    #[test]
    fn years_stand_under_their_values() {
        assert_eq!(year_ticks(2005, 2023, 30.0, 50.0), [2005, 2008, 2010, 2012, 2014, 2016, 2018, 2020, 2023]);
        assert_eq!(year_ticks(2000, 2024, 10.0, 44.0), [2000, 2005, 2010, 2015, 2024]);
        assert_eq!(year_ticks(2020, 2020, 10.0, 44.0), [2020]);
        assert_eq!(year_ticks(2020, 2021, 10.0, 44.0), [2021]);
    }

    #[test]
    fn a_stichtag_stands_at_its_year_where_there_is_one_a_year() {
        let stichtage = [period("2014-12-31"), period("2015-12-31")];
        assert!((Timeline::of([&stichtage[..]]).at(stichtage[1]) - 2015.0).abs() < 1e-9);
        let months = [period("2015-01"), period("2015-07")];
        let timeline = Timeline::of([&stichtage[..], &months[..]]);
        assert!(!timeline.is_annual());
        assert!(timeline.at(stichtage[1]) > 2015.9);
    }

    proptest! {
        #[test]
        fn ticks_enclose_and_rise(low in -1e12..1e12_f64, span in 0.0..1e12_f64, count in 1..9_usize, decimals in 0..5_u8) {
            let ticks = nice_ticks(low, low + span, count, decimals);
            prop_assert!(ticks.len() >= 2 && ticks.len() <= count + 4, "{ticks:?}");
            prop_assert!(ticks.windows(2).all(|pair| pair[0] < pair[1]));
            let slack = (low.abs() + span) * 1e-6;
            prop_assert!(ticks[0] <= low + slack && ticks[ticks.len() - 1] >= low + span - slack, "{ticks:?}");
        }

        #[test]
        fn a_scale_is_monotone(low in -1e9..1e9_f64, span in 0.1..1e9_f64, one in 0.0..1.0_f64, other in 0.0..1.0_f64) {
            let scale = Linear::new((low, low + span), (300.0, 10.0));
            let (one, other) = (low + one * span, low + other * span);
            prop_assert_eq!(one < other, scale.at(one) > scale.at(other));
        }

        #[test]
        fn years_have_room(first in 1800..2100_i32, years in 0..300_i32, pixels in 0.5..80.0_f64) {
            let ticks = year_ticks(first, first + years, pixels, 44.0);
            prop_assert_eq!(ticks.last(), Some(&(first + years)));
            prop_assert!(ticks.windows(2).all(|pair| f64::from(pair[1] - pair[0]) * pixels >= 44.0), "{:?}", ticks);
        }

        #[test]
        fn periods_keep_their_order(texts in prop::collection::vec((2000..2030_i32, 1..13_u32), 2..9)) {
            let mut periods: Vec<Period> = texts.into_iter().map(|(year, month)| Period::Month { year, month }).collect();
            periods.sort_unstable();
            periods.dedup();
            let timeline = Timeline::of([&periods[..]]);
            prop_assert!(periods.windows(2).all(|pair| timeline.at(pair[0]) < timeline.at(pair[1])));
        }
    }
}
