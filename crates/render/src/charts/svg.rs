//! Writes SVG that is well-formed whatever the texts contain. Looks come from class names alone: the pages' content security policy
//! forbids inline styles, and a class is what the page, the PDF and the download can style alike.

use std::fmt::Write;

use super::labels::text_width;
use crate::xml::escape;

/// Who reads the drawing: keys and pointer on a page, or a viewer of pictures.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Purpose {
    /// Every value can be reached with the keyboard.
    Page,
    /// A file of its own; values carry a `<title>`, which viewers show beside the pointer.
    Picture,
}

/// A drawing that is being written.
#[derive(Debug)]
pub(super) struct Svg {
    body: String,
    open: Vec<&'static str>,
    /// Makes ids inside the drawing unique on a page.
    id: String,
    purpose: Purpose,
    /// Size of plain text in units of the drawing.
    pub(super) font: f64,
}

/// One value of a chart.
pub(super) struct Datum<'a> {
    pub(super) series: usize,
    /// "2015, Trier: 12,3 %".
    pub(super) label: &'a str,
    /// Further class names: what is special about the value.
    pub(super) classes: &'a str,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

impl Svg {
    pub(super) fn new(id: String, purpose: Purpose, font: f64) -> Self {
        Self { body: String::new(), open: Vec::new(), id, purpose, font }
    }

    pub(super) fn finish(mut self) -> String {
        while !self.open.is_empty() {
            self.close();
        }
        self.body
    }

    pub(super) fn line_height(&self) -> f64 {
        (self.font * 1.25).round()
    }

    /// The id of a part, for `url(#…)`.
    pub(super) fn part(&self, name: &str) -> String {
        format!("{}-{name}", self.id)
    }

    fn tag(&mut self, name: &str, attributes: &[(&str, &str)], closed: bool) {
        self.body.push('<');
        self.body.push_str(name);
        for (attribute, value) in attributes.iter().filter(|(_, value)| !value.is_empty()) {
            let _ = write!(self.body, " {attribute}=\"{}\"", escape(value));
        }
        self.body.push_str(if closed { "/>" } else { ">" });
    }

    pub(super) fn group(&mut self, attributes: &[(&str, &str)]) {
        self.tag("g", attributes, false);
        self.open.push("g");
    }

    pub(super) fn close(&mut self) {
        if let Some(name) = self.open.pop() {
            let _ = write!(self.body, "</{name}>");
        }
    }

    /// What only helps the eye: the same is said by the values' labels.
    pub(super) fn hidden_group(&mut self, class: &str) {
        self.group(&[("class", class), ("aria-hidden", "true")]);
    }

    pub(super) fn datum(&mut self, datum: &Datum, draw: impl FnOnce(&mut Self)) {
        let class = format!("datum {}", datum.classes);
        let series = datum.series.to_string();
        match self.purpose {
            Purpose::Page => self.group(&[
                ("class", class.trim_end()),
                ("role", "img"),
                ("tabindex", "0"),
                ("aria-label", datum.label),
                ("data-series", &series),
            ]),
            Purpose::Picture => {
                self.group(&[("class", class.trim_end())]);
                let _ = write!(self.body, "<title>{}</title>", escape(datum.label));
            }
        }
        draw(self);
        self.close();
    }

    pub(super) fn line(&mut self, class: &str, (x1, y1): (f64, f64), (x2, y2): (f64, f64)) {
        let (x1, y1, x2, y2) = (coordinate(x1), coordinate(y1), coordinate(x2), coordinate(y2));
        self.tag("line", &[("class", class), ("x1", &x1), ("y1", &y1), ("x2", &x2), ("y2", &y2)], true);
    }

    /// A rectangle; a negative width or height counts from the other side.
    pub(super) fn rect(&mut self, class: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        self.filled_rect(class, "", (x, y), (width, height));
    }

    /// A rectangle with the hatching that means "secret".
    pub(super) fn hatched(&mut self, corner: (f64, f64), size: (f64, f64)) {
        let fill = format!("url(#{})", self.part("hatch"));
        self.filled_rect("secret", &fill, corner, size);
    }

    /// A rectangle with a pattern over the colour of its class.
    pub(super) fn patterned(&mut self, pattern: &str, corner: (f64, f64), size: (f64, f64)) {
        let fill = format!("url(#{})", self.part(pattern));
        self.filled_rect("pattern", &fill, corner, size);
    }

    fn filled_rect(&mut self, class: &str, fill: &str, (x, y): (f64, f64), (width, height): (f64, f64)) {
        let (x, width) = if width < 0.0 { (x + width, -width) } else { (x, width) };
        let (y, height) = if height < 0.0 { (y + height, -height) } else { (y, height) };
        let (x, y, width, height) = (coordinate(x), coordinate(y), coordinate(width), coordinate(height));
        let attributes =
            [("class", class), ("fill", fill), ("x", &x), ("y", &y), ("width", &width), ("height", &height)];
        self.tag("rect", &attributes, true);
    }

