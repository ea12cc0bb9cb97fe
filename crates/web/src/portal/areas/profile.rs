//! The Steckbrief of an area: its Kennzahlen beside those of the Kreis, the Land and Germany, and what lies around.

use axum::extract::Path;
use axum::response::Response;
use cube::Definition;
use cube::catalogue;
use cube::{compute, compute_for, years_of};
use maud::{Markup, PreEscaped, html};
use model::areas::Area;
use model::codes::area_key::{AreaKey, AreaLevel};
use model::kennzahlen::{Bereich, KennzahlKind, KennzahlStatus};
use model::statistics::GERMANY;
use model::wert::Wert;
use render::charts::Format;

use actions::statistics::Loaded;

use super::naming::{AreaName, area_name, name_of_key, sort_key};
use super::outlines::SmallArea;
use crate::error::Error;
use crate::locale::say;
use crate::portal;
use crate::portal::kennzahlen::choice::land_of;
use crate::portal::kennzahlen::series::{format, small_line, unit_name, value_and_unit};
use crate::portal::kennzahlen::{load_all, path_of};
use crate::ui::alert;
use crate::ui::button::{self, Weight};
use crate::ui::layout::section;
use crate::ui::lists::{Table, stacked_table};
use crate::ui::nav;
use crate::visit::Visit;

/// Kreise named as similar.
const SIMILAR: usize = 5;

/// `GET /gebiete`
pub(crate) async fn list(visit: Visit) -> Result<Response, Error> {
    let words = visit.words;
    let title = say::areas_title(words);
    let page = portal::page_at(&visit, "/gebiete", &title, &say::areas_lead(words));
    let trail = [(say::nav_start(words), visit.href("/")), (say::nav_figures(words), visit.href("/zahlen"))];
    let own: Vec<&Area> = visit.site.areas.iter().filter(|area| is_own(&visit, &area.key)).collect();
    let of_level = |level: AreaLevel| {
        let mut areas: Vec<&&Area> = own.iter().filter(|area| area.key.level() == level).collect();
        areas.sort_by_cached_key(|area| sort_key(&area.name));
        areas
    };
    let small = visit.server.outlines.small(&visit).await?;
    let content = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &title))
            div.page-head { h1 { (title) } p.lead { (say::areas_lead(words)) } }
            @for (level, key) in [(AreaLevel::Kreis, "kreis"), (AreaLevel::Gemeindeverband, "gemeindeverband"), (AreaLevel::Gemeinde, "gemeinde")] {
                @let areas = of_level(level);
                @if !areas.is_empty() {
                    (section(2, key, &words.code("ebene", key), html! {
                        ul.index-list { @for area in areas { li { a href=(visit.href(&format!("/gebiete/{}", area.key))) { (visit.site.area_name(area.key.as_str())) } } } }
                    }))
                }
            }
            @if !small.is_empty() {
                (section(2, "kleinraeumig", &say::areas_small(words), small_links(&visit, small.iter())))
            }
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

/// The office's own areas; each with the Gemeinde in which it lies.
fn small_links<'a>(visit: &Visit, areas: impl Iterator<Item = &'a SmallArea>) -> Markup {
    html! {
        ul.index-list {
            @for area in areas {
                li {
                    a href=(visit.href(&format!("/gebiete/{}", area.shape.key))) { (area.shape.name) }
                    @if let Some(around) = &area.lies_in { " " span.muted { (visit.site.area_name(around.as_str())) } }
                }
            }
        }
    }
}

fn is_own(visit: &Visit, key: &AreaKey) -> bool {
    visit.site.kommune.areas.iter().any(|own| own.contains(key) || key.kreis().as_ref() == own.kreis().as_ref())
}

