//! `/zahlen`: what is known about education in the region, by Bildungsbereich, and what has just arrived.

use axum::response::Response;
use chrono::Datelike as _;
use cube::Definition;
use cube::catalogue;
use cube::{Series, compute};
use maud::{Markup, PreEscaped, html};
use model::kennzahlen::{Bereich, KennzahlStatus};
use model::wert::Wert;
use render::charts::sparkline;
use store::statistics::{Delivery, State};

use actions::statistics::Loaded;

use super::choice::{Asked, Choice, name_of};
use super::series::{finding, format, points, value_and_unit};
use super::{load_all, path_of};
use crate::error::Error;
use crate::locale::{format as dates, say};
use crate::portal;
use crate::ui::alert;
use crate::ui::button::{self, Weight};
use crate::ui::disclosure::accordion;
use crate::ui::layout::section;
use crate::ui::nav;
use crate::visit::Visit;

/// Deliveries named under "what is new".
const NEWEST: usize = 5;

/// A Kennzahl as the lists show it: its newest value in the region's first area that has one.
pub(crate) struct Teaser {
    pub(crate) definition: &'static Definition,
    pub(crate) area: String,
    pub(crate) year: i32,
    pub(crate) value: String,
    /// Where it is no sign beside the number.
    pub(crate) unit: Option<String>,
    pub(crate) shape: Option<String>,
    pub(crate) finding: String,
}

/// The newest value of every active Kennzahl that has data.
pub(crate) fn teasers(visit: &Visit, loaded: &Loaded) -> Vec<Teaser> {
    let active = catalogue().iter().filter(|definition| definition.kennzahl.status == KennzahlStatus::Active);
    active.filter_map(|definition| teaser(visit, loaded, definition)).collect()
}

/// The newest number of a Kennzahl, with the series that it ends.
pub(crate) struct Newest {
    pub(crate) choice: Choice,
    pub(crate) series: Series,
    pub(crate) year: i32,
    pub(crate) wert: Wert,
}

/// In the region's first area that has data.
pub(crate) fn newest(visit: &Visit, loaded: &Loaded, definition: &Definition) -> Option<Newest> {
    let choice = Choice::new(visit, definition, loaded, &Asked { compared: Some(Vec::new()), ..Asked::default() })?;
    let series = compute(definition, loaded, &choice.area, choice.years.0..=choice.years.1);
    let (year, wert) =
        series.points.iter().rev().find_map(|point| point.wert.value().map(|_| (point.year, point.wert)))?;
    Some(Newest { choice, series, year, wert })
}

fn teaser(visit: &Visit, loaded: &Loaded, definition: &'static Definition) -> Option<Teaser> {
    let Newest { choice, series, year, wert } = newest(visit, loaded, definition)?;
    let format = format(definition, visit.words);
    let name = definition.kennzahl.name.in_language(visit.words.language);
    let (value, unit) = value_and_unit(definition, visit.words, wert);
    Some(Teaser {
        definition,
        area: name_of(visit, definition, loaded, &choice.area).full,
        year,
        value,
        unit,
        shape: sparkline(name, &format, &points(&series)),
        finding: finding(visit, definition, loaded, &choice, &series).sentence,
    })
}

