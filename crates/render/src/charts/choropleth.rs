//! A map of values: few classes, and a pattern with its own words for every area without a number.
//!
//! Shares and rates belong on such a map, counts do not: a large area looks like a large number.

use std::collections::HashMap;

use model::areas::AreaShape;
use model::wert::{Flags, Symbol, Wert};

use super::format::{Format, Language};
use super::labels::{text_width, wrap};
use super::svg::{Anchor, Datum, Svg};
use super::words::{TENTATIVE, drawn, is_secret, is_tentative};
use super::{Canvas, Caption, Chart, Layout};
use crate::map::Projection;
use crate::map::projection::inner_point;

/// More classes than this cannot be told apart on a map.
pub const MOST_CLASSES: usize = 5;
/// Up to this many areas, names are written where they fit.
const MOST_NAMED: usize = 80;

#[derive(Debug, Clone, PartialEq)]
pub struct Choropleth {
    pub caption: Caption,
    pub format: Format,
    /// What is measured, above the key: "Anteil an allen Abgängen".
    pub measure: String,
    /// Outlines to draw, simplified ([`Topology`](crate::map::Topology)). Areas without a value are drawn as "no data".
    pub areas: Vec<AreaShape>,
    pub values: Vec<MapValue>,
    pub classes: Classes,
    /// Key of the area the reader looks for.
    pub highlight: Option<String>,
}

/// The value of one area.
#[derive(Debug, Clone, PartialEq)]
pub struct MapValue {
    pub key: String,
    /// As it is spoken: "Landkreis Trier-Saarburg".
    pub name: String,
    pub wert: Wert,
    /// Page of the area.
    pub href: Option<String>,
}

/// Where one colour ends and the next begins.
#[derive(Debug, Clone, PartialEq)]
pub enum Classes {
    /// So many classes with about as many areas each.
    Quantiles(usize),
    /// Lower ends of all classes but the first, ascending.
    Breaks(Vec<f64>),
}

/// How an area is filled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Fill {
    /// 1 to 5, from low to high.
    Class(usize),
    Secret,
    None,
}

impl Fill {
    fn class_name(self) -> &'static str {
        match self {
            Self::Class(class) => ["map-1", "map-2", "map-3", "map-4", "map-5"][class.clamp(1, MOST_CLASSES) - 1],
            Self::Secret => "map-secret",
            Self::None => "map-none",
        }
    }
}

/// What the key shows beside its words.
enum Sign {
    Class(usize),
    Secret,
    None,
    Tentative,
}

/// One area, ready to be drawn.
struct Drawn<'c> {
    area: &'c AreaShape,
    value: Option<&'c MapValue>,
    wert: Wert,
    fill: Fill,
    rings: Vec<Vec<(f64, f64)>>,
}

impl Chart for Choropleth {
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
        let breaks = self.breaks();
        let top = self.draw_key(svg, width, &breaks);
        let projection = projection.below(top);
        let areas = self.drawn(&breaks, &projection);
        for area in &areas {
            self.draw_area(svg, area);
        }
        // Over their neighbours, which would cover half of their lines.
        svg.hidden_group("overlay");
        for area in areas.iter().filter(|area| is_tentative(area.wert)) {
            // Light under dark, so that the dashes are seen on every class.
            svg.area("map-estimated-ground", &area.rings);
            svg.area("map-estimated", &area.rings);
        }
        for area in areas.iter().filter(|area| self.is_own(area)) {
            svg.area("map-own", &area.rings);
        }
        svg.close();
        self.draw_names(svg, &areas, &projection, layout);
        top + projection.height() + 6.0
    }
}

impl Choropleth {
    fn is_own(&self, area: &Drawn<'_>) -> bool {
        self.highlight.as_deref() == Some(area.area.key.as_str())
    }

