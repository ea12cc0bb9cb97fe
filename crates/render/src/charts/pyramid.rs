//! A population by age and sex: the youngest below, one sex to each side.

use model::wert::Wert;

use super::format::Format;
use super::labels::text_width;
use super::scale::{Linear, nice_ticks};
use super::svg::{Anchor, Datum, KeySign, Svg};
use super::words::{drawn, is_secret, is_tentative};
use super::{Canvas, Caption, Chart, Layout};

#[derive(Debug, Clone, PartialEq)]
pub struct Pyramid {
    pub caption: Caption,
    pub format: Format,
    /// Whom the bars to the left count ("Männer") and those to the right.
    pub sides: [String; 2],
    /// From the youngest.
    pub groups: Vec<AgeGroup>,
    /// Whom the outline shows ("Rheinland-Pfalz"); both then have to be shares.
    pub comparison: Option<String>,
}

#[derive(Debug, Clone, PartialEq)]
pub struct AgeGroup {
    /// "unter 3", "18 bis unter 25".
    pub label: String,
    pub values: [Wert; 2],
    pub comparison: Option<[Wert; 2]>,
}

/// Measures of one drawing.
struct Plan {
    /// Where the bars of each side begin.
    inner: [f64; 2],
    scales: [Linear; 2],
    top: f64,
    row: f64,
    ticks: Vec<f64>,
}

impl Chart for Pyramid {
    fn caption(&self) -> &Caption {
        &self.caption
    }

    fn draw(&self, canvas: &mut Canvas) -> f64 {
        let layout = canvas.layout;
        let svg = &mut canvas.svg;
        if self.groups.is_empty() {
            let middle = layout.width() / 2.0;
            svg.text("muted", Anchor::Middle, (middle, 60.0), self.format.language.no_values());
            return 120.0;
        }
        let plan = self.plan(svg, layout);
        let bottom = plan.top + plan.row * self.groups.len() as f64;
        self.draw_axes(svg, layout, &plan, bottom);
        for (index, group) in self.groups.iter().enumerate() {
            let y = bottom - plan.row * (index + 1) as f64;
            for side in [0, 1] {
                self.draw_bar(svg, &plan, group, side, y);
            }
        }
        if self.comparison.is_some() {
            svg.hidden_group("references");
            for side in [0, 1] {
                self.draw_outline(svg, &plan, side, bottom);
            }
            svg.close();
        }
        let key_top = bottom + svg.line_height() * 2.0;
        key_top + svg.key((0.0, key_top), layout.width(), &self.key_entries())
    }
}

impl Pyramid {
    fn plan(&self, svg: &Svg, layout: Layout) -> Plan {
        let all =
            self.groups.iter().flat_map(|group| group.values.into_iter().chain(group.comparison.into_iter().flatten()));
        let high = all.filter_map(drawn).fold(0.0, f64::max);
        let ticks = nice_ticks(0.0, high, layout.pick(2, 3), self.format.decimals);
        let ticks: Vec<f64> = ticks.into_iter().filter(|tick| *tick >= 0.0).collect();
        let end = ticks.last().copied().unwrap_or(1.0);
        let gutter = self.groups.iter().map(|group| text_width(&group.label, svg.font)).fold(0.0, f64::max) + 16.0;
        let width = layout.width();
        let gutter = gutter.min(width / 2.0);
        // Room for half of the outermost tick's text.
        let margin = text_width(&self.format.short(end), svg.font) / 2.0;
        let inner = [(width - gutter) / 2.0, f64::midpoint(width, gutter)];
        let scales = [Linear::new((0.0, end), (inner[0], margin)), Linear::new((0.0, end), (inner[1], width - margin))];
        let row = (layout.pick(420.0, 460.0) / self.groups.len() as f64).clamp(4.0, 26.0);
        Plan { inner, scales, top: svg.line_height() * 1.6, row, ticks }
    }