/// `GET /zahlen?q=…`
pub(crate) async fn show(visit: Visit) -> Result<Response, Error> {
    let words = visit.words;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(&visit.query).unwrap_or_default();
    let asked = pairs.into_iter().find(|(name, _)| name == "q").map(|(_, text)| text).unwrap_or_default();
    let asked: String = asked.trim().chars().take(200).collect();
    let loaded = load_all(&visit).await?;
    let teasers = teasers(&visit, &loaded);
    let found: Vec<&Teaser> = if asked.is_empty() {
        teasers.iter().collect()
    } else {
        ranked(&asked, teasers.iter().map(|teaser| (teaser.definition, teaser)))
    };
    let waiting = catalogue()
        .iter()
        .filter(|definition| !teasers.iter().any(|teaser| std::ptr::eq(teaser.definition, *definition)));
    let waiting: Vec<&Definition> = if asked.is_empty() {
        waiting.collect()
    } else {
        ranked(&asked, waiting.map(|definition| (definition, definition)))
    };
    let title = say::figures_title(words, visit.site.kommune.region.clone());
    let lead = say::figures_lead(words, teasers.len());
    let page = portal::page_at(&visit, "/zahlen", &title, &lead);
    let trail = [(say::nav_start(words), visit.href("/"))];
    let content = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &say::nav_figures(words)))
            div.page-head { h1 { (title) } p.lead { (lead) } }
            (search(&visit, &asked))
            @if asked.is_empty() {
                @if let Some(month) = of_the_month(&visit, &teasers) { (month_box(&visit, month)) }
                @for bereich in Bereich::ALL {
                    @let of_bereich: Vec<&&Teaser> = found.iter().filter(|teaser| teaser.definition.kennzahl.bereich == *bereich).collect();
                    @if !of_bereich.is_empty() {
                        (section(2, &format!("bereich-{}", bereich.code().to_lowercase()), &words.code("bereich", bereich.code()), list(&visit, of_bereich.into_iter().copied())))
                    }
                }
                @if teasers.is_empty() { (alert::empty(2, &say::figures_empty(words), html! { p { (say::figures_empty_text(words)) } },
                    button::link(Weight::Secondary, &say::way_all_offers(words), None, &visit.href("/angebote")))) }
                (news(&visit, &loaded))
                (section(2, "gebiete", &say::figures_areas(words), html! {
                    ul.area-links { @for area in &visit.site.kommune.areas {
                        li { a href=(visit.href(&format!("/gebiete/{area}"))) { (visit.site.area_name(area.as_str())) } }
                    }
                    li { a href=(visit.href("/pendeln")) { (say::commuters_title(words)) } } }
                }))
            } @else {
                (section(2, "treffer", &say::figures_found(words, found.len()), html! {
                    @if found.is_empty() { p { (say::figures_not_found(words, asked.clone())) } }
                    (list(&visit, found.iter().copied()))
                }))
            }
            @if !waiting.is_empty() {
                (section(2, "ohne-daten", &say::figures_waiting(words), html! {
                    p { (say::figures_waiting_text(words)) }
                    (accordion(&say::figures_waiting_count(words, waiting.len()), !asked.is_empty(), html! {
                        ul.index-list { @for definition in &waiting {
                            li {
                                a href=(visit.href(&path_of(definition))) { (definition.kennzahl.name.in_language(words.language)) }
                                small { (definition.kennzahl.code) }
                            }
                        } }
                    }))
                }))
            }
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

fn search(visit: &Visit, asked: &str) -> Markup {
    let words = visit.words;
    html! {
        form.figure-search role="search" method="get" action="/zahlen" {
            @if visit.language_in_address { input type="hidden" name="sprache" value=(words.language); }
            label.kern-label for="zahlen-suche" { (say::figures_search(words)) }
            div.figure-search-row {
                input.kern-form-input__input type="search" id="zahlen-suche" name="q" value=(asked) placeholder=(say::figures_search_example(words)) autocomplete="off";
                (button::submit(Weight::Primary, &say::search_button(words), None, None))
            }
        }
    }
}

fn list<'a>(visit: &Visit, teasers: impl Iterator<Item = &'a Teaser>) -> Markup {
    html! {
        ul.figure-list {
            @for teaser in teasers {
                li.figure-teaser {
                    h3 { a href=(visit.href(&path_of(teaser.definition))) { (teaser.definition.kennzahl.name.in_language(visit.words.language)) } }
                    p.figure-value { (teaser.value) }
                    @if let Some(unit) = &teaser.unit { p.figure-unit { (unit) } }
                    p.muted { (teaser.area) ", " (teaser.year) }
                    @if let Some(shape) = &teaser.shape { (PreEscaped(shape)) }
                }
            }
        }
    }
}

/// Another Kennzahl each month, in the order of the catalogue: the same for everybody all month.
fn of_the_month<'a>(visit: &Visit, teasers: &'a [Teaser]) -> Option<&'a Teaser> {
    let core: Vec<&Teaser> = teasers
        .iter()
        .filter(|teaser| teaser.definition.kennzahl.kind == model::kennzahlen::KennzahlKind::Core)
        .collect();
    let months = visit.today().year() * 12 + visit.today().month0() as i32;
    // Steps of seven lead through all Bereiche instead of staying in one for half a year.
    (!core.is_empty()).then(|| core[(months as usize * 7) % core.len()])
}