    pub(super) fn circle(&mut self, class: &str, (x, y): (f64, f64), radius: f64) {
        let (x, y, radius) = (coordinate(x), coordinate(y), coordinate(radius));
        self.tag("circle", &[("class", class), ("cx", &x), ("cy", &y), ("r", &radius)], true);
    }

    /// A line through points, closed to a shape or open.
    pub(super) fn path(&mut self, class: &str, points: &[(f64, f64)], closed: bool) {
        let mut d = String::new();
        for (number, (x, y)) in points.iter().enumerate() {
            let _ = write!(d, "{}{} {}", if number == 0 { 'M' } else { 'L' }, coordinate(*x), coordinate(*y));
        }
        if closed {
            d.push('Z');
        }
        self.tag("path", &[("class", class), ("d", &d)], true);
    }

    /// An open line, unless a single point is all there is.
    pub(super) fn path_if_any(&mut self, class: &str, points: &[(f64, f64)]) {
        if points.len() > 1 {
            self.path(class, points, false);
        }
    }

    pub(super) fn text(&mut self, class: &str, anchor: Anchor, (x, y): (f64, f64), text: &str) {
        let (x, y) = (coordinate(x), coordinate(y));
        let class = match anchor {
            Anchor::Start => class.to_owned(),
            Anchor::Middle => format!("{class} middle"),
            Anchor::End => format!("{class} end"),
        };
        self.tag("text", &[("class", class.trim()), ("x", &x), ("y", &y)], false);
        self.body.push_str(&escape(text));
        self.body.push_str("</text>");
    }

    /// The shape that tells a series apart without its colour.
    pub(super) fn marker(&mut self, series: usize, class: &str, (x, y): (f64, f64), radius: f64) {
        let r = radius;
        match series {
            0 => self.circle(class, (x, y), r),
            1 => self.rect(class, (x - r * 0.9, y - r * 0.9), (r * 1.8, r * 1.8)),
            2 => {
                self.path(class, &[(x, y - r * 1.2), (x + r * 1.15, y + r * 0.85), (x - r * 1.15, y + r * 0.85)], true);
            }
            3 => self.path(class, &[(x, y - r * 1.3), (x + r * 1.3, y), (x, y + r * 1.3), (x - r * 1.3, y)], true),
            _ => {
                self.path(class, &[(x, y + r * 1.2), (x + r * 1.15, y - r * 0.85), (x - r * 1.15, y - r * 0.85)], true);
            }
        }
    }

    /// Patterns of this drawing: hatching for secret, and those that tell bars apart without their colour.
    pub(super) fn patterns(&mut self) {
        let _ = write!(
            self.body,
            "<defs><pattern id=\"{hatch}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(45)\">\
             <path class=\"hatch\" d=\"M1.5 0V6\"/></pattern>\
             <pattern id=\"{stripes}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" patternTransform=\"rotate(-45)\">\
             <path class=\"stripe\" d=\"M1.5 0V6\"/></pattern>\
             <pattern id=\"{dots}\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">\
             <circle class=\"dot\" cx=\"3\" cy=\"3\" r=\"1.3\"/></pattern></defs>",
            hatch = escape(&self.part("hatch")),
            stripes = escape(&self.part("stripes")),
            dots = escape(&self.part("dots")),
        );
    }

    /// What signs mean, in rows as wide as the drawing; gives the height used.
    pub(super) fn key(&mut self, (left, top): (f64, f64), width: f64, entries: &[(KeySign, String)]) -> f64 {
        if entries.is_empty() {
            return 0.0;
        }
        let line_height = self.line_height() + 4.0;
        let (mut x, mut y) = (left, top + line_height * 0.75);
        self.hidden_group("key");
        for (sign, words) in entries {
            let sign_width = 30.0;
            let entry_width = sign_width + text_width(words, self.font) + 18.0;
            if x > left && x + entry_width > left + width {
                x = left;
                y += line_height;
            }
            let middle = y - self.font * 0.35;
            match sign {
                KeySign::Secret => self.hatched((x, middle - 7.0), (22.0, 14.0)),
                KeySign::Dashed => self.line("line s0 dashed", (x, middle), (x + 24.0, middle)),
                KeySign::Text(sign) => self.text("sign middle", Anchor::Start, (x + 11.0, y), sign),
                KeySign::Reference => self.line("reference", (x + 11.0, middle - 8.0), (x + 11.0, middle + 8.0)),
                KeySign::Outline => self.path(
                    "outline",
                    &[(x, middle + 6.0), (x + 11.0, middle + 6.0), (x + 11.0, middle - 6.0), (x + 22.0, middle - 6.0)],
                    false,
                ),
                KeySign::Estimated => self.rect("bar s0 estimated", (x, middle - 6.0), (22.0, 12.0)),
                KeySign::Bar(series) => self.bar(*series, "", (x, middle - 6.0), (22.0, 12.0)),
            }
            self.text("", Anchor::Start, (x + sign_width, y), words);
            x += entry_width;
        }
        self.close();
        y + line_height * 0.4 - top
    }

