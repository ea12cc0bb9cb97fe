//! `/pendeln`: from which Gemeinde pupils come to which school, from the office's table `schulpendler` (docs/dev/office-tables.md), if the
//! office has released it.

mod flows;

use std::collections::BTreeSet;

use axum::response::Response;
use cube::level_of;
use maud::{Markup, PreEscaped, html};
use model::areas::AreaShape;
use model::codes::area_key::AreaLevel;
use model::statistics::Period;
use model::wert::{Symbol, Wert};
use render::charts::{Caption, Chart as _, Choropleth, Classes, Flow, FlowMap, Format, Line, MapValue, Point, Series};

use flows::{DATASET, Flows, Home, MEASURE, Together};

use crate::error::Error;
use crate::locale::{Words, say};
use crate::portal;
use crate::portal::kennzahlen::load;
use crate::portal::kennzahlen::series::language;
use crate::ui::alert;
use crate::ui::button::{self, Weight};
use crate::ui::layout::section;
use crate::ui::lists::{Table, table};
use crate::ui::nav;
use crate::visit::Visit;

/// Wohngemeinden in the matrix; the others are added up in its last row.
const ROWS: usize = 25;
/// Arrows on the map: more cover each other.
const ARROWS: usize = 40;
/// How far back the ranking compares.
const DECADE: i32 = 10;

/// `GET /pendeln?schule=…&jahr=…`
pub(crate) async fn show(visit: Visit) -> Result<Response, Error> {
    let words = visit.words;
    let loaded = load(&visit, |code| code == DATASET).await?;
    let title = say::commuters_title(words);
    let page = portal::page_at(&visit, "/pendeln", &title, &say::commuters_lead(words));
    let trail = [(say::nav_start(words), visit.href("/")), (say::nav_figures(words), visit.href("/zahlen"))];
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&visit.query).unwrap_or_default();
    let asked = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.clone());
    let found = loaded.cube(DATASET).filter(|cube| cube.measure(MEASURE).is_some() && !cube.periods().is_empty());
    let Some(cube) = found else {
        let content = html! {
            div.wrap {
                (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &title))
                div.page-head { h1 { (title) } p.lead { (say::commuters_lead(words)) } }
                (alert::empty(2, &say::commuters_empty(words), html! { p { (say::commuters_empty_text(words)) } },
                    button::link(Weight::Secondary, &say::way_all_figures(words), None, &visit.href("/zahlen"))))
            }
        };
        return Ok(portal::respond(&visit, &page, content));
    };
    let years: Vec<i32> = cube.periods().iter().map(|period| period.year()).collect();
    let newest = years.iter().copied().max().unwrap_or_default();
    let year = asked("jahr").and_then(|year| year.parse().ok()).filter(|year| years.contains(year)).unwrap_or(newest);
    let flows = Flows::of(cube, year, words.is_german());
    let school = asked("schule").filter(|code| flows.schools.iter().any(|school| school.code == *code));
    let chosen = school.as_ref().and_then(|code| flows.schools.iter().position(|school| school.code == *code));
    let name = chosen.map_or_else(|| say::commuters_all(words), |position| flows.schools[position].label.clone());
    let earlier = years.iter().copied().filter(|earlier| (year - DECADE..year).contains(earlier)).min();
    let earlier = earlier.map(|earlier| Flows::of(cube, earlier, words.is_german()));
    let all_years: Vec<Flows> = years.iter().map(|year| Flows::of(cube, *year, words.is_german())).collect();
    let shown = Shown { visit: &visit, flows: &flows, earlier: earlier.as_ref(), chosen, name: &name };
    let outlines = outlines(&visit, &flows).await?;
    let deliveries = loaded.deliveries(DATASET);
    let source = deliveries.last().and_then(|delivery| delivery.summary.head.copyright.clone());
    let source = source.unwrap_or_else(|| say::source_own(words, visit.site.kommune.region.clone()));
    let figure = |drawing: String| {
        html! { figure.figure { (PreEscaped(drawing)) figcaption.muted { (source) } } }
    };
    let content = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &title))
            div.page-head { h1 { (title) } p.lead { (say::commuters_lead(words)) } }
            (chooser(&shown, &years))
            (section(2, "entwicklung", &say::commuters_change(words, name.clone()), html! {
                (figure(shown.line(&all_years).on_page()))
            }))
            @if let Some((map, left_out)) = shown.flow_map(&outlines) {
                (section(2, "wege", &map.caption.title, html! {
                    (figure(map.on_page()))
                    @if left_out > 0 { p.muted { (say::commuters_left_out(words, left_out)) } }
                }))
            }
            @if let Some(map) = shown.map(&outlines) {
                (section(2, "karte", &map.caption.title, figure(map.on_page())))
            }
            (section(2, "rangfolge", &say::commuters_ranking(words, name.clone()), shown.ranking()))
            (section(2, "matrix", &say::commuters_matrix(words, year.to_string()), shown.matrix()))
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

