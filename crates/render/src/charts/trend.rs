//! What may honestly be said about the direction of a series.
//!
//! The slope is that of Theil and Sen (the median of the slopes between all pairs, Sen 1968): one odd year does not turn it. A direction is
//! claimed only where the slope is large against the level, against the noise from year to year and against what the numbers can show,
//! where most pairs agree with it (Kendall), and where the first and last value, which the sentence names, agree as well.

/// Fewer numbers than this show no direction.
pub const FEWEST: usize = 4;

/// Below this share of the level a change is no change for a reader.
const NOTICEABLE: f64 = 0.03;
/// Within this share of the level values are "about the same".
const STABLE_RANGE: f64 = 0.10;
/// From this share on a change is no longer slight, and from the second one on it is marked.
const PLAIN: f64 = 0.10;
const MARKED: f64 = 0.30;
/// Share of agreeing pairs minus share of disagreeing ones from which on pairs agree.
const AGREEMENT: f64 = 0.5;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Direction {
    Rising,
    Falling,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strength {
    Slight,
    Plain,
    Marked,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trend {
    /// Fewer than [`FEWEST`] numbers.
    TooFew,
    Towards(Direction, Strength),
    /// Hardly any change.
    Stable,
    /// Up and down without a direction.
    Fluctuating,
    /// One direction up to a value in between (given by its position), the other one since.
    Turned {
        first: Direction,
        at: usize,
    },
}

/// The trend of numbers (time, value) in order of time. `smallest` is the smallest difference that the numbers can show: their last
/// decimal place, or the base to which their source rounds them.
pub fn trend(points: &[(f64, f64)], smallest: f64) -> Trend {
    let count = points.len();
    if count < FEWEST {
        return Trend::TooFew;
    }
    let values: Vec<f64> = points.iter().map(|point| point.1).collect();
    let (first, last) = (values[0], values[count - 1]);
    let low = values.iter().copied().fold(f64::INFINITY, f64::min);
    let high = values.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let level = match median(values.iter().map(|value| value.abs())) {
        middle if middle > 0.0 => middle,
        _ => high.abs().max(low.abs()),
    };
    let noise = noise(points);
    if let Some(turned) = turned(points, (0.05 * level).max(3.0 * noise).max(smallest)) {
        return turned;
    }
    let change = slope(points) * (points[count - 1].0 - points[0].0);
    // Standard deviation of the change along a line of least squares through evenly spaced points with this noise.
    let n = count as f64;
    let uncertainty = noise * (12.0 * (n - 1.0) / (n * (n + 1.0))).sqrt();
    let needed = (NOTICEABLE * level).max(2.5 * uncertainty).max(smallest * 0.999);
    let ends = last - first;
    let ends_agree = ends * change > 0.0 && ends.abs() >= 0.4 * change.abs() && ends.abs() >= smallest * 0.999;
    if change.abs() >= needed && agreement(&values) * change.signum() >= AGREEMENT && ends_agree {
        let direction = if change > 0.0 { Direction::Rising } else { Direction::Falling };
        return Trend::Towards(direction, strength(ends, if first == 0.0 { level } else { first }));
    }
    if high - low <= (STABLE_RANGE * level).max(smallest * 1.001) { Trend::Stable } else { Trend::Fluctuating }
}

/// What two values alone show: no trend, but a difference that is worth a word. The measures are those of a trend.
pub fn change(first: f64, last: f64, smallest: f64) -> Option<(Direction, Strength)> {
    let difference = last - first;
    if difference.abs() < smallest * 0.999 || difference.abs() < NOTICEABLE * first.abs() {
        return None;
    }
    let direction = if difference > 0.0 { Direction::Rising } else { Direction::Falling };
    // From 2 to 3 is half as much again, and hardly more: few steps are never marked.
    let found = strength(difference, first);
    let is_few_steps = difference.abs() < 3.0 * smallest * 0.999;
    Some((direction, if found == Strength::Marked && is_few_steps { Strength::Plain } else { found }))
}

fn strength(difference: f64, base: f64) -> Strength {
    match difference.abs() / base.abs() {
        share if share >= MARKED => Strength::Marked,
        share if share >= PLAIN => Strength::Plain,
        _ => Strength::Slight,
    }
}

/// A peak or a valley that both ends are clearly away from, with a direction of its own on each side.
fn turned(points: &[(f64, f64)], needed: f64) -> Option<Trend> {
    let values: Vec<f64> = points.iter().map(|point| point.1).collect();
    let last = values.len() - 1;
    for first in [Direction::Rising, Direction::Falling] {
        let sign = if first == Direction::Rising { 1.0 } else { -1.0 };
        let at = (0..values.len()).max_by(|one, other| (sign * values[*one]).total_cmp(&(sign * values[*other])))?;
        let (before, after) = (sign * (values[at] - values[0]), sign * (values[at] - values[last]));
        let is_long_enough = at >= 2 && last - at >= 2;
        let is_clear = before >= needed && after >= needed && after * 3.0 >= before && before * 3.0 >= after;
        let agree = |part: &[f64], sign: f64| agreement(part) * sign >= AGREEMENT;
        if is_long_enough && is_clear && agree(&values[..=at], sign) && agree(&values[at..], -sign) {
            return Some(Trend::Turned { first, at });
        }
    }
    None
}

/// Median of the slopes between all pairs.
fn slope(points: &[(f64, f64)]) -> f64 {
    let pairs =
        points.iter().enumerate().flat_map(|(index, one)| points[index + 1..].iter().map(move |other| (one, other)));
    median(pairs.filter(|(one, other)| other.0 > one.0).map(|(one, other)| (other.1 - one.1) / (other.0 - one.0)))
}

/// Kendall's measure: 1 where every later value is larger, −1 where every later one is smaller.
fn agreement(values: &[f64]) -> f64 {
    let mut sum = 0.0;
    let mut pairs = 0.0;
    for (index, one) in values.iter().enumerate() {
        for other in &values[index + 1..] {
            sum += if other > one {
                1.0
            } else if other < one {
                -1.0
            } else {
                0.0
            };
            pairs += 1.0;
        }
    }
    if pairs > 0.0 { sum / pairs } else { 0.0 }
}

/// Noise from one value to the next, whatever the trend: how far values lie off the line between their neighbours, as a robust standard
/// deviation.
fn noise(points: &[(f64, f64)]) -> f64 {
    let off_the_line = points.windows(3).filter(|three| three[2].0 > three[0].0).map(|three| {
        let weight = (three[1].0 - three[0].0) / (three[2].0 - three[0].0);
        let expected = three[0].1 * (1.0 - weight) + three[2].1 * weight;
        (three[1].1 - expected).abs() / (1.0 + weight * weight + (1.0 - weight) * (1.0 - weight)).sqrt()
    });
    // 1.4826: from the median of absolute deviations to the standard deviation of a normal distribution.
    1.4826 * median(off_the_line)
}

fn median(values: impl Iterator<Item = f64>) -> f64 {
    let mut values: Vec<f64> = values.collect();
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => 0.0,
        count if count % 2 == 1 => values[count / 2],
        count => f64::midpoint(values[count / 2 - 1], values[count / 2]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use Direction::{Falling, Rising};
    use Strength::{Marked, Plain, Slight};
    use proptest::prelude::*;

    fn yearly(values: &[f64]) -> Vec<(f64, f64)> {
        values.iter().enumerate().map(|(index, value)| (2015.0 + index as f64, *value)).collect()
    }

    #[test]
    fn what_may_be_said() {
        let cases: &[(&str, &[f64], f64, Trend)] = &[
            ("three values", &[1.0, 2.0, 3.0], 0.1, Trend::TooFew),
            ("slightly up", &[100.0, 101.0, 103.0, 104.0, 106.0], 1.0, Trend::Towards(Rising, Slight)),
            ("up", &[100.0, 106.0, 109.0, 117.0, 120.0], 1.0, Trend::Towards(Rising, Plain)),
            ("down by half", &[10.0, 9.0, 7.9, 7.1, 6.0, 5.0], 0.1, Trend::Towards(Falling, Marked)),
            ("the same", &[50.0, 50.0, 50.0, 50.0], 1.0, Trend::Stable),
            ("zero", &[0.0, 0.0, 0.0, 0.0], 1.0, Trend::Stable),
            ("around a level", &[50.0, 51.0, 49.5, 50.5, 50.0], 0.1, Trend::Stable),
            ("up and down", &[5.6, 7.1, 4.8, 6.4, 5.1, 6.9, 5.5], 0.1, Trend::Fluctuating),
            ("one odd year at the end", &[50.0, 50.2, 49.8, 50.1, 50.0, 70.0], 0.1, Trend::Fluctuating),
            (
                "one odd year within",
                &[100.0, 102.0, 60.0, 106.0, 108.0, 110.0, 112.0, 114.0, 116.0, 118.0],
                1.0,
                Trend::Towards(Rising, Plain),
            ),
            ("up, then down", &[10.0, 12.0, 14.0, 16.0, 14.0, 12.0, 11.0], 0.1, Trend::Turned { first: Rising, at: 3 }),
            ("down, then up", &[10.0, 8.0, 6.0, 7.0, 9.0], 0.1, Trend::Turned { first: Falling, at: 2 }),
            ("less than the rounding", &[12.0, 12.0, 15.0, 15.0], 5.0, Trend::Stable),
            ("one step of the rounding", &[15.0, 15.0, 20.0, 20.0, 20.0], 5.0, Trend::Stable),
            ("two steps of the rounding", &[15.0, 15.0, 20.0, 20.0, 25.0, 25.0], 5.0, Trend::Towards(Rising, Marked)),
            ("a trend the ends deny", &[10.0, 11.0, 12.0, 13.0, 14.0, 10.0], 0.1, Trend::Fluctuating),
        ];
        for (name, values, smallest, expected) in cases {
            assert_eq!(trend(&yearly(values), *smallest), *expected, "{name}");
        }
    }

    #[test]
    fn what_two_values_show() {
        type Found = Option<(Direction, Strength)>;
        let cases: &[(f64, f64, f64, Found)] = &[
            (100.0, 102.0, 1.0, None),
            (100.0, 103.0, 1.0, Some((Rising, Slight))),
            (1968.0, 2118.0, 1.0, Some((Rising, Slight))),
            (254.0, 294.0, 1.0, Some((Rising, Plain))),
            (9.3, 6.5, 0.1, Some((Falling, Marked))),
            (2.0, 3.0, 1.0, Some((Rising, Plain))),
            (12.0, 15.0, 5.0, None),
        ];
        for (first, last, smallest, expected) in cases {
            assert_eq!(change(*first, *last, *smallest), *expected, "{first} {last}");
        }
    }

    proptest! {
        #[test]
        fn a_claimed_direction_is_that_of_the_ends(
            values in prop::collection::vec(-1e6..1e6_f64, 0..25), smallest in 0.01..10.0_f64,
        ) {
            let points = yearly(&values);
            if let Trend::Towards(direction, _) = trend(&points, smallest) {
                let ends = values[values.len() - 1] - values[0];
                prop_assert_eq!(direction == Rising, ends > 0.0);
                prop_assert!(ends.abs() >= smallest * 0.99);
            }
        }

        /// Turning a series upside down turns what is said about it.
        #[test]
        fn up_is_the_mirror_of_down(values in prop::collection::vec(1.0..1e3_f64, 4..20)) {
            let mirrored: Vec<f64> = values.iter().map(|value| -value).collect();
            match (trend(&yearly(&values), 0.1), trend(&yearly(&mirrored), 0.1)) {
                (Trend::Towards(one, strength), Trend::Towards(other, mirrored)) => {
                    prop_assert_ne!(one, other);
                    prop_assert_eq!(strength, mirrored);
                }
                (Trend::Turned { at, .. }, Trend::Turned { at: mirrored, .. }) => prop_assert_eq!(at, mirrored),
                (one, other) => prop_assert_eq!(one, other),
            }
        }
    }
}
