//! Charts as SVG, drawn on the server: one look on the page, in a printed report and as a download.
//!
//! In: plain values ([`model::wert::Wert`]), labels in the reader's language, a [`Format`]. Out: finished SVG.
//!
//! - What has no number is never drawn as zero: lines have gaps, secret values are hatched, every other reason is named.
//! - Colour is never alone: the own area is strong, series differ by marker or pattern and carry their name; dashes are kept for values
//!   that are estimated, converted or provisional. Colours follow Okabe and Ito, darkened where contrast 3 : 1 needs it.
//! - Bars begin at zero. Lines may begin elsewhere; the axis then says where.
//! - Every chart has a title and a description, every value a label that keys and screen readers reach. A root with the role `img` would
//!   hide its values from both (WAI-ARIA: children are presentational), so the page gets a `group` and only the download an `img`.
//! - Two layouts, because text in a scaled drawing shrinks with it: `assets/src/_charts.scss` shows the one that keeps letters at 12 px
//!   or more.

pub mod bars;
pub mod choropleth;
pub mod flow_map;
pub mod format;
pub mod headline;
mod labels;
pub mod line;
#[cfg(test)]
mod map_samples;
pub mod pyramid;
mod scale;
pub mod sparkline;
mod svg;
#[cfg(test)]
mod tests;
pub mod trend;
mod words;

pub use bars::{BarRow, Bars, Order};
pub use choropleth::{Choropleth, Classes, MapValue};
pub use flow_map::{Flow, FlowMap};
pub use format::{Format, Language};
pub use line::{Break, Line, Point, Series};
pub use pyramid::{AgeGroup, Pyramid};
pub use sparkline::{broken_sparkline, sparkline};

use crate::xml::escape;
use labels::wrap;
use svg::{Anchor, Purpose, Svg};

/// Looks of a chart that leaves the portal; light colours, simple selectors that every viewer knows.
pub const CHART_CSS: &str = include_str!("chart.css");

/// What is said about a chart as a whole.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Caption {
    /// Unique on its page; letters, digits and hyphens.
    pub id: String,
    /// The finding, or what is shown.
    pub title: String,
    /// What a reader who cannot see the chart needs to know about it.
    pub description: String,
    /// Who must be named, with the state of the data; stands below a downloaded chart.
    pub source: String,
}

/// For whom a chart is laid out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Layout {
    /// 360 units wide: a telephone.
    Narrow,
    /// 760 units wide: everything else, paper too.
    Wide,
}

impl Layout {
    pub(crate) fn width(self) -> f64 {
        self.pick(360.0, 760.0)
    }

    fn font(self) -> f64 {
        self.pick(14.0, 15.0)
    }

    fn code(self) -> &'static str {
        self.pick("narrow", "wide")
    }

    pub(crate) fn pick<T>(self, narrow: T, wide: T) -> T {
        match self {
            Self::Narrow => narrow,
            Self::Wide => wide,
        }
    }
}

/// A drawing into which a chart is drawn.
#[derive(Debug)]
pub struct Canvas {
    svg: Svg,
    layout: Layout,
}

/// What every kind of chart can do. Implementations draw; how the drawing is framed is the same for all.
pub trait Chart {
    fn caption(&self) -> &Caption;

    /// Draws into the canvas, from the top left; gives the height used.
    fn draw(&self, canvas: &mut Canvas) -> f64;

    /// Both layouts for a page; the style sheet shows one of them.
    fn on_page(&self) -> String {
        let drawings = [Layout::Narrow, Layout::Wide].map(|layout| self.in_layout(layout));
        format!("<div class=\"chart-frame\">{}{}</div>", drawings[0], drawings[1])
    }

    /// One layout as an element of a page.
    fn in_layout(&self, layout: Layout) -> String {
        let caption = self.caption();
        let id = format!("{}-{}", caption.id, layout.code());
        let mut canvas = Canvas { svg: Svg::new(id.clone(), Purpose::Page, layout.font()), layout };
        canvas.svg.patterns();
        let height = self.draw(&mut canvas);
        format!(
            "<svg class=\"chart chart-{code}\" role=\"group\" aria-labelledby=\"{id}-title\" aria-describedby=\"{id}-desc\" \
             viewBox=\"0 0 {width} {height}\"><title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc>\
             {body}</svg>",
            code = layout.code(),
            id = escape(&id),
            width = layout.width(),
            height = height.ceil(),
            title = escape(&caption.title),
            description = escape(&caption.description),
            body = canvas.svg.finish(),
        )
    }

    /// A file of its own, with title and source in the picture.
    fn standalone(&self) -> String {
        let (caption, layout) = (self.caption(), Layout::Wide);
        let (margin, font) = (20.0, layout.font());
        let width = layout.width();
        let id = format!("{}-picture", caption.id);
        let mut canvas = Canvas { svg: Svg::new(id.clone(), Purpose::Picture, font), layout };
        canvas.svg.patterns();
        let drawn = self.draw(&mut canvas);

        let mut around = Svg::new(id.clone(), Purpose::Picture, font);
        let mut y = margin;
        for line in wrap(&caption.title, 20.0, width, 3) {
            y += 20.0;
            around.text("heading", Anchor::Start, (0.0, y), &line);
            y += 6.0;
        }
        let top = y + 8.0;
        y = top + drawn + 8.0;
        if !caption.source.is_empty() {
            for line in wrap(&caption.source, font, width, 3) {
                y += around.line_height();
                around.text("muted", Anchor::Start, (0.0, y), &line);
            }
        }
        let (full_width, full_height) = (width + 2.0 * margin, (y + margin).ceil());
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" class=\"chart\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\" \
             viewBox=\"0 0 {full_width} {full_height}\" width=\"{full_width}\" height=\"{full_height}\">\
             <title id=\"{id}-title\">{title}</title><desc id=\"{id}-desc\">{description}</desc><style>{css}</style>\
             <rect class=\"paper\" width=\"{full_width}\" height=\"{full_height}\"/>\
             <g transform=\"translate({margin} 0)\">{around}<g transform=\"translate(0 {top})\">{body}</g></g></svg>",
            id = escape(&id),
            title = escape(&caption.title),
            description = escape(&caption.description),
            css = escape(CHART_CSS),
            around = around.finish(),
            body = canvas.svg.finish(),
        )
    }
}