/// What the page is about.
struct Shown<'a> {
    visit: &'a Visit,
    flows: &'a Flows,
    /// Up to ten years before.
    earlier: Option<&'a Flows>,
    /// Position of the school; without it all.
    chosen: Option<usize>,
    name: &'a str,
}

/// The Gemeinden of the Länder in which pupils live or go to school.
async fn outlines(visit: &Visit, flows: &Flows) -> Result<Vec<AreaShape>, Error> {
    let homes = flows.homes.iter().map(|home| home.area.as_str());
    let schools = flows.schools.iter().filter_map(|school| school.stands_in.as_deref());
    let laender: BTreeSet<&str> = homes.chain(schools).filter_map(|area| area.get(..2)).collect();
    let mut shapes = Vec::new();
    for land in laender {
        let of_land = visit.server.outlines.find(visit, 8, land).await?;
        shapes.extend(of_land.iter().filter(|shape| level_of(&shape.key) == Some(AreaLevel::Gemeinde)).cloned());
    }
    Ok(shapes)
}

/// A kreisfreie Stadt may be told as Kreis in the table and as Gemeinde on the map.
fn is_same_place(shape: &str, area: &str) -> bool {
    shape == area || shape == format!("{area}000")
}

fn shape_of<'a>(outlines: &'a [AreaShape], area: &str) -> Option<&'a AreaShape> {
    outlines.iter().find(|shape| is_same_place(&shape.key, area))
}

fn share(words: &Words) -> Format {
    Format { decimals: 1, unit: "%".into(), language: language(words) }
}

fn plain(words: &Words) -> Format {
    Format { decimals: 0, unit: String::new(), language: language(words) }
}

/// A number, or its sign with what it means.
fn cell(words: &Words, format: &Format, wert: Wert) -> Markup {
    html! {
        @match wert.value() {
            Some(number) => (format.with_unit(number)),
            None => abbr title=(words.code("zeichen", wert.symbol.code())) { @if wert.symbol.sign().is_empty() { "–" } @else { (wert.symbol.sign()) } },
        }
    }
}

/// A sum: where parts of it are secret, what it is at least.
fn sum_cell(words: &Words, sum: Together) -> Markup {
    html! {
        @if sum.wert.value().is_none() && sum.at_least > 0.0 { (say::commuters_at_least(words, plain(words).number(sum.at_least))) }
        @else { (cell(words, &plain(words), sum.wert)) }
    }
}