    /// Lower ends of all classes but the first, as the key prints them: a value is never in another class than its printed number says.
    fn breaks(&self) -> Vec<f64> {
        let printed = |number: f64| {
            let factor = 10_f64.powi(i32::from(self.format.decimals.min(6)));
            (number * factor).round() / factor
        };
        let mut numbers: Vec<f64> = self.values.iter().filter_map(|value| drawn(value.wert)).map(printed).collect();
        numbers.sort_by(f64::total_cmp);
        let Some(least) = numbers.first().copied() else { return Vec::new() };
        let mut breaks: Vec<f64> = match &self.classes {
            Classes::Breaks(breaks) => {
                breaks.iter().copied().filter(|number| number.is_finite()).map(printed).collect()
            }
            Classes::Quantiles(classes) => {
                let classes = (*classes).clamp(1, MOST_CLASSES);
                let wanted = (1..classes).filter_map(|class| numbers.get(class * numbers.len() / classes).copied());
                // A class below the least value would be empty.
                wanted.filter(|number| *number > least).collect()
            }
        };
        breaks.sort_by(f64::total_cmp);
        breaks.dedup();
        breaks.truncate(MOST_CLASSES - 1);
        breaks
    }

    fn fill(&self, wert: Wert, breaks: &[f64]) -> Fill {
        let factor = 10_f64.powi(i32::from(self.format.decimals.min(6)));
        match drawn(wert) {
            Some(number) => {
                let printed = (number * factor).round() / factor;
                Fill::Class(class_of(breaks.iter().filter(|lower| printed >= **lower).count(), breaks.len() + 1))
            }
            None if is_secret(wert) => Fill::Secret,
            None => Fill::None,
        }
    }

