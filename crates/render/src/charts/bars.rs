//! Values by category as horizontal bars, so that names are read without turning the head.

use model::wert::{Symbol, Wert};

use super::format::Format;
use super::labels::{text_width, wrap};
use super::scale::Linear;
use super::svg::{Anchor, Datum, KeySign, Svg};
use super::words::{drawn, is_secret, is_tentative};
use super::{Canvas, Caption, Chart, Layout};

/// More bars than this in one row are small multiples.
pub const MOST_SERIES: usize = 3;

#[derive(Debug, Clone, PartialEq)]
pub struct Bars {
    pub caption: Caption,
    pub format: Format,
    /// What each bar of a row is; one entry for plain bars.
    pub series: Vec<String>,
    pub rows: Vec<BarRow>,
    pub order: Order,
    /// Whose values the marks across the bars are ("Rheinland-Pfalz").
    pub reference: Option<String>,
}

/// A category with the value of each series.
#[derive(Debug, Clone, PartialEq)]
pub struct BarRow {
    pub label: String,
    /// As many as there are series; missing ones are shown as no data, surplus ones not at all.
    pub values: Vec<Wert>,
    pub reference: Option<Wert>,
    /// Whether this is the row the reader looks for; where one is, the others step back.
    pub is_own: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// Categories with an order of their own: ages, levels.
    Given,
    /// Largest first by the first series; rows without a number last.
    Descending,
}

/// Measures of one drawing.
struct Plan {
    scale: Linear,
    zero: f64,
    right: f64,
    bar: f64,
    label_lines: usize,
    label_width: f64,
}

impl Chart for Bars {
    fn caption(&self) -> &Caption {
        &self.caption
    }

    fn draw(&self, canvas: &mut Canvas) -> f64 {
        let layout = canvas.layout;
        let svg = &mut canvas.svg;
        let rows = self.rows();
        if rows.is_empty() {
            let middle = layout.width() / 2.0;
            svg.text("muted", Anchor::Middle, (middle, 60.0), self.format.language.no_values());
            return 120.0;
        }
        let plan = self.plan(svg, layout);
        let mut y = svg.key((0.0, 0.0), layout.width(), &self.series_entries()) + 4.0;
        let top = y;
        for row in &rows {
            y += self.draw_row(svg, layout, &plan, row, y);
        }
        // Where names stand above their bars, each row has its own piece of the baseline.
        if layout == Layout::Wide {
            svg.hidden_group("axes");
            svg.line("axis", (plan.zero, top), (plan.zero, y));
            svg.close();
        }
        y + 4.0 + svg.key((0.0, y + 4.0), layout.width(), &self.sign_entries())
    }
}

impl Bars {
    fn bars_per_row(&self) -> usize {
        self.series.len().clamp(1, MOST_SERIES)
    }

    fn rows(&self) -> Vec<&BarRow> {
        let mut rows: Vec<&BarRow> = self.rows.iter().collect();
        if self.order == Order::Descending {
            let size = |row: &BarRow| row.values.first().and_then(|wert| drawn(*wert)).unwrap_or(f64::NEG_INFINITY);
            rows.sort_by(|one, other| size(other).total_cmp(&size(one)));
        }
        rows
    }

