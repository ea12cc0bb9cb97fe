//! A value over time: one area, and up to four to compare it with.

use model::statistics::Period;
use model::wert::{Flags, Symbol, Wert};

use super::format::Format;
use super::labels::{Wish, place, text_width, wrap};
use super::scale::{Linear, Timeline, nice_ticks, year_ticks};
use super::svg::{Anchor, Datum, KeySign, Svg};
use super::words::{TENTATIVE, drawn, is_secret, is_tentative};
use super::{Canvas, Caption, Chart, Layout};

/// More lines than this are small multiples, not one chart.
pub const MOST_SERIES: usize = 5;

#[derive(Debug, Clone, PartialEq)]
pub struct Line {
    pub caption: Caption,
    pub format: Format,
    /// What the axis measures ("Anteil in %"); empty where the title says it.
    pub axis: String,
    /// The own area first; those after the fifth are not drawn.
    pub series: Vec<Series>,
    /// Of the own area; drawn as rules with their words. Whether they interrupt its line is said by the series.
    pub breaks: Vec<Break>,
    /// Whether the axis of values begins at zero.
    pub from_zero: bool,
}

/// One line with its name.
#[derive(Debug, Clone, PartialEq)]
pub struct Series {
    pub label: String,
    pub points: Vec<Point>,
    /// From these periods on it is not comparable with before: the line is interrupted.
    pub interrupted_at: Vec<Period>,
}

/// A value with its time. A period without a point does not interrupt a line, a point without a number does.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Point {
    pub period: Period,
    pub wert: Wert,
}

/// From this period on, something else is counted, or somewhere else.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Break {
    pub at: Period,
    /// "Kreisreform", "neue Definition".
    pub words: String,
}

/// A point with its place on the axes.
#[derive(Clone, Copy)]
struct Placed {
    point: Point,
    x: f64,
    /// None where there is no number.
    y: Option<f64>,
}

/// Where the lines are drawn.
struct Plot {
    left: f64,
    right: f64,
    top: f64,
    bottom: f64,
    across: Linear,
    up: Linear,
    timeline: Timeline,
    /// Distance between neighbouring periods in units of the drawing.
    step: f64,
}

/// The name of a line at its end.
struct EndLabel {
    series: usize,
    lines: Vec<String>,
    point: (f64, f64),
}

impl Chart for Line {
    fn caption(&self) -> &Caption {
        &self.caption
    }

    fn draw(&self, canvas: &mut Canvas) -> f64 {
        let layout = canvas.layout;
        let svg = &mut canvas.svg;
        let numbers: Vec<f64> = self.points().filter_map(|point| drawn(point.wert)).collect();
        if numbers.is_empty() {
            let middle = layout.width() / 2.0;
            svg.text("muted", Anchor::Middle, (middle, 60.0), self.format.language.no_values());
            return 120.0;
        }
        let (plot, ticks) = self.plot(svg, layout, &numbers);
        self.draw_axes(svg, &plot, &ticks);
        let placed: Vec<Vec<Placed>> = self.series().iter().map(|series| plot.place(series)).collect();
        if let Some(own) = placed.first() {
            draw_secret_bands(svg, &plot, own, self.format.language.symbol_short(Symbol::Secret));
        }
        self.draw_breaks(svg, &plot, layout);
        for (number, series) in placed.iter().enumerate().rev() {
            self.draw_series(svg, &plot, number, series);
        }
        self.draw_end_labels(svg, &plot, layout, &placed);
        let key_top = plot.bottom + svg.line_height() * 2.1;
        key_top + svg.key((0.0, key_top), layout.width(), &self.key_entries())
    }
}

impl Line {
    fn series(&self) -> &[Series] {
        &self.series[..self.series.len().min(MOST_SERIES)]
    }

    fn points(&self) -> impl Iterator<Item = &Point> {
        self.series().iter().flat_map(|series| &series.points)
    }