    fn drawn<'c>(&'c self, breaks: &[f64], projection: &Projection) -> Vec<Drawn<'c>> {
        let by_key: HashMap<&str, &MapValue> = self.values.iter().map(|value| (value.key.as_str(), value)).collect();
        let of = |area: &'c AreaShape| {
            let value = by_key.get(area.key.as_str()).copied();
            let wert = value.map_or(Wert::symbol(Symbol::Missing), |value| value.wert);
            let rings = rings_of(area, projection);
            Drawn { area, value, wert, fill: self.fill(wert, breaks), rings }
        };
        self.areas.iter().map(of).collect()
    }

    fn draw_area(&self, svg: &mut Svg, area: &Drawn<'_>) {
        let name = area.value.map_or(area.area.name.as_str(), |value| value.name.as_str());
        let label = format!("{name}: {}", self.format.spoken(area.wert));
        let datum = Datum { series: 0, label: &label, classes: "area" };
        svg.linked_datum(&datum, area.value.and_then(|value| value.href.as_deref()), |svg| match area.fill {
            Fill::Class(_) => svg.area(&format!("map-area {}", area.fill.class_name()), &area.rings),
            Fill::Secret => {
                svg.area("map-area map-empty", &area.rings);
                svg.patterned_area("map-area map-secret", "hatch", &area.rings);
            }
            Fill::None => {
                svg.area("map-area map-empty", &area.rings);
                svg.patterned_area("map-area map-none", "none", &area.rings);
            }
        });
    }

    /// What is measured, and what colours, patterns and lines mean; gives the height used.
    fn draw_key(&self, svg: &mut Svg, width: f64, breaks: &[f64]) -> f64 {
        let language = self.format.language;
        let line = svg.line_height() + 6.0;
        svg.hidden_group("key");
        let mut y = 0.0;
        if !self.measure.is_empty() {
            y += svg.line_height();
            svg.text("strong", Anchor::Start, (0.0, y - svg.font * 0.25), &self.measure);
            y += 4.0;
        }
        let swatch = (26.0, 16.0);
        let mut entries: Vec<(String, Sign)> = Vec::new();
        let has_numbers = self.values.iter().any(|value| drawn(value.wert).is_some());
        if has_numbers {
            let classes = breaks.len() + 1;
            for class in 0..classes {
                entries.push((self.range(breaks, class), Sign::Class(class_of(class, classes))));
            }
        }
        let mut secret: Vec<Symbol> = Vec::new();
        let mut other: Vec<Symbol> = Vec::new();
        let known: HashMap<&str, Wert> = self.values.iter().map(|value| (value.key.as_str(), value.wert)).collect();
        let mut flags = Flags::NONE;
        for area in &self.areas {
            let wert = known.get(area.key.as_str()).copied().unwrap_or(Wert::symbol(Symbol::Missing));
            if is_tentative(wert) {
                flags =
                    TENTATIVE.into_iter().filter(|flag| wert.flags.contains(*flag)).fold(flags, |all, flag| all | flag);
            }
            let reasons = if is_secret(wert) { &mut secret } else { &mut other };
            if drawn(wert).is_none() && !reasons.contains(&wert.symbol) {
                reasons.push(wert.symbol);
            }
        }
        if !secret.is_empty() {
            entries.push((reasons(language, &secret), Sign::Secret));
        }
        if !other.is_empty() {
            entries.push((reasons(language, &other), Sign::None));
        }
        if flags != Flags::NONE {
            entries.push((language.dashed(flags), Sign::Tentative));
        }
        // In columns, so that the eye finds the next class; with room to spare, as the font of a viewer is not known.
        let widest = entries.iter().map(|(words, _)| text_width(words, svg.font) * 1.1).fold(0.0, f64::max);
        let column = swatch.0 + 8.0 + widest + 14.0;
        let columns = ((width + 14.0) / column).floor().max(1.0) as usize;
        for (index, (words, sign)) in entries.iter().enumerate() {
            let corner =
                ((index % columns) as f64 * column, y + (index / columns) as f64 * line + (line - swatch.1) / 2.0);
            match sign {
                Sign::Class(class) => {
                    svg.rect(&format!("map-area {}", Fill::Class(*class).class_name()), corner, swatch);
                }
                Sign::Secret => svg.hatched(corner, swatch),
                Sign::None => {
                    svg.rect("map-area map-empty", corner, swatch);
                    svg.patterned("none", corner, swatch);
                }
                Sign::Tentative => svg.rect("map-estimated", corner, swatch),
            }
            let baseline = corner.1 + swatch.1 / 2.0 + svg.font * 0.36;
            svg.text("", Anchor::Start, (corner.0 + swatch.0 + 8.0, baseline), words);
        }
        svg.close();
        y + entries.len().div_ceil(columns) as f64 * line + 10.0
    }

    /// "unter 4,5 %", "4,5 bis unter 6,1 %", "6,1 % und mehr".
    fn range(&self, breaks: &[f64], class: usize) -> String {
        let language = self.format.language;
        let low = class.checked_sub(1).and_then(|index| breaks.get(index)).copied();
        match (low, breaks.get(class).copied()) {
            (None, None) => language.pick("alle Werte", "all values").to_owned(),
            (None, Some(high)) => format!("{} {}", language.pick("unter", "below"), self.format.with_unit(high)),
            (Some(low), None) => format!("{} {}", self.format.with_unit(low), language.pick("und mehr", "and more")),
            (Some(low), Some(high)) => {
                let words = language.pick("bis unter", "to below");
                format!("{} {words} {}", self.format.number(low), self.format.with_unit(high))
            }
        }
    }

    /// Names inside their areas, the own one first, then from large to small, where there is room.
    fn draw_names(&self, svg: &mut Svg, areas: &[Drawn<'_>], projection: &Projection, layout: Layout) {
        let size = svg.font * 0.87;
        let mut taken: Vec<[f64; 4]> = Vec::new();
        let mut order: Vec<(&Drawn<'_>, [f64; 4])> =
            areas.iter().filter_map(|area| Some((area, largest_bounds(&area.rings)?))).collect();
        let extent = |bounds: &[f64; 4]| (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]);
        order.sort_by(|one, other| {
            self.is_own(other.0).cmp(&self.is_own(one.0)).then(extent(&other.1).total_cmp(&extent(&one.1)))
        });
        svg.hidden_group("map-names");
        for (area, bounds) in order {
            let is_own = self.is_own(area);
            if !is_own && areas.len() > MOST_NAMED {
                continue;
            }
            let Some(point) = inner_point(area.area) else { continue };
            let room = if is_own { f64::INFINITY } else { (bounds[2] - bounds[0]) * 0.92 };
            let Some(lines) = name_in(&area.area.name, size, room, bounds[3] - bounds[1]) else { continue };
            let width = lines.iter().map(|line| text_width(line, size)).fold(0.0, f64::max);
            let height = size * 1.2 * lines.len() as f64;
            let (x, y) = projection.place(point);
            let x = x.clamp(width / 2.0, (layout.width() - width / 2.0).max(width / 2.0));
            let place = [x - width / 2.0 - 2.0, y - height / 2.0, x + width / 2.0 + 2.0, y + height / 2.0];
            if taken.iter().all(|other| apart(&place, other)) {
                taken.push(place);
                let class = if is_own { "map-name strong" } else { "map-name" };
                for (index, line) in lines.iter().enumerate() {
                    let baseline = place[1] + size * (0.95 + 1.2 * index as f64);
                    svg.text(class, Anchor::Middle, (x, baseline), line);
                }
            }
        }
        svg.close();
    }
}

