//! `/pendeln`: from which Gemeinde pupils come to which school, from the office's table `schulpendler` (docs/dev/office-tables.md), if the
//! office has released it.

use std::collections::BTreeMap;

use axum::response::Response;
use cube::{Dataset, level_of};
use maud::{Markup, PreEscaped, html};
use model::areas::AreaShape;
use model::codes::area_key::AreaLevel;
use model::kennzahlen::Choice;
use model::statistics::{Category, Period, TOTAL};
use model::wert::Wert;
use render::charts::{Caption, Chart as _, Choropleth, Classes, Format, Line, MapValue, Point, Series};

use super::naming::area_name;
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

/// Codes of the office's table.
const DATASET: &str = "schulpendler";
const MEASURE: &str = "SCHUELER";
const SCHOOL: &str = "SCHULE";
/// Wohngemeinden in the matrix; the others are added up in its last row.
const ROWS: usize = 25;

/// Pupils by Wohngemeinde and school in one year.
struct Flows {
    /// In order of their codes.
    schools: Vec<Category>,
    /// Area code, name, number per school.
    homes: Vec<(String, String, Vec<Wert>)>,
}

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
    let flows = flows(cube, year, words);
    let school = asked("schule").filter(|code| flows.schools.iter().any(|school| school.code == *code));
    let chosen = school.as_ref().and_then(|code| flows.schools.iter().position(|school| school.code == *code));
    let name = chosen.map_or_else(|| say::commuters_all(words), |position| flows.schools[position].label.clone());
    let map = map(&visit, &flows, chosen, &name, year).await?;
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
            (chooser(&visit, &flows, chosen, &years, year))
            (section(2, "entwicklung", &say::commuters_change(words, name.clone()), html! {
                (figure(line(cube, &flows, chosen, &name, words).on_page()))
            }))
            @if let Some(map) = map {
                (section(2, "karte", &say::commuters_map(words, name.clone(), year.to_string()), figure(map.on_page())))
            }
            (section(2, "rangfolge", &say::commuters_ranking(words, name.clone()), ranking(&flows, chosen, words)))
            (section(2, "matrix", &say::commuters_matrix(words, year.to_string()), matrix(&flows, words)))
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

/// Number of pupils of a Wohngemeinde at a school.
fn number(cube: &Dataset, home: &str, school: &str, year: i32) -> Wert {
    let missing = Wert::symbol(model::wert::Symbol::Missing);
    let filter = BTreeMap::from([(SCHOOL.to_owned(), Choice::from(vec![school.to_owned()]))]);
    let Ok(selection) = cube.select(MEASURE, &filter) else { return missing };
    let (Some(area), Some(period)) = (cube.area(home), cube.periods_of(year).next_back()) else { return missing };
    cube.value(&selection, area, period)
}

fn flows(cube: &Dataset, year: i32, words: &Words) -> Flows {
    let schools = cube.classes().iter().find(|class| class.code == SCHOOL);
    let schools: Vec<Category> = schools
        .map(|class| class.categories.iter().filter(|school| school.code != TOTAL).cloned().collect())
        .unwrap_or_default();
    let homes = cube.areas().iter().map(|home| {
        let numbers = schools.iter().map(|school| number(cube, &home.code, &school.code, year)).collect();
        (home.code.clone(), area_name(&home.label, words.is_german()).full, numbers)
    });
    let mut homes: Vec<(String, String, Vec<Wert>)> = homes.collect();
    homes.retain(|(_, _, numbers)| numbers.iter().any(|wert| wert.value().is_some_and(|value| value > 0.0)));
    homes.sort_by(|one, other| sum(&other.2).total_cmp(&sum(&one.2)).then_with(|| one.0.cmp(&other.0)));
    Flows { schools, homes }
}

/// What is known; signs count as nothing here, and the table shows them.
fn sum(numbers: &[Wert]) -> f64 {
    numbers.iter().filter_map(|wert| wert.value()).sum()
}

fn plain(words: &Words) -> Format {
    Format { decimals: 0, unit: String::new(), language: language(words) }
}

fn cell(words: &Words, wert: Wert) -> Markup {
    html! {
        @match wert.value() {
            Some(number) => (plain(words).number(number)),
            None => abbr title=(words.code("zeichen", wert.symbol.code())) { @if wert.symbol.sign().is_empty() { "–" } @else { (wert.symbol.sign()) } },
        }
    }
}

fn chooser(visit: &Visit, flows: &Flows, chosen: Option<usize>, years: &[i32], year: i32) -> Markup {
    let words = visit.words;
    html! {
        form.chooser method="get" action="/pendeln" {
            @if visit.language_in_address { input type="hidden" name="sprache" value=(words.language); }
            div.chooser-field {
                label.kern-label for="schule" { (say::commuters_school(words)) }
                select id="schule" name="schule" autocomplete="off" {
                    option value="" { (say::commuters_all(words)) }
                    @for (position, school) in flows.schools.iter().enumerate() {
                        option value=(school.code) selected[chosen == Some(position)] { (school.label) }
                    }
                }
            }
            div.chooser-field {
                label.kern-label for="jahr" { (say::table_year(words)) }
                select id="jahr" name="jahr" autocomplete="off" { @for one in years.iter().rev() { option value=(one) selected[*one == year] { (one) } } }
            }
            (button::submit(Weight::Secondary, &say::chooser_show(words), None, None))
        }
    }
}