    /// A bar in the colour and pattern of its series.
    pub(super) fn bar(&mut self, series: usize, classes: &str, corner: (f64, f64), size: (f64, f64)) {
        self.rect(format!("bar s{series} {classes}").trim_end(), corner, size);
        match series {
            1 => self.patterned("stripes", corner, size),
            2 => self.patterned("dots", corner, size),
            _ => {}
        }
    }
}

/// What a key explains.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum KeySign {
    Secret,
    Dashed,
    Estimated,
    Text(String),
    Reference,
    Outline,
    Bar(usize),
}

/// Tenths are finer than any screen shows a drawing.
fn coordinate(value: f64) -> String {
    let tenths = (value * 10.0).round();
    let whole = tenths / 10.0;
    if whole == 0.0 { "0".to_owned() } else { whole.to_string() }
}

/// What maps need beyond the other charts.
impl Svg {
    /// An area of rings, holes left open. Written as ways from point to point in tenths, which is half as long as places; neighbours
    /// round alike, so that their borders still meet.
    pub(super) fn area(&mut self, class: &str, rings: &[Vec<(f64, f64)>]) {
        let d = area_path(rings);
        if !d.is_empty() {
            self.tag("path", &[("class", class), ("d", &d), ("fill-rule", "evenodd")], true);
        }
    }

    /// An area filled with a pattern of this drawing.
    pub(super) fn patterned_area(&mut self, class: &str, pattern: &str, rings: &[Vec<(f64, f64)>]) {
        let d = area_path(rings);
        if !d.is_empty() {
            let fill = format!("url(#{})", self.part(pattern));
            self.tag("path", &[("class", class), ("fill", &fill), ("d", &d), ("fill-rule", "evenodd")], true);
        }
    }

    /// A value that leads to a page of its own; in a picture it leads nowhere.
    pub(super) fn linked_datum(&mut self, datum: &Datum, href: Option<&str>, draw: impl FnOnce(&mut Self)) {
        match (href, self.purpose) {
            (Some(href), Purpose::Page) => {
                let class = format!("datum {}", datum.classes);
                self.tag("a", &[("class", class.trim_end()), ("href", href), ("aria-label", datum.label)], false);
                self.open.push("a");
                let _ = write!(self.body, "<title>{}</title>", escape(datum.label));
                draw(self);
                self.close();
            }
            _ => self.datum(datum, draw),
        }
    }

    /// The pattern of areas without data: fine dots, unlike the hatching of secret ones.
    pub(super) fn map_patterns(&mut self) {
        let _ = write!(
            self.body,
            "<defs><pattern id=\"{id}\" width=\"5\" height=\"5\" patternUnits=\"userSpaceOnUse\">\
             <circle class=\"map-dot\" cx=\"1.5\" cy=\"1.5\" r=\"0.8\"/></pattern></defs>",
            id = escape(&self.part("none")),
        );
    }
}

fn area_path(rings: &[Vec<(f64, f64)>]) -> String {
    let tenths = |(x, y): (f64, f64)| ((x * 10.0).round() as i64, (y * 10.0).round() as i64);
    let number = |tenths: i64| coordinate(tenths as f64 / 10.0);
    let mut d = String::new();
    for ring in rings {
        let mut points: Vec<(i64, i64)> = ring.iter().copied().map(tenths).collect();
        points.dedup();
        if points.len() > 1 && points.first() == points.last() {
            points.pop();
        }
        // An island smaller than a tenth stays as a dot where it is all there is.
        let Some((first, rest)) = points.split_first().filter(|(_, rest)| rest.len() > 1 || rings.len() == 1) else {
            continue;
        };
        let _ = write!(d, "M{} {}", number(first.0), number(first.1));
        let mut at = *first;
        for (index, point) in rest.iter().enumerate() {
            let (x, y) = (number(point.0 - at.0), number(point.1 - at.1));
            // A minus sign separates as well as a space.
            let before = match index {
                0 => "l",
                _ if x.starts_with('-') => "",
                _ => " ",
            };
            let between = if y.starts_with('-') { "" } else { " " };
            let _ = write!(d, "{before}{x}{between}{y}");
            at = *point;
        }
        d.push('z');
    }
    d
}
