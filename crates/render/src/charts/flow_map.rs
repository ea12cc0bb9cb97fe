//! Who goes where: arrows between areas, as wide as the flow is large.

use std::collections::{HashMap, HashSet};

use model::areas::AreaShape;
use model::wert::{Flags, Symbol, Wert};

use super::choropleth::{apart, reasons, rings_of};
use super::format::Format;
use super::labels::text_width;
use super::svg::{Anchor, Datum, Svg};
use super::words::{drawn, is_secret, is_tentative};
use super::{Canvas, Caption, Chart};
use crate::map::Projection;
use crate::map::projection::inner_point;

/// Flows that carry their number in the drawing; all carry it in their label.
const MOST_NUMBERED: usize = 10;
/// Width of the largest arrow.
const WIDEST: f64 = 16.0;

#[derive(Debug, Clone, PartialEq)]
pub struct FlowMap {
    pub caption: Caption,
    pub format: Format,
    /// What is counted, above the map: "Schülerinnen und Schüler".
    pub measure: String,
    /// Outlines to draw, simplified.
    pub areas: Vec<AreaShape>,
    pub flows: Vec<Flow>,
    /// Key of the area the reader looks for.
    pub highlight: Option<String>,
}

/// From one area to another, or within one.
#[derive(Debug, Clone, PartialEq)]
pub struct Flow {
    pub from: String,
    pub to: String,
    pub wert: Wert,
}

/// A flow between two areas of the map.
struct Drawn<'c> {
    flow: &'c Flow,
    from: (f64, f64),
    to: (f64, f64),
    number: Option<f64>,
    label: String,
}

impl Chart for FlowMap {
    fn caption(&self) -> &Caption {
        &self.caption
    }

    fn draw(&self, canvas: &mut Canvas) -> f64 {
        let layout = canvas.layout;
        let svg = &mut canvas.svg;
        svg.map_patterns();
        let width = layout.width();
        let Some(projection) = Projection::fit(self.areas.iter(), width, layout.pick(460.0, 640.0)) else {
            svg.text("muted", Anchor::Middle, (width / 2.0, 60.0), self.format.language.no_values());
            return 120.0;
        };
        let mut top = 0.0;
        if !self.measure.is_empty() {
            svg.text("strong", Anchor::Start, (0.0, svg.font), &self.measure);
            top += svg.line_height() + 8.0;
        }
        let flows = self.drawn(&projection.below(top));
        let key = self.key(&flows);
        svg.hidden_group("key");
        for (words, is_secret) in &key {
            let middle = top + svg.line_height() / 2.0;
            if *is_secret {
                svg.line("flow-secret", (0.0, middle), (30.0, middle));
            } else {
                svg.rect("flow-arrow estimated", (0.0, middle - 4.0), (30.0, 8.0));
            }
            svg.text("", Anchor::Start, (38.0, middle + svg.font * 0.36), words);
            top += svg.line_height() + 4.0;
        }
        svg.close();
        top += 4.0;
        let projection = projection.below(top);
        let flows = self.drawn(&projection);
        svg.hidden_group("map-ground");
        for area in &self.areas {
            let is_own = self.highlight.as_deref() == Some(area.key.as_str());
            svg.area(if is_own { "map-base map-base-own" } else { "map-base" }, &rings_of(area, &projection));
        }
        svg.close();
        let most = flows.iter().filter_map(|flow| flow.number).fold(0.0, f64::max);
        for flow in &flows {
            draw_flow(svg, flow, most);
        }
        self.draw_texts(svg, &flows, &projection, width);
        top + projection.height() + 6.0
    }
}