    /// The plot with room for everything around it, and the ticks of the axis of values.
    fn plot(&self, svg: &Svg, layout: Layout, numbers: &[f64]) -> (Plot, Vec<f64>) {
        let mut low = numbers.iter().copied().fold(f64::INFINITY, f64::min);
        let mut high = numbers.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        if self.from_zero {
            (low, high) = (low.min(0.0), high.max(0.0));
        }
        let ticks = nice_ticks(low, high, layout.pick(4, 5), self.format.decimals);
        let (first_tick, last_tick) = (ticks[0], ticks[ticks.len() - 1]);
        let format = self.format.for_ticks(&ticks);
        let widest = ticks.iter().map(|tick| text_width(&format.short(*tick), svg.font)).fold(0.0, f64::max);

        let periods: Vec<Vec<Period>> =
            self.series().iter().map(|series| series.points.iter().map(|point| point.period).collect()).collect();
        let timeline = Timeline::of(periods.iter().map(Vec::as_slice));
        let mut xs: Vec<f64> = periods.iter().flatten().map(|period| timeline.at(*period)).collect();
        xs.sort_by(f64::total_cmp);
        xs.dedup();
        let (first, last) = (xs[0], xs[xs.len() - 1]);
        let (first, last) = if first < last { (first, last) } else { (first - 0.5, last + 0.5) };

        let left = widest + 10.0;
        let lines = self.end_label_lines(svg, layout);
        let widest_label = lines.iter().flatten().map(|line| text_width(line, svg.font * 1.05)).fold(0.0, f64::max);
        let right = layout.width() - widest_label - 32.0;
        let line_height = svg.line_height();
        let labels = lines.iter().map(|lines| lines.len() as f64 * line_height).sum();
        let axis = if self.axis.is_empty() { 0.0 } else { line_height * 1.3 };
        let breaks =
            self.break_labels(svg, layout).iter().map(|lines| lines.len() as f64 * line_height + 4.0).sum::<f64>();
        let top = axis + breaks + line_height * 0.6;
        let height = f64::max(layout.pick(220.0, 300.0), labels);
        let across = Linear::new((first, last), (left + 8.0, right - 8.0));
        let closest = xs.windows(2).map(|pair| pair[1] - pair[0]).fold(f64::INFINITY, f64::min);
        let step = if closest.is_finite() { across.at(first + closest) - across.at(first) } else { right - left };
        let up = Linear::new((first_tick, last_tick), (top + height, top));
        (Plot { left, right, top, bottom: top + height, across, up, timeline, step }, ticks)
    }

    fn draw_axes(&self, svg: &mut Svg, plot: &Plot, ticks: &[f64]) {
        let format = self.format.for_ticks(ticks);
        svg.hidden_group("axes");
        if !self.axis.is_empty() {
            svg.text("muted", Anchor::Start, (0.0, svg.font), &self.axis);
        }
        for tick in ticks {
            let y = plot.up.at(*tick);
            svg.line(if *tick == 0.0 { "axis" } else { "grid" }, (plot.left, y), (plot.right, y));
            let text = format.short(*tick);
            svg.text("muted", Anchor::End, (plot.left - 6.0, y + svg.font * 0.35), &text);
        }
        let mut years: Vec<i32> = self.points().map(|point| point.period.year()).collect();
        years.sort_unstable();
        years.dedup();
        let (first, last) = (years[0], years[years.len() - 1]);
        let pixels = plot.across.at(f64::from(first) + 1.0) - plot.across.at(f64::from(first));
        let room = text_width("2000", svg.font) + 10.0;
        let each_has_room = years.windows(2).all(|pair| f64::from(pair[1] - pair[0]) * pixels >= room);
        let written =
            if plot.timeline.is_annual() && each_has_room { years } else { year_ticks(first, last, pixels, room) };
        let baseline = plot.bottom + svg.line_height();
        for year in written {
            let x = plot.across.at(f64::from(year));
            if x < plot.left - 1.0 {
                // A year that began before the first value.
                continue;
            }
            svg.line("axis", (x, plot.bottom), (x, plot.bottom + 5.0));
            svg.text("muted", Anchor::Middle, (x, baseline + 3.0), &year.to_string());
        }
        svg.close();
    }

