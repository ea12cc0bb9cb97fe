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
    /// What the lengths of the bars mean: "Personen je Altersjahr".
    pub axis: String,
    /// Whom the bars to the left count ("Männer") and those to the right.
    pub sides: [String; 2],
    /// From the youngest.
    pub groups: Vec<AgeGroup>,
    /// Whom the outline shows ("Rheinland-Pfalz").
    pub comparison: Option<String>,
}

/// A bar to each side: as high as the group has years, as long as a year of it has persons. Its area then counts the persons, and
/// groups of three years stand beside groups of ten without seeming small.
#[derive(Debug, Clone, PartialEq)]
pub struct AgeGroup {
    /// "unter 3 Jahre", "18 bis unter 25 Jahre".
    pub label: String,
    /// In full years: from, below. The oldest group ends where it is to be drawn to.
    pub ages: (f64, f64),
    /// Persons of the whole group.
    pub values: [Wert; 2],
    /// Persons there would be, if the comparison's ages were those of this population.
    pub comparison: Option<[f64; 2]>,
}

impl AgeGroup {
    fn per_year(&self, persons: f64) -> f64 {
        persons.max(0.0) / (self.ages.1 - self.ages.0).max(1.0)
    }
}

/// Measures of one drawing.
struct Plan {
    /// Where the bars of each side begin.
    inner: [f64; 2],
    scales: [Linear; 2],
    ages: Linear,
    top: f64,
    bottom: f64,
    ticks: Vec<f64>,
    /// Whether each group has room for its own name between the sides.
    names_groups: bool,
}

impl Chart for Pyramid {
    fn caption(&self) -> &Caption {
        &self.caption
    }

    fn draw(&self, canvas: &mut Canvas) -> f64 {
        let layout = canvas.layout;
        let svg = &mut canvas.svg;
        let (Some(youngest), Some(oldest)) = (self.groups.first(), self.groups.last()) else {
            let middle = layout.width() / 2.0;
            svg.text("muted", Anchor::Middle, (middle, 60.0), self.format.language.no_values());
            return 120.0;
        };
        let plan = self.plan(svg, layout, (youngest.ages.0, oldest.ages.1));
        self.draw_axes(svg, layout, &plan);
        for group in &self.groups {
            for side in [0, 1] {
                self.draw_bar(svg, &plan, group, side);
            }
        }
        if self.comparison.is_some() {
            svg.hidden_group("references");
            for side in [0, 1] {
                self.draw_outline(svg, &plan, side);
            }
            svg.close();
        }
        let key_top = plan.bottom + svg.line_height() * 2.6;
        key_top + svg.key((0.0, key_top), layout.width(), &self.key_entries())
    }
}

impl Pyramid {
    fn plan(&self, svg: &Svg, layout: Layout, (youngest, oldest): (f64, f64)) -> Plan {
        let lengths = self.groups.iter().flat_map(|group| {
            let own = group.values.into_iter().filter_map(drawn);
            own.chain(group.comparison.into_iter().flatten()).map(|persons| group.per_year(persons))
        });
        let high = lengths.fold(0.0, f64::max);
        let ticks = nice_ticks(0.0, high, layout.pick(2, 3), self.format.decimals);
        let ticks: Vec<f64> = ticks.into_iter().filter(|tick| *tick >= 0.0).collect();
        let end = ticks.last().copied().unwrap_or(1.0);
        let top = svg.line_height() * 1.6;
        let height = (layout.pick(420.0, 460.0_f64)).min((oldest - youngest).max(1.0) * 18.0);
        let per_year = height / (oldest - youngest).max(1.0);
        let lowest = self.groups.iter().map(|group| (group.ages.1 - group.ages.0) * per_year).fold(height, f64::min);
        let names_groups = lowest >= svg.line_height() * 0.9;
        let widest = |texts: &mut dyn Iterator<Item = f64>| texts.fold(0.0, f64::max);
        let gutter = if names_groups {
            widest(&mut self.groups.iter().map(|group| text_width(&group.label, svg.font))) + 16.0
        } else {
            text_width("100", svg.font) + 16.0
        };
        let width = layout.width();
        let gutter = gutter.min(width / 2.0);
        // Room for half of the outermost tick's text.
        let margin = text_width(&self.format.short(end), svg.font) / 2.0;
        let inner = [(width - gutter) / 2.0, f64::midpoint(width, gutter)];
        let scales = [Linear::new((0.0, end), (inner[0], margin)), Linear::new((0.0, end), (inner[1], width - margin))];
        let bottom = top + height;
        let ages = Linear::new((youngest, oldest), (bottom, top));
        Plan { inner, scales, ages, top, bottom, ticks, names_groups }
    }