/// A name in one line or as few as needed, where it fits into an area as wide and high as this, none of its words shortened.
fn name_in(name: &str, size: f64, width: f64, height: f64) -> Option<Vec<String>> {
    (1..=3).map(|count| wrap(name, size, width, count)).find(|lines| {
        let is_whole = !lines.iter().any(|line| line.ends_with('…'));
        is_whole && size * 1.2 * lines.len() as f64 <= height
    })
}

/// Which of the five colours the class of this index has: two classes are as far apart as five.
fn class_of(index: usize, classes: usize) -> usize {
    match classes {
        0 | 1 => 3,
        _ => 1 + index.min(classes - 1) * (MOST_CLASSES - 1) / (classes - 1),
    }
}

pub(super) fn reasons(language: Language, symbols: &[Symbol]) -> String {
    // "geheim oder unbekannt" says "geheim" as well.
    let is_said = |symbol: &Symbol| *symbol == Symbol::Secret && symbols.contains(&Symbol::SecretOrUnknown);
    let said = symbols.iter().filter(|symbol| !is_said(symbol));
    let mut words: Vec<&str> = said.map(|symbol| language.symbol_short(*symbol)).collect();
    words.sort_unstable();
    words.dedup();
    language.list(&words, "oder", "or")
}

/// The rings of all parts in the drawing.
pub(super) fn rings_of(area: &AreaShape, projection: &Projection) -> Vec<Vec<(f64, f64)>> {
    let ring = |ring: &Vec<[f64; 2]>| ring.iter().map(|point| projection.place(*point)).collect();
    area.parts.iter().flatten().map(ring).collect()
}

/// Left, top, right and bottom of the ring with the largest box.
fn largest_bounds(rings: &[Vec<(f64, f64)>]) -> Option<[f64; 4]> {
    let bounds = rings.iter().filter_map(|ring| {
        let (x, y) = *ring.first()?;
        Some(ring.iter().fold([x, y, x, y], |[left, top, right, bottom], (x, y)| {
            [left.min(*x), top.min(*y), right.max(*x), bottom.max(*y)]
        }))
    });
    bounds.max_by(|one, other| {
        let extent = |bounds: &[f64; 4]| (bounds[2] - bounds[0]) * (bounds[3] - bounds[1]);
        extent(one).total_cmp(&extent(other))
    })
}

/// Whether two boxes do not touch.
pub(super) fn apart(one: &[f64; 4], other: &[f64; 4]) -> bool {
    one[2] < other[0] || other[2] < one[0] || one[3] < other[1] || other[3] < one[1]
}

#[cfg(test)]
mod tests {
    use expect_test::expect;
    use proptest::prelude::*;

    use super::super::map_samples::{check_drawing, squares};
    use super::*;

    fn sample(values: &[Wert], classes: Classes) -> Choropleth {
        let areas = squares(values.len());
        let values = areas.iter().zip(values).map(|(area, wert)| MapValue {
            key: area.key.clone(),
            name: format!("Gemeinde {}", area.name),
            wert: *wert,
            href: area.key.ends_with('1').then(|| format!("/gebiete/{}?a=1&b=2", area.key)),
        });
        Choropleth {
            caption: Caption { id: "karte".to_owned(), title: "Anteile <1>".to_owned(), ..Caption::default() },
            format: Format { decimals: 1, unit: "%".to_owned(), language: Language::German },
            measure: "Anteil an allen".to_owned(),
            values: values.collect(),
            areas,
            classes,
            highlight: Some("07990002".to_owned()),
        }
    }

    /// Texts of the key, in their order.
    fn key(map: &Choropleth) -> Vec<String> {
        let picture = map.in_layout(Layout::Wide);
        let key = picture.split("class=\"key\"").nth(1).and_then(|rest| rest.split("</g>").next()).unwrap_or_default();
        let texts = key.split("<text").skip(1).filter_map(|rest| rest.split_once('>')?.1.split('<').next());
        texts.map(str::to_owned).collect()
    }