    fn break_labels(&self, svg: &Svg, layout: Layout) -> Vec<Vec<String>> {
        self.breaks.iter().map(|b| wrap(&b.words, svg.font, layout.pick(130.0, 220.0), 3)).collect()
    }

    /// A rule between the last period before and the first one after, with its words above the plot. Each has its own row, so that
    /// breaks that are close to each other stay readable.
    fn draw_breaks(&self, svg: &mut Svg, plot: &Plot, layout: Layout) {
        let line_height = svg.line_height();
        let labels = self.break_labels(svg, layout);
        let mut y = plot.top
            - line_height * 0.3
            - labels.iter().map(|lines| lines.len() as f64 * line_height + 4.0).sum::<f64>();
        for (b, lines) in self.breaks.iter().zip(labels) {
            let between = if plot.timeline.is_annual() { plot.step / 2.0 } else { 0.0 };
            let x = plot.across.at(plot.timeline.begin(b.at)) - between;
            if x < plot.left || x > plot.right {
                continue;
            }
            svg.line("rule", (x, y + 2.0), (x, plot.bottom));
            let width = lines.iter().map(|line| text_width(line, svg.font)).fold(0.0, f64::max);
            let (anchor, text_x) =
                if x + 6.0 + width <= layout.width() { (Anchor::Start, x + 6.0) } else { (Anchor::End, x - 6.0) };
            for line in lines {
                svg.text("", anchor, (text_x, y + svg.font), &line);
                y += line_height;
            }
            y += 4.0;
        }
    }

    fn draw_series(&self, svg: &mut Svg, plot: &Plot, number: usize, placed: &[Placed]) {
        svg.group(&[("class", &format!("series s{number}")), ("data-series", &number.to_string())]);
        let (solid, interrupted) = (format!("line s{number}"), format!("line s{number} dashed"));
        let styled = |dashed: bool| if dashed { interrupted.as_str() } else { solid.as_str() };
        let mut joined = vec![false; placed.len()];
        let mut piece: Vec<(f64, f64)> = Vec::new();
        let mut piece_is_dashed = false;
        for index in 1..placed.len() {
            let (one, other) = (placed[index - 1], placed[index]);
            let ends = (one.y, other.y);
            let (Some(from), Some(to)) = ends else { continue };
            if self.is_interrupted_between(plot, number, one, other) {
                continue;
            }
            (joined[index - 1], joined[index]) = (true, true);
            let dashed = is_tentative(one.point.wert) || is_tentative(other.point.wert);
            let goes_on = piece.last() == Some(&(one.x, from)) && dashed == piece_is_dashed;
            if !goes_on {
                svg.path_if_any(styled(piece_is_dashed), &piece);
                piece = vec![(one.x, from)];
                piece_is_dashed = dashed;
            }
            piece.push((other.x, to));
        }
        svg.path_if_any(styled(piece_is_dashed), &piece);
        let last = placed.iter().rposition(|placed| placed.y.is_some());
        for (index, one) in placed.iter().enumerate() {
            let own_with_room = number == 0 && plot.step >= 11.0;
            let is_visible = own_with_room || !joined[index] || last == Some(index);
            self.draw_datum(svg, plot, number, *one, is_visible);
        }
        svg.close();
    }

    fn is_interrupted_between(&self, plot: &Plot, number: usize, one: Placed, other: Placed) -> bool {
        self.series[number].interrupted_at.iter().any(|at| {
            let x = plot.across.at(plot.timeline.begin(*at));
            one.x < x && x <= other.x
        })
    }

