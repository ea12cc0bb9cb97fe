//! A Kennzahl as lists show it: name, newest value, area and year, and the shape of its series.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use cube::{Definition, Series, catalogue, compute, years_of};
use maud::{Markup, PreEscaped, html};
use model::ids::KommuneId;
use model::kennzahlen::KennzahlStatus;
use model::wert::Wert;

use actions::statistics::{Loaded, Stamp};

use super::choice::{Asked, Choice, name_of};
use super::path_of;
use super::series::{small_line, value_and_unit};
use crate::visit::Visit;

/// The newest value of a Kennzahl in one area.
pub(crate) struct Teaser {
    pub(crate) definition: &'static Definition,
    /// Name of the area.
    pub(crate) area: String,
    /// Whether it is the area that was asked for.
    pub(crate) is_asked: bool,
    pub(crate) year: i32,
    pub(crate) value: String,
    /// Where it is no sign beside the number.
    pub(crate) unit: Option<String>,
    pub(crate) shape: Option<String>,
    pub(crate) href: String,
}

/// The newest values of all Kennzahlen by areas asked for, kept until something is delivered: whoever opens the list wants all of them.
#[derive(Debug, Default)]
pub(crate) struct KeptNewest(Mutex<HashMap<(KommuneId, Vec<String>), KeptFor>>);

/// With the state of the data it was calculated from.
type KeptFor = (Stamp, Arc<Vec<(&'static Definition, Newest)>>);

/// Per Kommune: more areas than this are seldom looked at within one state of the data.
const MOST_KEPT: usize = 64;

impl KeptNewest {
    pub(crate) fn of(
        &self,
        visit: &Visit,
        loaded: &Loaded,
        asked: &[String],
    ) -> Arc<Vec<(&'static Definition, Newest)>> {
        let key = (visit.site.kommune.id, asked.to_vec());
        let stamp = loaded.stamp();
        let known = self.lock().get(&key).filter(|(of, _)| *of == stamp).map(|(_, newest)| Arc::clone(newest));
        if let Some(known) = known {
            return known;
        }
        let active = catalogue().iter().filter(|definition| definition.kennzahl.status == KennzahlStatus::Active);
        let newest = active.filter_map(|definition| Some((definition, newest_in(visit, loaded, definition, asked)?)));
        let newest = Arc::new(newest.collect::<Vec<_>>());
        let mut kept = self.lock();
        kept.retain(|(kommune, _), (of, _)| *kommune != key.0 || *of == stamp);
        if kept.keys().filter(|(kommune, _)| *kommune == key.0).count() < MOST_KEPT {
            kept.insert(key, (stamp, Arc::clone(&newest)));
        }
        drop(kept);
        newest
    }

    fn lock(&self) -> MutexGuard<'_, HashMap<(KommuneId, Vec<String>), KeptFor>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The newest value of every active Kennzahl that has data, in the order of the catalogue. `asked` names areas, the most wanted first.
pub(crate) fn teasers(visit: &Visit, loaded: &Loaded, asked: &[String]) -> Vec<Teaser> {
    let newest = visit.server.newest.of(visit, loaded, asked);
    newest.iter().map(|(definition, newest)| teaser(visit, loaded, definition, newest, asked)).collect()
}

/// The newest number of a Kennzahl, with the series that it ends.
#[derive(Debug)]
pub(crate) struct Newest {
    pub(crate) choice: Choice,
    pub(crate) series: Series,
    pub(crate) year: i32,
    pub(crate) wert: Wert,
}

/// In the first of these areas that has data, else in the region's first.
pub(crate) fn newest_in(visit: &Visit, loaded: &Loaded, definition: &Definition, asked: &[String]) -> Option<Newest> {
    let area = asked.iter().find(|area| years_of(definition, loaded, area).is_some()).cloned();
    let asked = Asked { area, compared: Some(Vec::new()), ..Asked::default() };
    let choice = Choice::new(visit, definition, loaded, &asked)?;
    // An index compares areas within a year: there is no way there to be drawn.
    let first = if definition.kennzahl.is_index() { choice.years.1 } else { choice.years.0 };
    let series = compute(definition, loaded, &choice.area, first..=choice.years.1);
    let (year, wert) =
        series.points.iter().rev().find_map(|point| point.wert.value().map(|_| (point.year, point.wert)))?;
    Some(Newest { choice, series, year, wert })
}

fn teaser(
    visit: &Visit,
    loaded: &Loaded,
    definition: &'static Definition,
    newest: &Newest,
    asked: &[String],
) -> Teaser {
    let Newest { choice, series, year, wert } = newest;
    let (value, unit) = value_and_unit(definition, visit.words, *wert);
    let is_asked = asked.contains(&choice.area);
    let path = path_of(definition);
    let path = if is_asked { format!("{path}?{}", area_query(&choice.area)) } else { path };
    Teaser {
        definition,
        area: name_of(visit, definition, loaded, &choice.area).full,
        is_asked: is_asked || asked.is_empty(),
        year: *year,
        value,
        unit,
        shape: small_line(definition, visit.words, series),
        href: visit.href(&path),
    }
}

pub(super) fn area_query(area: &str) -> String {
    serde_urlencoded::to_string([("gebiet", area)]).expect("pairs of texts can always be encoded")
}

/// Tiles; the few that lead a section fill their row.
pub(super) fn tiles<'a>(visit: &Visit, is_leading: bool, teasers: impl IntoIterator<Item = &'a Teaser>) -> Markup {
    html! {
        ul.figure-list.figure-leading[is_leading] {
            @for teaser in teasers {
                li.figure-teaser {
                    h3.figure-name { a href=(teaser.href) { (name_in(visit, teaser.definition)) } }
                    div.figure-number {
                        p.figure-value { (teaser.value) }
                        @if let Some(unit) = &teaser.unit { p.figure-unit { (unit) } }
                        p.muted { (teaser.area) ", " (teaser.year) }
                    }
                    @if let Some(shape) = &teaser.shape { (PreEscaped(shape)) }
                }
            }
        }
    }
}

/// One line each.
pub(super) fn rows<'a>(visit: &Visit, teasers: impl IntoIterator<Item = &'a Teaser>) -> Markup {
    html! {
        ul.figure-rows {
            @for teaser in teasers {
                li {
                    a href=(teaser.href) { (name_in(visit, teaser.definition)) }
                    " "
                    span.figure-row-value {
                        b { (teaser.value) } @if let Some(unit) = &teaser.unit { " " (unit) } " "
                        small.muted { (teaser.area) ", " (teaser.year) }
                    }
                }
            }
        }
    }
}

/// Kennzahlen without data have a name and a page that says what is missing.
pub(super) fn waiting<'a>(visit: &Visit, definitions: impl IntoIterator<Item = &'a Definition>) -> Markup {
    html! {
        ul.index-list {
            @for definition in definitions {
                li {
                    a href=(visit.href(&path_of(definition))) { (name_in(visit, definition)) }
                    small { (definition.kennzahl.code) }
                }
            }
        }
    }
}

pub(super) fn name_in<'a>(visit: &Visit, definition: &'a Definition) -> &'a str {
    definition.kennzahl.name.in_language(visit.words.language)
}