    #[test]
    fn every_kind_of_value_has_its_sign() {
        let map = sample(
            &[
                Wert::number(1.0),
                Wert::number(2.5).with(Flags::CONVERTED),
                Wert::symbol(Symbol::SecretOrUnknown),
                Wert::symbol(Symbol::Missing),
            ],
            Classes::Breaks(vec![2.0]),
        );
        let page = map.in_layout(Layout::Narrow);
        check_drawing(&page);
        check_drawing(&map.standalone());
        expect![[r#"
            <svg class="chart chart-narrow" role="group" aria-labelledby="karte-narrow-title" aria-describedby="karte-narrow-desc" viewBox="0 0 360 298">
            <title id="karte-narrow-title">
            Anteile &lt;1&gt;</title>
            <desc id="karte-narrow-desc">
            </desc>
            <defs>
            <pattern id="karte-narrow-hatch" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(45)">
            <path class="hatch" d="M1.5 0V6"/>
            </pattern>
            <pattern id="karte-narrow-stripes" width="6" height="6" patternUnits="userSpaceOnUse" patternTransform="rotate(-45)">
            <path class="stripe" d="M1.5 0V6"/>
            </pattern>
            <pattern id="karte-narrow-dots" width="6" height="6" patternUnits="userSpaceOnUse">
            <circle class="dot" cx="3" cy="3" r="1.3"/>
            </pattern>
            </defs>
            <defs>
            <pattern id="karte-narrow-none" width="5" height="5" patternUnits="userSpaceOnUse">
            <circle class="map-dot" cx="1.5" cy="1.5" r="0.8"/>
            </pattern>
            </defs>
            <g class="key" aria-hidden="true">
            <text class="strong" x="0" y="14.5">
            Anteil an allen</text>
            <rect class="map-area map-1" x="0" y="26" width="26" height="16"/>
            <text x="34" y="39">
            unter 2,0 %</text>
            <rect class="map-area map-5" x="0" y="50" width="26" height="16"/>
            <text x="34" y="63">
            2,0 % und mehr</text>
            <rect class="secret" fill="url(#karte-narrow-hatch)" x="0" y="74" width="26" height="16"/>
            <text x="34" y="87">
            geheim oder unbekannt</text>
            <rect class="map-area map-empty" x="0" y="98" width="26" height="16"/>
            <rect class="pattern" fill="url(#karte-narrow-none)" x="0" y="98" width="26" height="16"/>
            <text x="34" y="111">
            keine Angabe</text>
            <rect class="map-estimated" x="0" y="122" width="26" height="16"/>
            <text x="34" y="135">
            umgerechnet (geschätzt)</text>
            </g>
            <a class="datum area" href="/gebiete/07990001?a=1&amp;b=2" aria-label="Gemeinde Beispiel-1: 1,0 %">
            <title>
            Gemeinde Beispiel-1: 1,0 %</title>
            <path class="map-area map-1" d="M0 291.3l90 0 0-139.3-90 0z" fill-rule="evenodd"/>
            </a>
            <g class="datum area" role="img" tabindex="0" aria-label="Gemeinde Beispiel-2: 2,5 % (umgerechnet, daher geschätzt)" data-series="0">
            <path class="map-area map-5" d="M90 291.3l90 0 0-139.3-90 0z" fill-rule="evenodd"/>
            </g>
            <g class="datum area" role="img" tabindex="0" aria-label="Gemeinde Beispiel-3: geheim oder unbekannt" data-series="0">
            <path class="map-area map-empty" d="M180 291.3l90 0 0-139.3-90 0z" fill-rule="evenodd"/>
            <path class="map-area map-secret" fill="url(#karte-narrow-hatch)" d="M180 291.3l90 0 0-139.3-90 0z" fill-rule="evenodd"/>
            </g>
            <g class="datum area" role="img" tabindex="0" aria-label="Gemeinde Beispiel-4: keine Angabe" data-series="0">
            <path class="map-area map-empty" d="M270 291.3l90 0 0-139.3-90 0z" fill-rule="evenodd"/>
            <path class="map-area map-none" fill="url(#karte-narrow-none)" d="M270 291.3l90 0 0-139.3-90 0z" fill-rule="evenodd"/>
            </g>
            <g class="overlay" aria-hidden="true">
            <path class="map-estimated-ground" d="M90 291.3l90 0 0-139.3-90 0z" fill-rule="evenodd"/>
            <path class="map-estimated" d="M90 291.3l90 0 0-139.3-90 0z" fill-rule="evenodd"/>
            <path class="map-own" d="M90 291.3l90 0 0-139.3-90 0z" fill-rule="evenodd"/>
            </g>
            <g class="map-names" aria-hidden="true">
            <text class="map-name strong middle" x="135" y="225.9">
            Beispiel-2</text>
            <text class="map-name middle" x="315" y="225.9">
            Beispiel-4</text>
            <text class="map-name middle" x="45" y="225.9">
            Beispiel-1</text>
            <text class="map-name middle" x="225" y="225.9">
            Beispiel-3</text>
            </g>
            </svg>
        "#]].assert_eq(&page.replace('>', ">\n"));
        assert!(map.standalone().contains("<title>Gemeinde Beispiel-1: 1,0\u{202f}%</title>"));
        assert!(!map.standalone().contains("<a "));
    }

    #[test]
    fn the_key_says_what_the_classes_hold() {
        let numbers: Vec<Wert> = (0..10).map(|number| Wert::number(f64::from(number))).collect();
        expect![[r#"
            [
                "Anteil an allen",
                "unter 2,0\u{202f}%",
                "2,0 bis unter 4,0\u{202f}%",
                "4,0 bis unter 6,0\u{202f}%",
                "6,0 bis unter 8,0\u{202f}%",
                "8,0\u{202f}% und mehr",
            ]
        "#]]
        .assert_debug_eq(&key(&sample(&numbers, Classes::Quantiles(5))));
        expect![[r#"
            [
                "Anteil an allen",
                "alle Werte",
            ]
        "#]]
        .assert_debug_eq(&key(&sample(&numbers[..1], Classes::Quantiles(5))));
        expect![[r#"
            [
                "Anteil an allen",
                "geheim oder unbekannt",
                "noch nicht veröffentlicht",
            ]
        "#]]
        .assert_debug_eq(&key(&sample(
            &[Wert::symbol(Symbol::Secret), Wert::symbol(Symbol::SecretOrUnknown), Wert::symbol(Symbol::NotYet)],
            Classes::Quantiles(5),
        )));
    }

    #[test]
    fn without_areas_it_says_so() {
        let map = sample(&[], Classes::Quantiles(5));
        assert!(map.on_page().contains("Keine Werte"));
    }

    /// Areas that are not in the table are no data, never zero.
    #[test]
    fn an_area_without_a_row_is_no_data() {
        let mut map = sample(&[Wert::number(1.0), Wert::number(2.0)], Classes::Quantiles(2));
        map.values.truncate(1);
        let page = map.in_layout(Layout::Wide);
        assert!(page.contains("aria-label=\"Beispiel-2: keine Angabe\"") && page.contains("map-none"));
    }

    fn any_wert() -> impl Strategy<Value = Wert> {
        (0..Symbol::ALL.len(), prop_oneof![-50.0..50.0_f64, Just(f64::MAX), Just(f64::MIN_POSITIVE)], any::<u8>())
            .prop_map(|(symbol, number, flags)| Wert::from_parts(number, Symbol::ALL[symbol], Flags::from_bits(flags)))
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(48))]

        /// What has no number never gets a colour, what has one always does, and a larger number never a lighter one.
        #[test]
        fn colours_follow_numbers(
            values in proptest::collection::vec(any_wert(), 1..30),
            classes in prop_oneof![
                (0..9_usize).prop_map(Classes::Quantiles),
                proptest::collection::vec(prop_oneof![-60.0..60.0_f64, Just(f64::NAN)], 0..9).prop_map(Classes::Breaks),
            ],
        ) {
            let map = sample(&values, classes);
            let breaks = map.breaks();
            prop_assert!(breaks.len() < MOST_CLASSES);
            let mut by_number = Vec::new();
            for wert in &values {
                match (map.fill(*wert, &breaks), drawn(*wert)) {
                    (Fill::Class(class), Some(number)) => by_number.push((number, class)),
                    (Fill::Secret, None) => prop_assert!(is_secret(*wert)),
                    (Fill::None, None) => prop_assert!(!is_secret(*wert)),
                    (fill, number) => prop_assert!(false, "{fill:?} {number:?}"),
                }
            }
            by_number.sort_by(|one, other| one.0.total_cmp(&other.0));
            prop_assert!(by_number.windows(2).all(|pair| pair[0].1 <= pair[1].1));
            check_drawing(&map.on_page());
        }
    }
}