    fn draw_datum(&self, svg: &mut Svg, plot: &Plot, number: usize, placed: Placed, is_visible: bool) {
        let (language, wert) = (self.format.language, placed.point.wert);
        let label = format!(
            "{}, {}: {}",
            language.period(placed.point.period),
            self.series[number].label,
            self.format.spoken(wert)
        );
        let datum = Datum { series: number, label: &label, classes: "" };
        let reach = (plot.step / 2.0).clamp(3.0, 14.0);
        match placed.y {
            Some(y) => svg.datum(&datum, |svg| {
                let hollow = if is_tentative(wert) { " hollow" } else { "" };
                let quiet = if is_visible { "" } else { " quiet" };
                let radius = if number == 0 { 4.0 } else { 3.6 };
                svg.circle("hit", (placed.x, y), reach);
                svg.marker(number, &format!("mark s{number}{hollow}{quiet}"), (placed.x, y), radius);
            }),
            // The own area's secret years are bands, already drawn.
            None if is_secret(wert) && number == 0 => svg.datum(&datum, |svg| {
                svg.rect("hit", (placed.x - reach, plot.top), (reach * 2.0, plot.bottom - plot.top));
            }),
            // Those of others are small, in rows above the axis.
            None if is_secret(wert) => svg.datum(&datum, |svg| {
                let size = plot.step.clamp(4.0, 9.0);
                let corner = (placed.x - size / 2.0, plot.bottom - 4.0 - number as f64 * (size + 3.0));
                svg.rect("hit", corner, (size, size));
                svg.hatched(corner, (size, size));
            }),
            None if !wert.symbol.sign().is_empty() => svg.datum(&datum, |svg| {
                let at = (placed.x, plot.bottom - 6.0 - number as f64 * svg.font);
                svg.circle("hit", (at.0, at.1 - 4.0), reach);
                svg.text("muted", Anchor::Middle, at, wert.symbol.sign());
            }),
            None => {}
        }
    }

    /// Name and last value of each series, as lines of text; empty for a series without numbers.
    fn end_label_lines(&self, svg: &Svg, layout: Layout) -> Vec<Vec<String>> {
        let width = layout.pick(116.0, 170.0);
        self.series()
            .iter()
            .map(|series| {
                let last =
                    series.points.iter().filter(|point| point.wert.value().is_some()).max_by_key(|point| point.period);
                let Some(value) = last.and_then(|point| drawn(point.wert)) else { return Vec::new() };
                let value = self.format.short(value);
                let mut lines = wrap(&series.label, svg.font, width, 2);
                let with_value = format!("{} {value}", lines[lines.len() - 1]);
                if text_width(&with_value, svg.font) <= width {
                    let at = lines.len() - 1;
                    lines[at] = with_value;
                } else {
                    lines.push(value);
                }
                lines
            })
            .collect()
    }

    fn draw_end_labels(&self, svg: &mut Svg, plot: &Plot, layout: Layout, placed: &[Vec<Placed>]) {
        let line_height = svg.line_height();
        let labels: Vec<EndLabel> = self
            .end_label_lines(svg, layout)
            .into_iter()
            .enumerate()
            .filter_map(|(series, lines)| {
                let point = placed[series].iter().rev().find_map(|placed| placed.y.map(|y| (placed.x, y)))?;
                Some(EndLabel { series, lines, point })
            })
            .collect();
        let wishes: Vec<Wish> = labels
            .iter()
            .map(|label| Wish { middle: label.point.1, height: label.lines.len() as f64 * line_height })
            .collect();
        let middles = place(&wishes, plot.top - line_height / 2.0, plot.bottom + line_height / 2.0);
        svg.hidden_group("labels");
        for (label, middle) in labels.iter().zip(middles) {
            let (x, y) = label.point;
            let first = middle - label.lines.len() as f64 * line_height / 2.0;
            let text_x = plot.right + 30.0;
            let anchor_y = first + line_height / 2.0;
            svg.group(&[("class", "series"), ("data-series", &label.series.to_string())]);
            if (anchor_y - y).abs() > 4.0 || plot.right - x > 16.0 {
                svg.line("leader", (x + 6.0, y), (text_x - 16.0, anchor_y));
            }
            svg.marker(label.series, &format!("mark s{}", label.series), (text_x - 9.0, anchor_y), 3.6);
            let class = if label.series == 0 { "strong" } else { "" };
            for (number, line) in label.lines.iter().enumerate() {
                let baseline = first + line_height * number as f64 + line_height / 2.0 + svg.font * 0.35;
                svg.text(class, Anchor::Start, (text_x, baseline), line);
            }
            svg.close();
        }
        svg.close();
    }