    fn draw_axes(&self, svg: &mut Svg, layout: Layout, plan: &Plan, bottom: f64) {
        let line_height = svg.line_height();
        let format = self.format.for_ticks(&plan.ticks);
        svg.hidden_group("axes");
        for side in [0, 1] {
            for (number, tick) in plan.ticks.iter().enumerate() {
                let x = plan.scales[side].at(*tick);
                svg.line(if number == 0 { "axis" } else { "grid" }, (x, plan.top), (x, bottom));
                // Two zeros side by side say less than none.
                if number > 0 {
                    svg.text("muted", Anchor::Middle, (x, bottom + line_height), &format.short(*tick));
                }
            }
            let (anchor, x) = if side == 0 { (Anchor::End, plan.inner[0]) } else { (Anchor::Start, plan.inner[1]) };
            svg.text("strong", anchor, (x, line_height), &self.sides[side]);
        }
        // As many names of groups as there is room for.
        let every = (line_height / plan.row).ceil() as usize;
        for (index, group) in self.groups.iter().enumerate().step_by(every.max(1)) {
            let middle = bottom - plan.row * (index as f64 + 0.5);
            svg.text("", Anchor::Middle, (layout.width() / 2.0, middle + svg.font * 0.35), &group.label);
        }
        svg.close();
    }

    fn draw_bar(&self, svg: &mut Svg, plan: &Plan, group: &AgeGroup, side: usize, y: f64) {
        let wert = group.values[side];
        let mut label = format!("{}, {}: {}", self.sides[side], group.label, self.format.spoken(wert));
        if let (Some(name), Some(comparison)) = (&self.comparison, group.comparison) {
            label = format!("{label}; {name}: {}", self.format.spoken(comparison[side]));
        }
        let (inner, scale) = (plan.inner[side], plan.scales[side]);
        let gap = if plan.row >= 8.0 { 2.0 } else { 0.5 };
        let height = plan.row - gap;
        let outward = if side == 0 { -1.0 } else { 1.0 };
        let end = plan.ticks.last().map_or(inner, |tick| scale.at(*tick));
        svg.datum(&Datum { series: side, label: &label, classes: "" }, |svg| {
            svg.rect("hit", (inner, y), (end - inner, plan.row));
            match drawn(wert) {
                Some(number) => {
                    let estimated = if is_tentative(wert) { " estimated" } else { "" };
                    let width = scale.at(number.max(0.0)) - inner;
                    // The second side has the colour of a second series, and its name above it; it needs no pattern.
                    svg.rect(&format!("bar s{}{estimated}", side * 2), (inner, y + gap / 2.0), (width, height));
                }
                None if is_secret(wert) => svg.hatched((inner, y + gap / 2.0), (outward * 26.0, height)),
                None => {
                    let anchor = if side == 0 { Anchor::End } else { Anchor::Start };
                    let text = if plan.row >= 12.0 { self.format.mark(wert) } else { String::new() };
                    svg.text("muted", anchor, (inner + outward * 6.0, y + plan.row / 2.0 + svg.font * 0.35), &text);
                }
            }
        });
    }

    /// Steps along the ends of the comparison's bars, interrupted where it has no number.
    fn draw_outline(&self, svg: &mut Svg, plan: &Plan, side: usize, bottom: f64) {
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for (index, group) in self.groups.iter().enumerate() {
            let y = bottom - plan.row * index as f64;
            match group.comparison.and_then(|comparison| drawn(comparison[side])) {
                Some(number) => {
                    let x = plan.scales[side].at(number.max(0.0));
                    steps.extend([(x, y), (x, y - plan.row)]);
                }
                None => svg.path_if_any("outline", &std::mem::take(&mut steps)),
            }
        }
        svg.path_if_any("outline", &steps);
    }

    fn key_entries(&self) -> Vec<(KeySign, String)> {
        let language = self.format.language;
        let mut entries: Vec<(KeySign, String)> = Vec::new();
        if let Some(comparison) = &self.comparison {
            entries.push((KeySign::Outline, comparison.clone()));
        }
        let values: Vec<Wert> = self.groups.iter().flat_map(|group| group.values).collect();
        if let Some(secret) = values.iter().find(|wert| is_secret(**wert)) {
            entries.push((KeySign::Secret, language.symbol_long(secret.symbol).to_owned()));
        }
        let tentative = values.iter().filter(|wert| wert.value().is_some() && is_tentative(**wert));
        if let Some(flags) = tentative.map(|wert| wert.flags).reduce(|one, other| one | other) {
            entries.push((KeySign::Estimated, language.dashed(flags)));
        }
        entries
    }
}