impl FlowMap {
    /// Flows whose two ends are on the map, large ones first, so that small ones lie on top. Flows of nobody are not drawn.
    fn drawn(&self, projection: &Projection) -> Vec<Drawn<'_>> {
        let known: HashMap<&str, (&AreaShape, (f64, f64))> = self
            .areas
            .iter()
            .filter_map(|area| Some((area.key.as_str(), (area, projection.place(inner_point(area)?)))))
            .collect();
        let mut flows: Vec<Drawn<'_>> = self
            .flows
            .iter()
            .filter_map(|flow| {
                let (from, to) = (known.get(flow.from.as_str())?, known.get(flow.to.as_str())?);
                let number = drawn(flow.wert).filter(|number| *number > 0.0);
                if number.is_none() && !is_secret(flow.wert) {
                    return None;
                }
                let label = format!("{} → {}: {}", from.0.name, to.0.name, self.format.spoken(flow.wert));
                Some(Drawn { flow, from: from.1, to: to.1, number, label })
            })
            .collect();
        flows.sort_by(|one, other| other.number.unwrap_or(0.0).total_cmp(&one.number.unwrap_or(0.0)));
        flows
    }

    /// What lines without a number and lines that are not certain mean.
    fn key(&self, flows: &[Drawn<'_>]) -> Vec<(String, bool)> {
        let language = self.format.language;
        let mut key = Vec::new();
        let secret: Vec<Symbol> =
            flows.iter().map(|flow| flow.flow.wert).filter(|wert| is_secret(*wert)).map(|wert| wert.symbol).collect();
        if !secret.is_empty() {
            key.push((reasons(language, &secret), true));
        }
        let flags = flows
            .iter()
            .filter(|flow| is_tentative(flow.flow.wert))
            .fold(Flags::NONE, |all, flow| all | flow.flow.wert.flags);
        let words = language.dashed(flags);
        if !words.is_empty() {
            key.push((words, false));
        }
        key
    }

    /// Names of the places, and the numbers of the largest flows beside their arrows.
    fn draw_texts(&self, svg: &mut Svg, flows: &[Drawn<'_>], projection: &Projection, width: f64) {
        let size = svg.font * 0.87;
        let mut taken: Vec<[f64; 4]> = Vec::new();
        let box_of = |text: &str, (x, y): (f64, f64)| {
            let half = text_width(text, size) / 2.0 + 2.0;
            [x - half, y - size * 0.65, x + half, y + size * 0.65]
        };
        let ends: HashSet<&str> =
            flows.iter().flat_map(|flow| [flow.flow.from.as_str(), flow.flow.to.as_str()]).collect();
        let places: Vec<(&AreaShape, (f64, f64))> = self
            .areas
            .iter()
            .filter(|area| ends.contains(area.key.as_str()))
            .filter_map(|area| Some((area, projection.place(inner_point(area)?))))
            .collect();
        svg.hidden_group("map-names");
        for (area, point) in &places {
            svg.circle("map-centre", *point, 3.0);
            let half = text_width(&area.name, size) / 2.0 + 2.0;
            let x = point.0.clamp(half, (width - half).max(half));
            let above = (x, point.1 - 11.0);
            let below = (x, point.1 + 13.0);
            let free = [above, below]
                .into_iter()
                .find(|place| taken.iter().all(|other| apart(&box_of(&area.name, *place), other)));
            if let Some(place) = free {
                taken.push(box_of(&area.name, place));
                svg.text("map-name", Anchor::Middle, (place.0, place.1 + size * 0.35), &area.name);
            }
        }
        for flow in flows.iter().filter(|flow| flow.number.is_some()).take(MOST_NUMBERED) {
            let text = self.format.number(flow.number.unwrap_or_default());
            let candidates: Vec<(f64, f64)> = if flow.from == flow.to {
                let sides = [(28.0, 0.0), (-28.0, 0.0), (0.0, 28.0), (0.0, -28.0)];
                sides.map(|(x, y)| (flow.from.0 + x, flow.from.1 + y)).to_vec()
            } else {
                let along = curve(flow.from, flow.to);
                let parts = [0.5, 0.42, 0.58, 0.34, 0.66, 0.26, 0.74, 0.18, 0.82];
                let on = |part| along(part).0;
                let beside = |part| [-15.0, 15.0].map(|aside| aside_of(along(part), aside));
                parts.into_iter().map(on).chain(parts.into_iter().flat_map(beside)).collect()
            };
            // Where there is no room the number is in the label of the arrow alone.
            let free =
                candidates.iter().copied().find(|place| taken.iter().all(|other| apart(&box_of(&text, *place), other)));
            let Some(place) = free else { continue };
            taken.push(box_of(&text, place));
            svg.text("map-name strong", Anchor::Middle, (place.0, place.1 + size * 0.35), &text);
        }
        svg.close();
    }
}

fn draw_flow(svg: &mut Svg, flow: &Drawn<'_>, most: f64) {
    let tentative = if is_tentative(flow.flow.wert) { " estimated" } else { "" };
    let datum = Datum { series: 0, label: &flow.label, classes: "flow" };
    svg.datum(&datum, |svg| match flow.number {
        _ if flow.from == flow.to => {
            let radius = flow.number.map_or(5.0, |number| 5.0 + 9.0 * (number / most).sqrt());
            svg.circle(&format!("flow-within{tentative}"), flow.from, radius);
        }
        Some(number) => {
            let width = (number / most * WIDEST).max(1.2);
            svg.path(&format!("flow-arrow{tentative}"), &arrow(flow.from, flow.to, width), true);
        }
        None => {
            let along = curve(flow.from, flow.to);
            let points: Vec<(f64, f64)> = (1..=11).map(|step| along(f64::from(step) / 12.0).0).collect();
            svg.path("flow-secret", &points, false);
        }
    });
}

type Point = (f64, f64);

/// Place and direction along a slightly bent way: both directions between two places pass each other on the right.
fn curve(from: Point, to: Point) -> impl Fn(f64) -> (Point, Point) {
    let (dx, dy) = (to.0 - from.0, to.1 - from.1);
    let control = (f64::midpoint(from.0, to.0) - dy * 0.16, f64::midpoint(from.1, to.1) + dx * 0.16);
    move |part| {
        let rest = 1.0 - part;
        let blend = |a: f64, b: f64, c: f64| rest * rest * a + 2.0 * rest * part * b + part * part * c;
        let slope = |a: f64, b: f64, c: f64| 2.0 * rest * (b - a) + 2.0 * part * (c - b);
        let (x, y) = (slope(from.0, control.0, to.0), slope(from.1, control.1, to.1));
        let length = x.hypot(y).max(1e-9);
        ((blend(from.0, control.0, to.0), blend(from.1, control.1, to.1)), (x / length, y / length))
    }
}

/// A place so far to the right of a way, seen in its direction.
fn aside_of(((x, y), (along_x, along_y)): (Point, Point), aside: f64) -> Point {
    (x - along_y * aside, y + along_x * aside)
}

/// Outline of an arrow that leaves the middle points of both places free.
fn arrow(from: Point, to: Point, width: f64) -> Vec<Point> {
    const STEPS: usize = 12;
    let along = curve(from, to);
    let length = (to.0 - from.0).hypot(to.1 - from.1).max(1.0);
    let free = (6.0 / length).min(0.3);
    let head = ((width * 1.1 + 5.0) / length).min(0.4);
    let (start, end) = (free, 1.0 - free);
    let neck = (end - head).max(start);
    let beside = |part: f64, aside: f64| aside_of(along(part), aside);
    let step = |index: usize| start + (neck - start) * index as f64 / STEPS as f64;
    let wing = width * 0.9 + 2.5;
    let there = (0..=STEPS).map(|index| beside(step(index), width / 2.0));
    let back = (0..=STEPS).rev().map(|index| beside(step(index), -width / 2.0));
    there.chain([beside(neck, wing), beside(end, 0.0), beside(neck, -wing)]).chain(back).collect()
}

#[cfg(test)]
mod tests {
    use expect_test::expect;

    use super::super::format::Language;
    use super::super::map_samples::{check_drawing, squares};
    use super::*;

    fn flow(from: &str, to: &str, wert: Wert) -> Flow {
        Flow { from: from.to_owned(), to: to.to_owned(), wert }
    }

    fn sample(flows: Vec<Flow>) -> FlowMap {
        FlowMap {
            caption: Caption { id: "wege".to_owned(), title: "Wege & Ziele".to_owned(), ..Caption::default() },
            format: Format { decimals: 0, unit: String::new(), language: Language::German },
            measure: "Schülerinnen und Schüler".to_owned(),
            areas: squares(3),
            flows,
            highlight: Some("07990001".to_owned()),
        }
    }

    #[test]
    fn arrows_have_labels_and_the_largest_their_numbers() {
        let map = sample(vec![
            flow("07990001", "07990002", Wert::number(1234.0)),
            flow("07990002", "07990001", Wert::number(40.0).with(Flags::ESTIMATED)),
            flow("07990003", "07990001", Wert::symbol(Symbol::Secret)),
            flow("07990003", "07990003", Wert::number(300.0)),
            flow("07990003", "07990002", Wert::symbol(Symbol::Nothing)),
            flow("99999999", "07990001", Wert::number(7.0)),
        ]);
        let page = map.on_page();
        check_drawing(&page);
        check_drawing(&map.standalone());
        let labels: Vec<&str> = page.split("aria-label=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
        expect![[r#"
            [
                "Beispiel-1 → Beispiel-2: 1.234",
                "Beispiel-3 → Beispiel-3: 300",
                "Beispiel-2 → Beispiel-1: 40 (geschätzt)",
                "Beispiel-3 → Beispiel-1: geheim",
            ]
        "#]]
        .assert_debug_eq(&labels[..labels.len() / 2].to_vec());
        for text in ["1.234", "300", "40", "geheim", "geschätzt"] {
            assert!(page.contains(&format!(">{text}</text>")), "{text}");
        }
        assert!(page.contains("flow-within") && page.contains("map-base-own"));
    }

    #[test]
    fn without_areas_it_says_so() {
        let map = FlowMap { areas: Vec::new(), ..sample(Vec::new()) };
        assert!(map.on_page().contains("Keine Werte"));
        check_drawing(&sample(Vec::new()).on_page());
    }

    #[test]
    fn arrows_of_both_directions_do_not_cover_each_other() {
        let middle = |from, to| -> Vec<Point> {
            arrow(from, to, 4.0).into_iter().filter(|point| (25.0..75.0).contains(&point.0)).collect()
        };
        let (there, back) = (middle((0.0, 0.0), (100.0, 0.0)), middle((100.0, 0.0), (0.0, 0.0)));
        assert!(there.len() > 8 && there.iter().all(|point| point.1 > 2.0));
        assert!(back.len() > 8 && back.iter().all(|point| point.1 < -2.0));
    }
}
