//! `/zahlen/{code}/woher`: from a published number back to the rows of the files it was made from.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use axum::extract::Path;
use axum::response::Response;
use cube::{Trace, TracedInput, formula_in_words, trace};
use maud::{Markup, html};
use model::ids::DeliveryId;
use store::statistics::{Delivery, Finding as Checked};

use actions::statistics::{Finding, Loaded};

use super::choice::{Asked, Choice, name_of};
use super::series::format;
use super::{find, load_for, page, path_of};
use crate::error::Error;
use crate::locale::{format as dates, say};
use crate::portal;
use crate::ui::layout::section;
use crate::ui::lists::{Table, description_list, stacked_table};
use crate::ui::nav;
use crate::visit::Visit;

/// `GET /zahlen/{code}/woher?gebiet=…&jahr=…`
pub(crate) async fn show(visit: Visit, Path(code): Path<String>) -> Result<Response, Error> {
    let definition = find(&code)?;
    let loaded = load_for(&visit, definition).await?;
    let asked = Asked::parse(&visit.query);
    let choice = Choice::new(&visit, definition, &loaded, &asked).ok_or(Error::NotFound)?;
    // Where a number comes from is said of that number, and of no other.
    if choice.missing_area.is_some() || choice.missing_year.is_some() {
        return Err(Error::NotFound);
    }
    let found = trace(definition, &loaded, &choice.area, choice.year).ok_or(Error::NotFound)?;
    let checked = findings(&visit, &found).await?;
    let words = visit.words;
    let kennzahl = &definition.kennzahl;
    let name = kennzahl.name.in_language(words.language).to_owned();
    let area = name_of(&visit, definition, &loaded, &choice.area);
    let title = say::trace_title(words);
    let shown = format(definition, words).spoken(found.wert);
    let lead = say::trace_lead(words, area.full.clone(), name.clone(), shown.clone(), choice.year.to_string());
    let mut page = portal::page_at(&visit, &format!("{}/woher", path_of(definition)), &title, &lead);
    page.title = format!("{title} {lead}");
    page.noindex = true;
    let back = visit.href(&format!("{}{}", path_of(definition), choice.query()));
    let trail = [
        (say::nav_start(words), visit.href("/")),
        (say::nav_figures(words), visit.href("/zahlen")),
        (name.clone(), back.clone()),
    ];
    let content = html! {
        div.wrap {
            (nav::breadcrumb(&say::nav_breadcrumb(words), &trail, &title))
            div.page-head { h1 { (title) } p.lead { (lead) } }
            ol.trace {
                li {
                    (section(2, "fassung", &say::trace_definition(words), description_list(&[
                        (say::meaning_question(words), html! { span lang="de" { (kennzahl.question) } }),
                        (say::meaning_formula(words), html! {
                            @match formula_in_words(definition, choice.year) {
                                Some(formula) => span lang="de" { (formula) },
                                None => code { (found.formula) },
                            }
                        }),
                        (say::meaning_version(words), html! { (page::validity(words, found.valid_from, found.valid_until)) }),
                    ])))
                }
                li { (section(2, "rechnung", &say::trace_calculation(words), html! { p.calculation { code { (found.filled) } } })) }
                @for input in &found.inputs {
                    li { (section(2, &format!("groesse-{}-{}", input.name, input.year), &input.label, traced(&visit, &loaded, &checked, input))) }
                }
            }
            p { a href=(back) { (say::trace_back(words)) } }
        }
    };
    Ok(portal::respond(&visit, &page, content))
}

/// What the checks found in a delivery, and what was said about it.
type Findings = BTreeMap<DeliveryId, Vec<Checked<Finding>>>;

/// The findings of every delivery behind a figure.
async fn findings(visit: &Visit, trace: &Trace) -> Result<Findings, Error> {
    let mut findings = Findings::new();
    for observation in trace.inputs.iter().flat_map(|input| &input.observations) {
        if let Entry::Vacant(entry) = findings.entry(observation.delivery) {
            let mut found: Vec<Checked<Finding>> = visit.scope.list_findings(observation.delivery).await?;
            // What stood there before may never have been public.
            found.retain(|one| !one.finding.compares());
            entry.insert(found);
        }
    }
    Ok(findings)
}

/// Findings about the cells of one input, each once.
fn notes(visit: &Visit, findings: &Findings, input: &TracedInput) -> Markup {
    let words = visit.words;
    let mut about: Vec<&Checked<Finding>> = Vec::new();
    for observation in &input.observations {
        let of_delivery = findings.get(&observation.delivery).into_iter().flatten();
        for one in of_delivery.filter(|one| one.finding.cells.contains(&observation.cell)) {
            if !about.iter().any(|known| known.finding == one.finding) {
                about.push(one);
            }
        }
    }
    html! {
        @if !about.is_empty() {
            h3 { (say::trace_findings(words)) }
            ul.notes {
                @for one in about {
                    li {
                        span lang="de" { (one.finding.message) } " "
                        @match (&one.accepted_because, one.accepted_at) {
                            (Some(because), Some(at)) => (say::trace_accepted(words, because.clone(), dates::date(words, at.date_naive()))),
                            _ => (say::trace_open(words)),
                        }
                    }
                }
            }
        }
    }
}

/// The cells behind one input, and the deliveries they stand in.
fn traced(visit: &Visit, loaded: &Loaded, findings: &Findings, input: &TracedInput) -> Markup {
    let words = visit.words;
    let delivery_of = |observation: &cube::TracedObservation| {
        loaded.deliveries(&observation.table).iter().find(|delivery| delivery.id == observation.delivery)
    };
    let mut deliveries: Vec<&Delivery> = Vec::new();
    for delivery in input.observations.iter().filter_map(delivery_of) {
        if !deliveries.iter().any(|known| known.id == delivery.id) {
            deliveries.push(delivery);
        }
    }
    let rows: Vec<Vec<Markup>> = input
        .observations
        .iter()
        .map(|observation| {
            let file = delivery_of(observation).map(|delivery| delivery.summary.file.clone()).unwrap_or_default();
            let categories: Vec<String> = observation.categories.iter().map(|(_, label)| label.clone()).collect();
            vec![
                html! { span lang="de" { (categories.join(" · ")) } },
                html! {
                    (observation.area_name)
                    @if let Some(weight) = observation.weight { " (" (say::trace_share(words, (weight * 1000.0).round() / 10.0)) ")" }
                },
                html! { (observation.period) },
                html! { strong { (observation.printed) } },
                html! { code { (file) } ", " (say::trace_cell(words, observation.cell.column.to_string(), observation.cell.row.to_string())) },
            ]
        })
        .collect();
    let shown = Table {
        id: format!("zellen-{}-{}", input.name, input.year),
        caption: say::trace_cells(words, input.observations.len()),
        columns: vec![
            say::trace_what(words),
            say::ranking_area(words),
            say::trace_period(words),
            input.unit.clone(),
            say::trace_where(words),
        ],
        rows,
        caption_hidden: true,
    };
    html! {
        @if input.observations.is_empty() { p { (say::trace_nothing(words)) } } @else { (stacked_table(&shown)) }
        (notes(visit, findings, input))
        @for delivery in deliveries {
            p.muted {
                (say::trace_delivery(words, delivery.dataset.clone(), dates::date(words, delivery.received_at.date_naive()), delivery.summary.file.clone()))
                @if let Some(created) = delivery.summary.head.created_at {
                    " " (say::trace_created(words, dates::date(words, created.date())))
                }
                br;
                "SHA-256 " code.hash { (delivery.file_sha256) }
            }
        }
    }
}
