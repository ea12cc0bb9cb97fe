//! A line as small as a word: the shape of a series beside its number.

use super::format::Format;
use super::line::Point;
use super::scale::{Linear, Timeline};
use super::svg::{Purpose, Svg};
use super::words::drawn;
use crate::xml::escape;
use model::statistics::Period;

const WIDTH: f64 = 120.0;
const HEIGHT: f64 = 32.0;

/// The shape of a series with a dot at its last number; read aloud as first and last value. The line stops before each of `breaks`, and
/// what is read aloud begins with the last one, because values before it cannot be compared with those after. Nothing for a series
/// without numbers.
pub fn sparkline(name: &str, format: &Format, points: &[Point], breaks: &[Period]) -> Option<String> {
    let mut points = points.to_vec();
    points.sort_by_key(|point| point.period);
    let periods: Vec<_> = points.iter().map(|point| point.period).collect();
    let timeline = Timeline::of([&periods[..]]);
    let numbers: Vec<f64> = points.iter().filter_map(|point| drawn(point.wert)).collect();
    let last = points.iter().rfind(|point| point.wert.value().is_some())?;
    let begin = breaks.iter().filter(|at| **at <= last.period).max();
    let is_comparable = |point: &&Point| begin.is_none_or(|begin| point.period >= *begin);
    let first = points.iter().filter(is_comparable).find(|point| point.wert.value().is_some())?;
    let low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
    let high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let ends = (timeline.at(points[0].period), timeline.at(points[points.len() - 1].period));
    let across = Linear::new(ends, (5.0, WIDTH - 5.0));
    let up = Linear::new((low, high), (HEIGHT - 5.0, 5.0));

    let language = format.language;
    let said = |point: &Point| format!("{}: {}", language.period(point.period), format.spoken(point.wert));
    let label = if first.period == last.period {
        format!("{name}, {}", said(last))
    } else {
        format!("{name}, {}; {}", said(first), said(last))
    };
    let mut svg = Svg::new(String::new(), Purpose::Picture, 12.0);
    let mut piece: Vec<(f64, f64)> = Vec::new();
    for point in &points {
        if breaks.contains(&point.period) {
            svg.path_if_any("line s0", &std::mem::take(&mut piece));
        }
        match drawn(point.wert) {
            Some(number) => piece.push((across.at(timeline.at(point.period)), up.at(number))),
            None => svg.path_if_any("line s0", &std::mem::take(&mut piece)),
        }
    }
    svg.path_if_any("line s0", &piece);
    let end = drawn(last.wert).map(|number| (across.at(timeline.at(last.period)), up.at(number)))?;
    svg.circle("mark s0", end, 3.0);
    Some(format!(
        "<svg class=\"sparkline\" role=\"img\" aria-label=\"{}\" viewBox=\"0 0 {WIDTH} {HEIGHT}\">{}</svg>",
        escape(&label),
        svg.finish()
    ))
}

#[cfg(test)]
mod tests {
    use model::wert::Wert;

    use super::*;
    use crate::charts::Language;

    #[test]
    fn the_line_stops_at_breaks_and_the_label_begins_with_the_last() {
        let format = Format { decimals: 0, unit: String::new(), language: Language::German };
        let points: Vec<Point> = (2018..=2023)
            .map(|year| Point { period: Period::Year(year), wert: Wert::number(f64::from(year - 2000)) })
            .collect();
        for (breaks, pieces, label) in [
            (&[][..], 1, "Schulen, 2018: 18; 2023: 23"),
            (&[2021], 2, "Schulen, 2021: 21; 2023: 23"),
            (&[2020, 2022], 3, "Schulen, 2022: 22; 2023: 23"),
            (&[2023], 1, "Schulen, 2023: 23"),
            (&[2018], 1, "Schulen, 2018: 18; 2023: 23"),
            (&[2030], 1, "Schulen, 2018: 18; 2023: 23"),
        ] {
            let periods: Vec<Period> = breaks.iter().map(|year| Period::Year(*year)).collect();
            let drawn = sparkline("Schulen", &format, &points, &periods).unwrap();
            assert_eq!(drawn.matches("<path").count(), pieces, "{breaks:?}: {drawn}");
            assert!(drawn.contains(&format!("aria-label=\"{label}\"")), "{breaks:?}: {drawn}");
        }
    }
}