/// How many pupils the school (or all schools together) had over the years of the table.
fn line(cube: &Dataset, flows: &Flows, chosen: Option<usize>, name: &str, words: &Words) -> Line {
    let schools: Vec<&Category> = match chosen {
        Some(position) => vec![&flows.schools[position]],
        None => flows.schools.iter().collect(),
    };
    let points = cube.periods().iter().map(|period| {
        let year = period.year();
        let numbers = cube
            .areas()
            .iter()
            .flat_map(|home| schools.iter().map(|school| number(cube, &home.code, &school.code, year)));
        let known: Vec<f64> = numbers.filter_map(Wert::value).collect();
        let wert = if known.is_empty() {
            Wert::symbol(model::wert::Symbol::Missing)
        } else {
            Wert::number(known.iter().sum())
        };
        Point { period: Period::Year(year), wert }
    });
    Line {
        caption: Caption {
            id: "verlauf".into(),
            title: say::commuters_change(words, name.to_owned()),
            description: say::commuters_lead(words),
            source: String::new(),
        },
        format: plain(words),
        axis: say::commuters_pupils(words),
        series: vec![Series { label: name.to_owned(), points: points.collect() }],
        breaks: Vec::new(),
        from_zero: true,
    }
}

/// From where the pupils of the school come: their share of all its pupils, by Wohngemeinde.
async fn map(
    visit: &Visit,
    flows: &Flows,
    chosen: Option<usize>,
    name: &str,
    year: i32,
) -> Result<Option<Choropleth>, Error> {
    let words = visit.words;
    let of_home = |numbers: &[Wert]| chosen.map_or_else(|| sum(numbers), |position| sum(&numbers[position..=position]));
    let all: f64 = flows.homes.iter().map(|(_, _, numbers)| of_home(numbers)).sum();
    let land = flows.homes.first().and_then(|(code, ..)| code.get(..2)).unwrap_or_default().to_owned();
    let shapes = visit.server.outlines.find(visit, 8, &land).await?;
    // A kreisfreie Stadt may be told as Kreis in the table and as Gemeinde on the map.
    let is_home = |shape: &str, home: &str| shape == home || shape == format!("{home}000");
    let areas: Vec<AreaShape> = shapes
        .iter()
        .filter(|shape| level_of(&shape.key) == Some(AreaLevel::Gemeinde))
        .filter(|shape| flows.homes.iter().any(|(code, ..)| is_home(&shape.key, code)))
        .cloned()
        .collect();
    if areas.len() < 2 || all <= 0.0 {
        return Ok(None);
    }
    let values: Vec<MapValue> = flows
        .homes
        .iter()
        .map(|(code, home, numbers)| MapValue {
            key: areas
                .iter()
                .find(|shape| is_home(&shape.key, code))
                .map_or_else(|| code.clone(), |shape| shape.key.clone()),
            name: home.clone(),
            wert: Wert::number(100.0 * of_home(numbers) / all),
            href: Some(visit.href(&format!("/gebiete/{code}"))),
        })
        .collect();
    Ok(Some(Choropleth {
        caption: Caption {
            id: "karte-bild".into(),
            title: say::commuters_map(words, name.to_owned(), year.to_string()),
            description: say::commuters_map_description(words),
            source: String::new(),
        },
        format: Format { decimals: 1, unit: "%".into(), language: language(words) },
        measure: say::commuters_share(words),
        areas,
        values,
        classes: Classes::Quantiles(5),
        highlight: None,
    }))
}

fn ranking(flows: &Flows, chosen: Option<usize>, words: &Words) -> Markup {
    let of_home = |numbers: &[Wert]| chosen.map_or_else(|| sum(numbers), |position| sum(&numbers[position..=position]));
    let mut homes: Vec<(&str, f64)> =
        flows.homes.iter().map(|(_, name, numbers)| (name.as_str(), of_home(numbers))).collect();
    homes.sort_by(|one, other| other.1.total_cmp(&one.1));
    let all: f64 = homes.iter().map(|(_, number)| number).sum();
    let share = Format { decimals: 1, unit: "%".into(), language: language(words) };
    let shown = Table {
        id: "rangfolge-tabelle".into(),
        caption: say::commuters_homes(words),
        columns: vec![say::commuters_homes(words), say::commuters_pupils(words), say::commuters_share(words)],
        rows: homes
            .iter()
            .take(ROWS)
            .filter(|(_, number)| *number > 0.0)
            .map(|(name, number)| {
                vec![
                    html! { (name) },
                    html! { (plain(words).number(*number)) },
                    html! { (share.with_unit(100.0 * number / all)) },
                ]
            })
            .collect(),
        caption_hidden: true,
    };
    table(&shown)
}

/// Wohngemeinden by schools, the largest first.
fn matrix(flows: &Flows, words: &Words) -> Markup {
    let mut columns = vec![say::commuters_homes(words)];
    columns.extend(flows.schools.iter().map(|school| school.label.clone()));
    let mut rows: Vec<Vec<Markup>> = flows
        .homes
        .iter()
        .take(ROWS)
        .map(|(_, name, numbers)| {
            let mut row = vec![html! { (name) }];
            row.extend(numbers.iter().map(|wert| cell(words, *wert)));
            row
        })
        .collect();
    let rest = flows.homes.get(ROWS..).unwrap_or_default();
    if !rest.is_empty() {
        let mut row = vec![html! { (say::commuters_rest(words, rest.len())) }];
        for position in 0..flows.schools.len() {
            let numbers: Vec<Wert> = rest.iter().map(|(_, _, numbers)| numbers[position]).collect();
            row.push(html! { (plain(words).number(sum(&numbers))) });
        }
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