    fn key_entries(&self) -> Vec<(KeySign, String)> {
        let language = self.format.language;
        let mut entries: Vec<(KeySign, String)> = Vec::new();
        let tentative = self
            .points()
            .filter(|point| point.wert.value().is_some() && is_tentative(point.wert))
            .fold(Flags::NONE, |flags, point| flags | point.wert.flags);
        if TENTATIVE.iter().any(|flag| tentative.contains(*flag)) {
            entries.push((KeySign::Dashed, language.dashed(tentative)));
        }
        let mut symbols: Vec<Symbol> =
            self.points().map(|point| point.wert.symbol).filter(|symbol| !symbol.is_numeric()).collect();
        symbols.sort_by_key(|symbol| Symbol::ALL.iter().position(|other| other == symbol));
        symbols.dedup();
        for symbol in symbols {
            let words = language.symbol_long(symbol).to_owned();
            if is_secret(Wert::symbol(symbol)) {
                entries.push((KeySign::Secret, words));
            } else if !symbol.sign().is_empty() {
                entries.push((KeySign::Text(symbol.sign().to_owned()), words));
            }
        }
        entries
    }
}

impl Plot {
    fn place(&self, series: &Series) -> Vec<Placed> {
        let mut placed: Vec<Placed> = series
            .points
            .iter()
            .map(|point| Placed {
                point: *point,
                x: self.across.at(self.timeline.at(point.period)),
                y: drawn(point.wert).map(|number| self.up.at(number)),
            })
            .collect();
        placed.sort_by(|one, other| one.x.total_cmp(&other.x));
        placed
    }
}

/// Years in which the own area's value is secret, hatched at the foot of the plot, where it hides no other line; neighbours are one band.
fn draw_secret_bands(svg: &mut Svg, plot: &Plot, own: &[Placed], word: &str) {
    let mut bands: Vec<(f64, f64)> = Vec::new();
    let half = (plot.step / 2.0).min(30.0);
    let mut before_is_secret = false;
    for placed in own {
        let secret = placed.y.is_none() && is_secret(placed.point.wert);
        if secret {
            let (start, end) = ((placed.x - half).max(plot.left), (placed.x + half).min(plot.right));
            match bands.last_mut() {
                Some(band) if before_is_secret => band.1 = end,
                _ => bands.push((start, end)),
            }
        }
        before_is_secret = secret;
    }
    if bands.is_empty() {
        return;
    }
    svg.hidden_group("bands");
    let height = (svg.line_height() * 1.6).min((plot.bottom - plot.top) / 3.0);
    for (start, end) in bands {
        svg.hatched((start, plot.bottom - height), (end - start, height));
        let room = text_width(word, svg.font) + 8.0;
        if end - start >= room {
            let middle = (f64::midpoint(start, end), plot.bottom - height / 2.0 + svg.font * 0.35);
            svg.rect("paper", (middle.0 - room / 2.0, middle.1 - svg.font), (room, svg.line_height()));
            svg.text("muted", Anchor::Middle, middle, word);
        }
    }
    svg.close();
}