/// `GET /gebiete/{key}`
pub(crate) async fn show(visit: Visit, Path(key): Path<String>) -> Result<Response, Error> {
    let words = visit.words;
    let loaded = load_all(&visit).await?;
    let known = key.parse::<AreaKey>().ok();
    let listed = known.as_ref().is_some_and(|key| visit.site.areas.iter().any(|area| area.key == *key));
    let small = visit.server.outlines.small(&visit).await?;
    let drawn = small.iter().find(|area| area.shape.key == key);
    let name = known_name(&visit, &loaded, &key).filter(|_| listed || has_any(&loaded, &key));
    let of_drawing = || drawn.map(|area| area_name(&area.shape.name, words.is_german()));
    let name = name.or_else(of_drawing).ok_or(Error::NotFound)?;
    let beside = beside(&key, drawn.and_then(|area| area.lies_in.as_ref()));
    let rows = rows(&visit, &loaded, &key, &beside);
    let title = name.full.clone();
    let lead = say::area_profile_lead(words, name.place.within.clone());
    let page = portal::page_at(&visit, &format!("/gebiete/{key}"), &title, &lead);
    let trail = [
        (say::nav_start(words), visit.href("/")),
        (say::nav_figures(words), visit.href("/zahlen")),
        (say::areas_title(words), visit.href("/gebiete")),
    ];
    let inside = inside(&visit, known.as_ref());
    let similar = similar(&loaded, &key);
    let lies_inside =
        |area: &&SmallArea| area.lies_in.as_ref().zip(known.as_ref()).is_some_and(|(around, key)| key.contains(around));
    let small_inside: Vec<&SmallArea> = small.iter().filter(lies_inside).collect();
    let content = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &title))
            div.page-head { h1 { (title) } p.lead { (lead) } }
            @if rows.is_empty() {
                (alert::empty(2, &say::area_profile_empty(words), html! {},
                    button::link(Weight::Secondary, &say::way_all_figures(words), None, &visit.href("/zahlen"))))
            }
            @for bereich in Bereich::ALL {
                @let of_bereich: Vec<&Row> = rows.iter().filter(|row| row.definition.kennzahl.bereich == *bereich).collect();
                @if !of_bereich.is_empty() {
                    (section(2, &format!("bereich-{}", bereich.code().to_lowercase()), &words.code("bereich", bereich.code()),
                        profile_table(&visit, &loaded, *bereich, &key, &beside, &of_bereich)))
                }
            }
            @if !similar.is_empty() {
                (section(2, "aehnlich", &say::area_profile_similar(words), links(&visit, &loaded, &similar)))
            }
            @if !small_inside.is_empty() {
                (section(2, "kleinraeumig", &say::areas_small(words), small_links(&visit, small_inside.into_iter())))
            }
            @if !inside.is_empty() {
                (section(2, "darin", &say::area_profile_inside(words), links(&visit, &loaded, &inside)))
            }
            @if listed {
                p { a href=(visit.href(&format!("/angebote?gebiet={key}"))) { (say::area_profile_offers(words, name.place.within.clone())) } }
            }
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

/// The Gemeinde around a small area, the Kreis of a Gemeinde, the Land, Germany.
fn beside(key: &str, around: Option<&AreaKey>) -> Vec<String> {
    let mut beside: Vec<String> = around.map(|around| around.as_str().to_owned()).into_iter().collect();
    let official = around.cloned().or_else(|| key.parse().ok());
    if let Some(official) = &official {
        let kreis = official.kreis().filter(|_| official.level() > AreaLevel::Kreis);
        beside.extend(kreis.map(|kreis| kreis.as_str().to_owned()));
        beside.extend(land_of(official.as_str()));
    }
    if key != GERMANY {
        beside.push(GERMANY.to_owned());
    }
    beside
}

struct Row {
    definition: &'static Definition,
    year: i32,
    wert: Wert,
    beside: Vec<Wert>,
    format: Format,
    shape: Option<String>,
}

fn rows(visit: &Visit, loaded: &Loaded, key: &str, beside: &[String]) -> Vec<Row> {
    let others: Vec<&str> = beside.iter().map(String::as_str).collect();
    let shown = catalogue().iter().filter(|definition| {
        definition.kennzahl.status == KennzahlStatus::Active && definition.kennzahl.kind != KennzahlKind::Extra
    });
    shown
        .filter_map(|definition| {
            let years = years_of(definition, loaded, key)?;
            let series = compute(definition, loaded, key, years);
            let newest = series.points.iter().rev().find(|point| point.wert.value().is_some())?;
            let compared = if definition.kennzahl.compares_across_levels() {
                compute_for(definition, loaded, newest.year, &others).into_iter().map(|value| value.wert).collect()
            } else {
                Vec::new()
            };
            let format = format(definition, visit.words);
            let shape = small_line(definition, visit.words, &series);
            Some(Row { definition, year: newest.year, wert: newest.wert, beside: compared, format, shape })
        })
        .collect()
}

