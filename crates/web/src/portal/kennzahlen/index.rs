//! `/zahlen`: what is known about education in the region, by Bildungsbereich, and what has just arrived; `/zahlen?q=…`: what a question
//! means.

use std::sync::LazyLock;

use axum::response::Response;
use chrono::Datelike as _;
use cube::{Definition, catalogue, find_definition};
use maud::{Markup, PreEscaped, html};
use model::kennzahlen::{Bereich, KennzahlKind};
use model::statistics::GERMANY;

use actions::statistics::Loaded;

use super::choice::{is_key, known_areas, land_of, own_areas};
use super::load_all;
use super::news::news;
use super::results;
use super::search;
use super::series::{finding, small_line};
use super::teaser::{Newest, Teaser, area_query, name_in, newest_in, rows, teasers, tiles, waiting};
use crate::error::Error;
use crate::locale::say;
use crate::portal;
use crate::portal::areas::profile::known_name;
use crate::ui::alert;
use crate::ui::button::{self, Weight};
use crate::ui::disclosure::accordion;
use crate::ui::layout::section;
use crate::ui::nav;
use crate::visit::Visit;

/// Tiles of a Bereich; the others stand in a list that can be unfolded.
const LEADING: usize = 3;

/// All tables that can name an area: those of the population have the most.
static POPULATION: LazyLock<Option<&'static Definition>> = LazyLock::new(|| find_definition("A.01"));

/// What the address asks for.
pub(super) struct Request {
    /// As typed.
    pub(super) typed: String,
    /// Without the name of an area.
    pub(super) question: String,
    /// The area that is shown, if it is not the region's first.
    pub(super) area: Option<String>,
}

impl Request {
    fn new(visit: &Visit, loaded: &Loaded) -> Self {
        let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&visit.query).unwrap_or_default();
        let value = |wanted: &str| pairs.iter().find(|(name, _)| name == wanted).map(|(_, value)| value.trim());
        let typed: String = value("q").unwrap_or_default().chars().take(200).collect();
        let asked = value("gebiet").filter(|key| is_key(key) && known_name(visit, loaded, key).is_some());
        let asked = asked.map(str::to_owned);
        if typed.is_empty() {
            return Self { question: String::new(), typed, area: asked };
        }
        // Whoever types a name means it, whatever was chosen before.
        match search::area_in(&typed, &areas_to_name(visit, loaded)) {
            Some(named) => Self { question: named.rest, typed, area: Some(named.key) },
            None => Self { question: typed.clone(), typed, area: asked },
        }
    }

    /// The areas whose values are wanted: the one that was asked for; of a Gemeinde, which few statistics know, also its Kreis.
    pub(super) fn areas(&self) -> Vec<String> {
        let kreis = self.area.as_ref().and_then(|area| (area.len() > 5).then(|| area.get(..5)).flatten());
        self.area.iter().cloned().chain(kreis.map(str::to_owned)).collect()
    }
}

/// Key and name of all areas that a question may name, the nearest first.
fn areas_to_name(visit: &Visit, loaded: &Loaded) -> Vec<(String, String)> {
    let named = |key: String| known_name(visit, loaded, &key).map(|name| (key, name.full));
    let near = near_areas(visit).into_iter().filter_map(named);
    let region = visit.site.areas.iter().map(|area| (area.key.as_str().to_owned(), area.name.clone()));
    let others = POPULATION.map(|population| known_areas(visit, population, loaded)).unwrap_or_default();
    near.chain(region).chain(others).collect()
}

/// The region's own areas, their Land, Germany.
fn near_areas(visit: &Visit) -> Vec<String> {
    let own = own_areas(visit);
    let mut near = own.clone();
    for land in own.iter().filter_map(|area| land_of(area)).chain([GERMANY.to_owned()]) {
        if !near.contains(&land) {
            near.push(land);
        }
    }
    near
}