fn chooser(shown: &Shown, years: &[i32]) -> Markup {
    let words = shown.visit.words;
    html! {
        form.chooser method="get" action="/pendeln" {
            @if shown.visit.language_in_address { input type="hidden" name="sprache" value=(words.language); }
            div.chooser-field {
                label.kern-label for="schule" { (say::commuters_school(words)) }
                div.kern-form-input__select-wrapper {
                    select.kern-form-input__select id="schule" name="schule" autocomplete="off" {
                        option value="" { (say::commuters_all(words)) }
                        @for (position, school) in shown.flows.schools.iter().enumerate() {
                            option value=(school.code) selected[shown.chosen == Some(position)] { (school.label) }
                        }
                    }
                }
            }
            div.chooser-field {
                label.kern-label for="jahr" { (say::table_year(words)) }
                div.kern-form-input__select-wrapper {
                    select.kern-form-input__select id="jahr" name="jahr" autocomplete="off" {
                        @for one in years.iter().rev() { option value=(one) selected[*one == shown.flows.year] { (one) } }
                    }
                }
            }
            (button::submit(Weight::Secondary, &say::chooser_show(words), None, None))
        }
    }
}

impl Shown<'_> {
    /// How many pupils the school (or all schools together) had over the years of the table.
    fn line(&self, years: &[Flows]) -> Line {
        let words = self.visit.words;
        let school = self.chosen.map(|position| self.flows.schools[position].code.as_str());
        let points = years.iter().map(|flows| {
            let position = school.and_then(|code| flows.schools.iter().position(|school| school.code == code));
            Point { period: Period::Year(flows.year), wert: flows.all(position).wert }
        });
        Line {
            caption: Caption {
                id: "verlauf".into(),
                title: say::commuters_change(words, self.name.to_owned()),
                description: say::commuters_line_description(words),
                source: String::new(),
            },
            format: plain(words),
            axis: say::commuters_pupils(words),
            series: vec![Series { label: self.name.to_owned(), points: points.collect(), interrupted_at: Vec::new() }],
            breaks: Vec::new(),
            from_zero: true,
        }
    }

    /// Arrows from the Wohngemeinden to where the schools stand, and how many are left out; `None` where that is not known.
    fn flow_map(&self, outlines: &[AreaShape]) -> Option<(FlowMap, usize)> {
        let words = self.visit.words;
        let mut flows: Vec<Flow> = Vec::new();
        for (home, to, pupils) in self.flows.between_areas(self.chosen) {
            let is_somebody = pupils.at_least > 0.0 || !pupils.wert.symbol.is_numeric();
            if let (Some(from), Some(to), true) = (
                shape_of(outlines, &home.area),
                shape_of(outlines, to),
                is_somebody && pupils.wert.symbol != Symbol::Missing,
            ) {
                flows.push(Flow { from: from.key.clone(), to: to.key.clone(), wert: pupils.wert });
            }
        }
        if flows.is_empty() {
            return None;
        }
        let left_out = flows.len().saturating_sub(ARROWS);
        flows.truncate(ARROWS);
        let is_home = |shape: &AreaShape| self.flows.homes.iter().any(|home| is_same_place(&shape.key, &home.area));
        let is_end = |shape: &AreaShape| flows.iter().any(|flow| flow.from == shape.key || flow.to == shape.key);
        let title = say::commuters_flows(words, self.name.to_owned(), self.flows.year.to_string());
        let map = FlowMap {
            caption: Caption {
                id: "wege-bild".into(),
                title,
                description: say::commuters_flows_description(words),
                source: String::new(),
            },
            format: plain(words),
            measure: say::commuters_pupils(words),
            areas: outlines.iter().filter(|shape| is_home(shape) || is_end(shape)).cloned().collect(),
            flows,
            highlight: None,
        };
        Some((map, left_out))
    }

    /// From where the pupils of the school come: their share of all its pupils, by Wohngemeinde.
    fn map(&self, outlines: &[AreaShape]) -> Option<Choropleth> {
        let words = self.visit.words;
        let all = self.flows.all(self.chosen);
        let homes: Vec<(&AreaShape, &Home)> =
            self.flows.homes.iter().filter_map(|home| Some((shape_of(outlines, &home.area)?, home))).collect();
        if homes.len() < 2 || all.wert.value().is_none_or(|all| all <= 0.0) {
            return None;
        }
        let title = say::commuters_map(words, self.name.to_owned(), self.flows.year.to_string());
        Some(Choropleth {
            caption: Caption {
                id: "karte-bild".into(),
                title,
                description: say::commuters_map_description(words),
                source: String::new(),
            },
            format: share(words),
            measure: say::commuters_share(words),
            areas: homes.iter().map(|(shape, _)| (*shape).clone()).collect(),
            values: homes
                .iter()
                .map(|(shape, home)| MapValue {
                    key: shape.key.clone(),
                    name: home.name.clone(),
                    wert: home.at(self.chosen).share_of(all),
                    href: Some(self.visit.href(&format!("/gebiete/{}", home.area))),
                })
                .collect(),
            classes: Classes::Quantiles(5),
            highlight: None,
        })
    }

    fn ranking(&self) -> Markup {
        let words = self.visit.words;
        let all = self.flows.all(self.chosen);
        let mut homes: Vec<(&Home, Together)> =
            self.flows.homes.iter().map(|home| (home, home.at(self.chosen))).collect();
        homes.sort_by(|one, other| other.1.at_least.total_cmp(&one.1.at_least));
        let mut columns = vec![say::commuters_homes(words), say::commuters_pupils(words), say::commuters_share(words)];
        columns.extend(self.earlier.map(|earlier| say::commuters_since(words, earlier.year.to_string())));
        let rows = homes.into_iter().filter(|(_, pupils)| pupils.at_least > 0.0).map(|(home, pupils)| {
            let mut row = vec![
                html! { (home.name) },
                sum_cell(words, pupils),
                cell(words, &share(words), pupils.share_of(all)),
            ];
            row.extend(self.earlier.map(|earlier| {
                let change = self.before(earlier, home).combine(pupils.wert, |before, now| now - before);
                html! { @match change.value() { Some(number) => (plain(words).change(number)), None => (cell(words, &plain(words), change)) } }
            }));
            row
        });
        let shown = table(&Table {
            id: "rangfolge-tabelle".into(),
            caption: say::commuters_homes(words),
            columns,
            rows: rows.collect(),
            caption_hidden: true,
        });
        html! { details.table-details { summary { (say::table_show(words)) } (shown) } }
    }

    /// The pupils of the same home and school in another year; a home that the table did not name then had none.
    fn before(&self, earlier: &Flows, home: &Home) -> Wert {
        let school = self.chosen.map(|position| &self.flows.schools[position].code);
        let position = school.map(|code| earlier.schools.iter().position(|school| school.code == *code));
        if position == Some(None) {
            return Wert::symbol(Symbol::Missing);
        }
        let then = earlier.homes.iter().find(|other| other.area == home.area);
        let pupils = then.map(|then| then.at(position.flatten()).wert);
        pupils.filter(|wert| wert.symbol != Symbol::Missing).unwrap_or(Wert::number(0.0))
    }

    /// Wohngemeinden by schools, the largest first.
    fn matrix(&self) -> Markup {
        let (words, flows) = (self.visit.words, self.flows);
        let mut columns = vec![say::commuters_homes(words)];
        columns.extend(flows.schools.iter().map(|school| school.label.clone()));
        let mut rows: Vec<Vec<Markup>> = flows
            .homes
            .iter()
            .take(ROWS)
            .map(|home| {
                let mut row = vec![html! { (home.name) }];
                row.extend(home.pupils.iter().map(|wert| cell(words, &plain(words), *wert)));
                row
            })
            .collect();
        let rest = flows.homes.get(ROWS..).unwrap_or_default();
        if !rest.is_empty() {
            let mut row = vec![html! { (say::commuters_rest(words, rest.len())) }];
            row.extend(
                (0..flows.schools.len())
                    .map(|position| sum_cell(words, Together::of(rest.iter().map(|home| home.pupils[position])))),
            );
            rows.push(row);
        }
        table(&Table {
            id: "matrix-tabelle".into(),
            caption: say::commuters_homes(words),
            columns,
            rows,
            caption_hidden: true,
        })
    }
}