fn profile_table(
    visit: &Visit,
    loaded: &Loaded,
    bereich: Bereich,
    key: &str,
    beside: &[String],
    rows: &[&Row],
) -> Markup {
    let words = visit.words;
    let mut columns =
        vec![say::area_profile_figure(words), say::area_profile_newest(words), say::area_profile_year(words)];
    columns.extend(beside.iter().map(|other| full_name(visit, loaded, other)));
    columns.push(say::kennzahl_over_time(words));
    let query = |year: i32| format!("gebiet={key}&jahr={year}");
    let shown = Table {
        id: format!("profil-{}", bereich.code().to_lowercase()),
        caption: words.code("bereich", bereich.code()),
        columns,
        rows: rows
            .iter()
            .map(|row| {
                let kennzahl = &row.definition.kennzahl;
                let path = path_of(row.definition);
                let mut cells = vec![
                    html! {
                        a href=(visit.href(&format!("{path}?gebiet={key}"))) { (kennzahl.name.in_language(words.language)) }
                        @if !row.format.has_sign() && kennzahl.is_relative() { " " small.muted { (unit_name(row.definition, words)) } }
                    },
                    html! { a.value href=(visit.href(&format!("{path}/woher?{}", query(row.year)))) { (value_and_unit(row.definition, words, row.wert).0) } },
                    html! { (row.year) },
                ];
                for position in 0..beside.len() {
                    cells.push(html! { @if let Some(wert) = row.beside.get(position) { (value_and_unit(row.definition, words, *wert).0) } });
                }
                cells.push(html! { @if let Some(shape) = &row.shape { (PreEscaped(shape)) } });
                cells
            })
            .collect(),
        caption_hidden: true,
    };
    stacked_table(&shown)
}

/// The area's name, where the region's list or any public table has it.
pub(crate) fn known_name(visit: &Visit, loaded: &Loaded, key: &str) -> Option<AreaName> {
    let in_tables = loaded.datasets().find_map(|dataset| {
        let cube = loaded.cube(&dataset.code)?;
        cube.area(key).map(|position| cube.area_category(position).label.clone())
    });
    let is_known = in_tables.is_some() || visit.site.area_name(key) != key;
    is_known.then(|| name_of_key(visit, key, in_tables.as_deref()))
}

fn full_name(visit: &Visit, loaded: &Loaded, key: &str) -> String {
    known_name(visit, loaded, key).map_or_else(|| key.to_owned(), |name| name.full)
}

fn has_any(loaded: &Loaded, key: &str) -> bool {
    loaded.datasets().any(|dataset| loaded.cube(&dataset.code).is_some_and(|cube| cube.area(key).is_some()))
}

/// Gemeinden of a Kreis, as the region's list has them.
fn inside(visit: &Visit, key: Option<&AreaKey>) -> Vec<String> {
    let Some(key) = key.filter(|key| matches!(key.level(), AreaLevel::Kreis)) else { return Vec::new() };
    let mut inside: Vec<&Area> = visit
        .site
        .areas
        .iter()
        // A kreisfreie Stadt is its own and only Gemeinde.
        .filter(|area| {
            area.key.level() == AreaLevel::Gemeinde
                && key.contains(&area.key)
                && area.key.as_str() != format!("{key}000")
        })
        .collect();
    inside.sort_by_cached_key(|area| sort_key(&area.name));
    inside.into_iter().map(|area| area.key.as_str().to_owned()).collect()
}

/// Kreise of the same Land whose population is closest: what is alike in size and under the same school law.
fn similar(loaded: &Loaded, key: &str) -> Vec<String> {
    let Ok(own) = key.parse::<AreaKey>() else { return Vec::new() };
    if own.level() != AreaLevel::Kreis {
        return Vec::new();
    }
    let Some(cube) = ["12411-01-01-4", "12411-02-03-4"].iter().find_map(|code| loaded.cube(code)) else {
        return Vec::new();
    };
    let total = std::collections::BTreeMap::new();
    let Some(selection) = cube.measures().first().and_then(|measure| cube.select(&measure.code, &total).ok()) else {
        return Vec::new();
    };
    let newest = cube.periods().iter().rev().find_map(|period| {
        let at = cube.period(*period)?;
        let position = cube.area(key)?;
        cube.value(&selection, position, at).value().map(|population| (at, population))
    });
    let Some((period, population)) = newest else { return Vec::new() };
    let mut others: Vec<(f64, String)> = cube
        .across(&selection, period)
        .into_iter()
        .filter_map(|(area, wert)| {
            let code = cube.area_category(area).code.clone();
            let other: AreaKey = code.parse().ok()?;
            let fits = other.level() == AreaLevel::Kreis && other.land() == own.land() && code != key;
            let number = wert.value().filter(|number| fits && *number > 0.0)?;
            Some(((number / population).ln().abs(), code))
        })
        .collect();
    others.sort_by(|one, other| one.0.total_cmp(&other.0).then_with(|| one.1.cmp(&other.1)));
    others.into_iter().take(SIMILAR).map(|(_, code)| code).collect()
}

fn links(visit: &Visit, loaded: &Loaded, keys: &[String]) -> Markup {
    html! {
        ul.index-list {
            @for key in keys {
                li { a href=(visit.href(&format!("/gebiete/{key}"))) {
                    (full_name(visit, loaded, key))
                } }
            }
        }
    }
}