/// `GET /zahlen?q=…&gebiet=…`
pub(crate) async fn show(visit: Visit) -> Result<Response, Error> {
    let loaded = load_all(&visit).await?;
    let request = Request::new(&visit, &loaded);
    let teasers = teasers(&visit, &loaded, &request.areas());
    if !request.question.is_empty() {
        return Ok(results::show(&visit, &loaded, &request, &teasers));
    }
    Ok(overview(&visit, &loaded, &request, &teasers))
}

fn overview(visit: &Visit, loaded: &Loaded, request: &Request, teasers: &[Teaser]) -> Response {
    let words = visit.words;
    let title = say::figures_title(words, visit.site.kommune.region.clone());
    let lead = say::figures_lead(words, teasers.len());
    let path = request.area.as_ref().map_or("/zahlen".to_owned(), |area| format!("/zahlen?{}", area_query(area)));
    let page = portal::page_at(visit, &path, &title, &lead);
    let trail = [(say::nav_start(words), visit.href("/"))];
    let content = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &say::nav_figures(words)))
            div.page-head { h1 { (title) } p.lead { (lead) } }
            (search_form(visit, request))
            (switch(visit, loaded, request))
            @if teasers.is_empty() {
                (alert::empty(2, &say::figures_empty(words), html! { p { (say::figures_empty_text(words)) } },
                    button::link(Weight::Secondary, &say::way_all_offers(words), None, &visit.href("/angebote"))))
            } @else {
                (jumps(visit))
                (of_the_month(visit, loaded, request, teasers))
            }
            @for bereich in Bereich::ALL { (bereich_section(visit, *bereich, teasers)) }
            (news(visit, loaded))
            (section(2, "gebiete", &say::figures_areas(words), html! {
                ul.area-links {
                    @for area in &visit.site.kommune.areas {
                        li { a href=(visit.href(&format!("/gebiete/{area}"))) { (visit.site.area_name(area.as_str())) } }
                    }
                    li { a href=(visit.href("/pendeln")) { (say::commuters_title(words)) } }
                }
            }))
        }
    };
    portal::respond(visit, &page, content)
}

pub(super) fn search_form(visit: &Visit, request: &Request) -> Markup {
    let words = visit.words;
    html! {
        form.figure-search role="search" method="get" action="/zahlen" {
            @if visit.language_in_address { input type="hidden" name="sprache" value=(words.language); }
            @if let Some(area) = &request.area { input type="hidden" name="gebiet" value=(area); }
            label.kern-label for="zahlen-suche" { (say::figures_search(words)) }
            div.figure-search-row {
                input.kern-form-input__input type="search" id="zahlen-suche" name="q" value=(request.typed) placeholder=(say::figures_search_example(words)) autocomplete="off";
                (button::submit(Weight::Primary, &say::search_button(words), None, None))
            }
        }
    }
}

/// Links to the same page for another area.
pub(super) fn switch(visit: &Visit, loaded: &Loaded, request: &Request) -> Markup {
    let mut areas = near_areas(visit);
    let shown = request.area.clone().or_else(|| areas.first().cloned());
    if let Some(area) = shown.iter().find(|area| !areas.contains(area)) {
        areas.push(area.clone());
    }
    let first = areas.first().cloned();
    let links: Vec<(String, String, bool)> = areas
        .into_iter()
        .filter_map(|area| {
            let name = known_name(visit, loaded, &area)?;
            let mut pairs: Vec<(&str, &str)> = Vec::new();
            if !request.question.is_empty() {
                pairs.push(("q", &request.question));
            }
            if first.as_ref() != Some(&area) {
                pairs.push(("gebiet", &area));
            }
            let query = serde_urlencoded::to_string(pairs).expect("pairs of texts can always be encoded");
            let path = if query.is_empty() { "/zahlen".to_owned() } else { format!("/zahlen?{query}") };
            let is_shown = shown.as_ref() == Some(&area);
            Some((name.full, visit.href(&path), is_shown))
        })
        .collect();
    html! { @if links.len() > 1 { (nav::choices(&say::chooser_area(visit.words), &links)) } }
}