    fn draw_axes(&self, svg: &mut Svg, layout: Layout, plan: &Plan) {
        let line_height = svg.line_height();
        let format = self.format.for_ticks(&plan.ticks);
        let middle = layout.width() / 2.0;
        svg.hidden_group("axes");
        for side in [0, 1] {
            for (number, tick) in plan.ticks.iter().enumerate() {
                let x = plan.scales[side].at(*tick);
                svg.line(if number == 0 { "axis" } else { "grid" }, (x, plan.top), (x, plan.bottom));
                // Two zeros side by side say less than none.
                if number > 0 {
                    svg.text("muted", Anchor::Middle, (x, plan.bottom + line_height), &format.short(*tick));
                }
            }
            let (anchor, x) = if side == 0 { (Anchor::End, plan.inner[0]) } else { (Anchor::Start, plan.inner[1]) };
            svg.text("strong", anchor, (x, line_height), &self.sides[side]);
        }
        svg.text("muted", Anchor::Middle, (middle, plan.bottom + line_height * 2.0), &self.axis);
        let baseline = svg.font * 0.35;
        if plan.names_groups {
            for group in &self.groups {
                let y = plan.ages.at(f64::midpoint(group.ages.0, group.ages.1));
                svg.text("", Anchor::Middle, (middle, y + baseline), &group.label);
            }
        } else {
            let (youngest, oldest) = plan.ages.domain();
            let decades = (0..).map(|decade| f64::from(decade) * 10.0).skip_while(|age| *age < youngest);
            for age in decades.take_while(|age| *age <= oldest) {
                svg.text("", Anchor::Middle, (middle, plan.ages.at(age) + baseline), &format!("{age:.0}"));
            }
        }
        svg.close();
    }

    fn draw_bar(&self, svg: &mut Svg, plan: &Plan, group: &AgeGroup, side: usize) {
        let wert = group.values[side];
        let mut label = format!("{}, {}: {}", self.sides[side], group.label, self.format.spoken(wert));
        if let (Some(name), Some(comparison)) = (&self.comparison, group.comparison) {
            label = format!("{label}; {name}: {}", self.format.spoken(Wert::number(comparison[side])));
        }
        let (inner, scale) = (plan.inner[side], plan.scales[side]);
        let y = plan.ages.at(group.ages.1);
        let row = plan.ages.at(group.ages.0) - y;
        let gap = if row >= 8.0 { 2.0 } else { 0.5 };
        let height = row - gap;
        let outward = if side == 0 { -1.0 } else { 1.0 };
        let end = plan.ticks.last().map_or(inner, |tick| scale.at(*tick));
        svg.datum(&Datum { series: side, label: &label, classes: "" }, |svg| {
            svg.rect("hit", (inner, y), (end - inner, row));
            match drawn(wert) {
                Some(number) => {
                    let estimated = if is_tentative(wert) { " estimated" } else { "" };
                    let width = scale.at(group.per_year(number)) - inner;
                    // The second side has the colour of a second series, and its name above it; it needs no pattern.
                    svg.rect(&format!("bar s{}{estimated}", side * 2), (inner, y + gap / 2.0), (width, height));
                }
                None if is_secret(wert) => svg.hatched((inner, y + gap / 2.0), (outward * 26.0, height)),
                None => {
                    let anchor = if side == 0 { Anchor::End } else { Anchor::Start };
                    let text = if row >= 12.0 { self.format.mark(wert) } else { String::new() };
                    svg.text("muted", anchor, (inner + outward * 6.0, y + row / 2.0 + svg.font * 0.35), &text);
                }
            }
        });
    }

    /// Steps along the ends of the comparison's bars, interrupted where it has no number.
    fn draw_outline(&self, svg: &mut Svg, plan: &Plan, side: usize) {
        let mut steps: Vec<(f64, f64)> = Vec::new();
        for group in &self.groups {
            match group.comparison {
                Some(comparison) => {
                    let x = plan.scales[side].at(group.per_year(comparison[side]));
                    steps.extend([(x, plan.ages.at(group.ages.0)), (x, plan.ages.at(group.ages.1))]);
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