    fn values<'a>(&self, row: &'a BarRow) -> impl Iterator<Item = Wert> + use<'a> {
        let count = self.bars_per_row();
        (0..count).map(|series| row.values.get(series).copied().unwrap_or(Wert::symbol(Symbol::Missing)))
    }

    fn plan(&self, svg: &Svg, layout: Layout) -> Plan {
        let all: Vec<Wert> = self.rows.iter().flat_map(|row| self.values(row).chain(row.reference)).collect();
        let numbers: Vec<f64> = all.iter().filter_map(|wert| drawn(*wert)).collect();
        let low = numbers.iter().copied().fold(0.0, f64::min);
        let high = numbers.iter().copied().fold(0.0, f64::max);
        // Bars begin at zero; an area in which all is zero still has a scale.
        let high = if high - low > 0.0 { high } else { 1.0 };
        let widest = |negative: bool| {
            let of_side =
                all.iter().filter(|wert| (wert.value().unwrap_or(0.0) < 0.0) == negative && wert.value().is_some());
            of_side.map(|wert| text_width(&self.format.mark(*wert), svg.font)).fold(0.0, f64::max) + 10.0
        };
        let label_width = self.rows.iter().map(|row| text_width(&row.label, svg.font * 1.05)).fold(0.0, f64::max);
        let label_width = label_width.min(layout.pick(layout.width(), 240.0));
        let left = layout.pick(1.0, label_width + 12.0) + if low < 0.0 { widest(true) } else { 0.0 };
        let right = layout.width() - widest(false);
        let scale = Linear::new((low, high), (left, right));
        let bar = layout.pick(18.0, 22.0) - 3.0 * (self.bars_per_row() - 1) as f64;
        let lines = |row: &BarRow| wrap(&row.label, svg.font, label_width, 2).len();
        let label_lines = self.rows.iter().map(lines).max().unwrap_or(1);
        Plan { scale, zero: scale.at(0.0), right: layout.width(), bar, label_lines, label_width }
    }

    /// Draws a category at a height; gives the height it needs.
    fn draw_row(&self, svg: &mut Svg, layout: Layout, plan: &Plan, row: &BarRow, top: f64) -> f64 {
        let line_height = svg.line_height();
        let bars = self.bars_per_row() as f64;
        let bars_height = bars * (plan.bar + 2.0) - 2.0;
        let lines = wrap(&row.label, svg.font, plan.label_width, 2);
        let class = if row.is_own { "strong" } else { "" };
        let lines_height = lines.len() as f64 * line_height;
        // Narrow: the name above its bars. Wide: beside them.
        let (label_top, label_x, anchor, bars_top, height) = match layout {
            Layout::Narrow => (top, 0.0, Anchor::Start, top + lines_height + 3.0, lines_height + bars_height + 12.0),
            Layout::Wide => {
                let inner = bars_height.max(plan.label_lines.min(2) as f64 * line_height);
                let label_top = top + 5.0 + (inner - lines_height) / 2.0;
                (label_top, plan.label_width, Anchor::End, top + 5.0 + (inner - bars_height) / 2.0, inner + 10.0)
            }
        };
        svg.hidden_group("names");
        for (number, line) in lines.iter().enumerate() {
            let baseline = label_top + line_height * number as f64 + line_height * 0.78;
            svg.text(class, anchor, (label_x, baseline), line);
        }
        if layout == Layout::Narrow {
            svg.line("axis", (plan.zero, bars_top - 2.0), (plan.zero, bars_top + bars_height + 2.0));
        }
        svg.close();
        for (series, wert) in self.values(row).enumerate() {
            let y = bars_top + series as f64 * (plan.bar + 2.0);
            self.draw_bar(svg, plan, row, (series, wert), y);
        }
        if let Some(reference) = row.reference
            && let Some(number) = drawn(reference)
        {
            let x = plan.scale.at(number);
            svg.hidden_group("references");
            svg.line("reference", (x, bars_top - 3.0), (x, bars_top + bars_height + 3.0));
            svg.close();
        }
        height
    }

    fn draw_bar(&self, svg: &mut Svg, plan: &Plan, row: &BarRow, (series, wert): (usize, Wert), y: f64) {
        let mut label = row.label.clone();
        if self.bars_per_row() > 1 {
            label = format!("{label}, {}", self.series[series]);
        }
        label = format!("{label}: {}", self.format.spoken(wert));
        if let (Some(name), Some(reference)) = (&self.reference, row.reference)
            && series == 0
        {
            label = format!("{label}; {name}: {}", self.format.spoken(reference));
        }
        let steps_back = self.bars_per_row() == 1 && !row.is_own && self.rows.iter().any(|row| row.is_own);
        let strong = if row.is_own { "strong" } else { "" };
        let baseline = y + plan.bar / 2.0 + svg.font * 0.35;
        svg.datum(&Datum { series, label: &label, classes: "" }, |svg| match drawn(wert) {
            Some(number) => {
                let end = plan.scale.at(number);
                let mut classes = Vec::new();
                classes.extend(steps_back.then_some("other"));
                classes.extend(is_tentative(wert).then_some("estimated"));
                svg.rect("hit", (plan.zero, y), (plan.right - plan.zero, plan.bar));
                svg.bar(series, &classes.join(" "), (plan.zero, y), (end - plan.zero, plan.bar));
                let text = self.format.mark(wert);
                // A mark beside the end of the bar must not cross out its number.
                let reference = row.reference.and_then(drawn).map(|number| plan.scale.at(number));
                let width = text_width(&text, svg.font);
                let behind = reference.filter(|x| number >= 0.0 && *x > end - 8.0 && *x < end + 8.0 + width);
                let behind = behind.filter(|x| x + 7.0 + width <= plan.right);
                match behind {
                    Some(x) => svg.text(strong, Anchor::Start, (x.max(end) + 7.0, baseline), &text),
                    None if number < 0.0 => svg.text(strong, Anchor::End, (end - 6.0, baseline), &text),
                    None => svg.text(strong, Anchor::Start, (end + 6.0, baseline), &text),
                }
            }
            None => {
                let mut x = plan.zero + 6.0;
                svg.rect("hit", (plan.zero, y), (plan.right - plan.zero, plan.bar));
                if is_secret(wert) {
                    svg.hatched((plan.zero, y), (26.0, plan.bar));
                    x += 26.0;
                }
                svg.text("muted", Anchor::Start, (x, baseline), &self.format.mark(wert));
            }
        });
    }

    fn series_entries(&self) -> Vec<(KeySign, String)> {
        let mut entries = Vec::new();
        if self.bars_per_row() > 1 {
            let named = self.series.iter().take(MOST_SERIES).enumerate();
            entries.extend(named.map(|(number, label)| (KeySign::Bar(number), label.clone())));
        }
        if let Some(reference) = &self.reference {
            entries.push((KeySign::Reference, reference.clone()));
        }
        entries
    }

    fn sign_entries(&self) -> Vec<(KeySign, String)> {
        let tentative = self.rows.iter().flat_map(|row| self.values(row)).filter(|wert| wert.value().is_some());
        let flags =
            tentative.filter(|wert| is_tentative(*wert)).map(|wert| wert.flags).reduce(|one, other| one | other);
        flags.map(|flags| (KeySign::Estimated, self.format.language.dashed(flags))).into_iter().collect()
    }
}