fn month_box(visit: &Visit, teaser: &Teaser) -> Markup {
    let words = visit.words;
    html! {
        section.month aria-labelledby="monat" {
            p.kicker { (say::figures_of_the_month(words)) }
            h2 id="monat" { a href=(visit.href(&path_of(teaser.definition))) { (teaser.definition.kennzahl.name.in_language(words.language)) } }
            p.lead { (teaser.finding) }
            @if let Some(shape) = &teaser.shape { (PreEscaped(shape)) }
        }
    }
}

fn news(visit: &Visit, loaded: &Loaded) -> Markup {
    let words = visit.words;
    let mut newest: Vec<(&str, &Delivery)> = loaded
        .datasets()
        .flat_map(|dataset| {
            loaded.deliveries(&dataset.code).iter().map(move |delivery| (dataset.title.as_str(), delivery))
        })
        .filter(|(_, delivery)| delivery.state == State::Accepted)
        .collect();
    newest.sort_by_key(|(_, delivery)| std::cmp::Reverse((delivery.received_at, delivery.id)));
    newest.truncate(NEWEST);
    html! {
        @if !newest.is_empty() {
            (section(2, "neues", &say::figures_news(words), html! {
                ul.news {
                    @for (title, delivery) in newest {
                        li {
                            span.muted { (dates::date(words, delivery.received_at.date_naive())) } " "
                            span lang="de" { (title) } ": "
                            (say::figures_news_counts(words, delivery.summary.new, delivery.summary.revised))
                        }
                    }
                }
            }))
        }
    }
}

/// Everyday words against name, question, words and code: every word asked for must be found; the more prominent the place, the
/// earlier in the list.
fn ranked<'a, T>(asked: &str, candidates: impl Iterator<Item = (&'a Definition, T)>) -> Vec<T> {
    let wanted: Vec<String> = fold(asked).split_whitespace().map(stem).collect();
    let mut found: Vec<(usize, usize, T)> = candidates
        .enumerate()
        .filter_map(|(position, (definition, item))| {
            let score: Option<usize> = wanted.iter().map(|word| place_of(definition, word)).sum();
            score.map(|score| (score, position, item))
        })
        .collect();
    found.sort_by_key(|(score, position, _)| (*score, *position));
    found.into_iter().map(|(_, _, item)| item).collect()
}

/// 0 in the name or code, 1 among the everyday words, 2 in the question; `None` nowhere.
fn place_of(definition: &Definition, word: &str) -> Option<usize> {
    let kennzahl = &definition.kennzahl;
    let has = |text: &str| fold(text).contains(word);
    if has(&kennzahl.name.de) || has(&kennzahl.name.en) || fold(kennzahl.code.as_str()) == word {
        Some(0)
    } else if kennzahl.words.iter().any(|text| has(text)) {
        Some(1)
    } else {
        has(&kennzahl.question).then_some(2)
    }
}

/// Lower case, umlauts written out.
fn fold(text: &str) -> String {
    text.to_lowercase().replace('ä', "ae").replace('ö', "oe").replace('ü', "ue").replace('ß', "ss")
}

/// Without the endings of German plurals and cases, so that "Schulen" finds "Schule".
fn stem(word: &str) -> String {
    for ending in ["innen", "en", "er", "es", "e", "n", "s"] {
        if let Some(rest) = word.strip_suffix(ending).filter(|rest| rest.chars().count() >= 4) {
            return rest.to_owned();
        }
    }
    word.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn find(asked: &str) -> Vec<&'static str> {
        ranked(asked, catalogue().iter().map(|definition| (definition, definition.kennzahl.code.as_str())))
    }

    #[test]
    fn everyday_words_find_kennzahlen() {
        for (asked, code) in
            [("Jugendarbeitslosigkeit", "A.16"), ("ohne Abschluss", "D.26"), ("kita", "C.04"), ("D.26", "D.26")]
        {
            assert!(find(asked).contains(&code), "{asked}: {:?}", find(asked));
        }
        assert!(find("xyzzyx").is_empty());
        assert_eq!(find("d.26").first(), Some(&"D.26"));
    }
}