/// Links to the Bereiche on this page.
fn jumps(visit: &Visit) -> Markup {
    let words = visit.words;
    html! {
        nav.bereich-links aria-label=(say::figures_bereiche(words)) {
            ul {
                @for bereich in Bereich::ALL {
                    li { a href=(format!("#{}", anchor(*bereich))) { (words.code("bereich", bereich.code())) } }
                }
            }
        }
    }
}

fn anchor(bereich: Bereich) -> String {
    format!("bereich-{}", bereich.code().to_lowercase())
}

/// The leading Kennzahlen as tiles, the others in a list, those without data at the end.
fn bereich_section(visit: &Visit, bereich: Bereich, teasers: &[Teaser]) -> Markup {
    let words = visit.words;
    let mut with_data: Vec<&Teaser> =
        teasers.iter().filter(|teaser| teaser.definition.kennzahl.bereich == bereich).collect();
    // What has no value for the area that is shown does not lead.
    with_data.sort_by_key(|teaser| (!teaser.is_asked, weight(teaser.definition.kennzahl.kind)));
    let (leading, others) = with_data.split_at(with_data.len().min(LEADING));
    let without: Vec<&Definition> = catalogue()
        .iter()
        .filter(|definition| definition.kennzahl.bereich == bereich)
        .filter(|definition| !teasers.iter().any(|teaser| std::ptr::eq(teaser.definition, *definition)))
        .collect();
    section(
        2,
        &anchor(bereich),
        &words.code("bereich", bereich.code()),
        html! {
            @if !leading.is_empty() { (tiles(visit, true, leading.iter().copied())) }
            @if !others.is_empty() {
                (accordion(&say::figures_all(words, others.len()), false, rows(visit, others.iter().copied())))
            }
            @if !without.is_empty() {
                (accordion(&say::figures_waiting_count(words, without.len()), false, html! {
                    p { (say::figures_waiting_text(words, without.len())) }
                    (waiting(visit, without.iter().copied()))
                }))
            }
        },
    )
}

fn weight(kind: KennzahlKind) -> u8 {
    match kind {
        KennzahlKind::Core => 0,
        KennzahlKind::Overview => 1,
        KennzahlKind::Extra => 2,
    }
}

/// Another Kennzahl each month, in the order of the catalogue: the same for everybody all month.
fn of_the_month(visit: &Visit, loaded: &Loaded, request: &Request, teasers: &[Teaser]) -> Markup {
    let words = visit.words;
    let core: Vec<&Teaser> =
        teasers.iter().filter(|teaser| teaser.definition.kennzahl.kind == KennzahlKind::Core).collect();
    let months = visit.today().year() * 12 + visit.today().month0() as i32;
    // Steps of seven lead through all Bereiche instead of staying in one for half a year.
    let teaser = (!core.is_empty()).then(|| core[(months as usize * 7) % core.len()]);
    let newest =
        teaser.and_then(|teaser| Some((teaser, newest_in(visit, loaded, teaser.definition, &request.areas())?)));
    html! {
        @if let Some((teaser, Newest { choice, series, .. })) = newest {
            @let definition = teaser.definition;
            @let said = finding(visit, definition, loaded, &choice, &series);
            section.month aria-labelledby="monat" {
                div.month-text {
                    p.kicker { (say::figures_of_the_month(words)) }
                    h2 id="monat" { a href=(teaser.href) { (name_in(visit, definition)) } }
                    p.lead { (said.sentence) }
                    @if let Some(note) = said.notes.first() { p.muted { (note) } }
                }
                div.month-number {
                    p.figure-value { (teaser.value) }
                    @if let Some(unit) = &teaser.unit { p.figure-unit { (unit) } }
                    p.muted { (teaser.area) ", " (teaser.year) }
                    @if let Some(shape) = small_line(definition, words, &series) { (PreEscaped(shape)) }
                }
            }
        }
    }
}
